"""Loads what lmu4j wrote for NengoDL, in NumPy and NengoDL; prints a table.

In the nengodl world, after the exporter NengoDlExports:

    .worlds/nengodl/bin/python check_nengodl.py [../target/exports]
"""

import json
import pathlib
import platform
import sys
from importlib.metadata import version

import numpy as np

from nengodl_network import Sizes, network, random_weights, simulator

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "models" / "fixtures" / "nengodl"
PACKAGES = ("nengo", "nengo-dl", "tensorflow-cpu", "numpy")
BOUND = 1e-5


def arrays(file):
    """The arrays of a file in its order."""
    with np.load(file) as loaded:
        return [loaded[name] for name in loaded.files]


def same(one, other):
    """Whether two files hold the same arrays, bit for bit."""
    pairs = list(zip(one, other))
    return len(one) == len(other) and all(
        a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs
    )


def logits(sizes, parameters, x):
    """What NengoDL computes with a file of parameters, in a network that had others."""
    net, node, probe = network(sizes, random_weights(sizes, np.random.default_rng(99)))
    with simulator(net, len(x), sizes.steps, sizes.steps) as sim:
        sim.load_params(str(parameters.with_suffix("")))
        return sim.predict({node: x}, verbose=0)[probe][:, -1]


def main(folder):
    """Checks every case; fails if one of them differs."""
    versions = {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
    print("Written by lmu4j, read by", ", ".join(f"{n} {v}" for n, v in versions.items()) + ".\n")
    print("| case | arrays written back | logits of the network trained in Java |")
    print("|---|---|---|")
    wrong = []
    for fixture in sorted(FIXTURES.iterdir()):
        exported = folder / "nengodl" / fixture.name
        equal = same(arrays(exported / "lmu_params.npz"), arrays(fixture / "lmu_params.npz"))
        sizes = Sizes(**json.loads((fixture / "provenance.json").read_text())["sizes"])
        found = logits(sizes, exported / "trained.npz", np.load(fixture / "data.npz")["x"])
        java = np.load(exported / "predictions.npz")["y"]
        difference = np.abs(found - java).max() / np.abs(found).max()
        if not equal or not difference < BOUND:
            wrong.append(fixture.name)
        print(f"| {fixture.name} | {'equal' if equal else 'differ'} | {difference:.1e} |")
    print(f"\nLogits: largest difference by the largest value; at most {BOUND:g} is allowed.")
    if wrong:
        sys.exit(f"differ: {', '.join(wrong)}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target" / "exports")
