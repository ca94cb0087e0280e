#!/usr/bin/env bash
# Checks in Python what lmu4j writes: every script prints what it found, and keeps a table in results/.
# usage: exports.sh   (after mvn package, which makes target/lmu4j.jar, and the exporter, which fills target/exports)
set -euo pipefail
cd "$(dirname "$0")"
exports=../target/exports
keras3=.worlds/keras3/bin/python
mkdir -p results

for world in keras2 keras3; do
  ".worlds/$world/bin/python" check_exports.py "$exports" | tee "$exports/$world.txt"
  ".worlds/$world/bin/python" check_round_trip.py "$exports/round-trip-$world" \
    | tee "results/round-trip-$world.md"
done
python3 report_exports.py "$exports/keras2.txt" "$exports/keras3.txt" | tee results/exports.md

mkdir -p "$exports/psmnist"
for variant in parallel recurrent; do
  java -jar ../target/lmu4j.jar convert "../models/psmnist-$variant" "$exports/psmnist/$variant.keras"
done
"$keras3" check_psmnist.py "$exports/psmnist" | tee results/psmnist.md

./worlds.sh pytorch
.worlds/pytorch/bin/python check_pytorch.py "$exports" | tee results/pytorch.md

./worlds.sh nengodl
.worlds/nengodl/bin/python check_nengodl.py "$exports" | tee results/nengodl.md
