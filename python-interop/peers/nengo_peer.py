"""Times Nengo's own simulator on the delay network, and prints one JSON object.

usage: nengo_peer.py delay numpy ITERATIONS
"""

import json
import pathlib
import platform
import sys
from importlib.metadata import version

from workloads import measure

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from delay_network import DelayNetwork

# A long run says as much as several short ones.
FEWER = 10


def main():
    iterations = int(sys.argv[3])
    times = {}
    for mode, seconds, count in (
        ("run", 10, iterations),
        ("run_100s", 100, max(1, iterations // FEWER)),
    ):
        simulator = DelayNetwork(seconds, seed=0).simulator

        def run(simulator=simulator, seconds=seconds):
            simulator.clear_probes()
            simulator.run(seconds)

        times[mode] = measure(run, count)
    versions = {"python": platform.python_version()} | {p: version(p) for p in ("nengo", "numpy")}
    print(json.dumps({"times": times, "versions": versions}))


if __name__ == "__main__":
    main()
