#!/usr/bin/env bash
# Remakes fixtures in both worlds: all of them, or those of one generator, or some of its cases.
# usage: fixtures.sh [generate_FAMILY.py [CASE ...]]
set -euo pipefail
cd "$(dirname "$0")"

generators=(generate_{feedforward,layers,lmu,rnn,r,zoo,models,trained}.py)
if [ $# -gt 0 ]; then
  generators=("$1")
  shift
else
  for generator in generate_optimizers.py generate_objectives.py; do
    .worlds/keras3/bin/python "$generator"
  done
fi
for world in keras2 keras3; do
  for generator in "${generators[@]}"; do
    ".worlds/$world/bin/python" "$generator" "$@"
  done
done
