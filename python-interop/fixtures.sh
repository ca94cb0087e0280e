#!/usr/bin/env bash
# Remakes fixtures in both worlds: all of them, or those of one generator, or some of its cases.
# usage: fixtures.sh [generate_FAMILY.py [CASE ...]]
set -euo pipefail
cd "$(dirname "$0")"

if [ $# -gt 0 ]; then
  generators=("$1")
  shift
else
  mapfile -t generators < <(grep -l "from fixtures import" generate_*.py)
fi
for world in keras2 keras3; do
  for generator in "${generators[@]}"; do
    ".worlds/$world/bin/python" "$generator" "$@"
  done
done
