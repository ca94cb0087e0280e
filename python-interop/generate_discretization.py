"""Writes models/fixtures/keras3/discretization: impulse responses as keras-lmu computes them.

They carry the rounding errors of its dtype, and at large orders those of the processor's matrix
products: provenance.json names its instruction set.
"""

import json
import platform
from importlib.metadata import version

import keras_lmu
import numpy as np

from fixtures import ROOT, WORLD

FOLDER = ROOT / "models" / "fixtures" / WORLD / "discretization"
# order, theta, steps, discretizer, dtype
CASES = (
    (1, 4, 20, "zoh", "float32"),
    (6, 7.3, 40, "zoh", "float32"),
    (6, 7.3, 40, "zoh", "float64"),
    (6, 20, 40, "euler", "float32"),
    (6, 20, 40, "euler", "float64"),
    (40, 4, 40, "zoh", "float32"),
    (128, 4096, 4096, "zoh", "float32"),
    (256, 784, 784, "zoh", "float32"),
    (256, 784, 784, "zoh", "float64"),
    (468, 784, 784, "zoh", "float32"),
)


def impulse_response(order, theta, steps, discretizer, dtype):
    """What the feedforward layer convolves its input with, (steps, order)."""
    layer = keras_lmu.LMUFeedforward(
        memory_d=1,
        order=order,
        theta=theta,
        hidden_cell=None,
        discretizer=discretizer,
        dtype=dtype,
    )
    layer.build((None, steps, 1))
    return np.asarray(layer.impulse_response)


def instruction_sets():
    """The vector instructions of this processor, where Linux tells."""
    with open("/proc/cpuinfo", encoding="ascii") as file:
        flags = next(line for line in file if line.startswith("flags")).split()
    return sorted(flag for flag in flags if flag.startswith(("avx", "amx", "fma")))


def main():
    """One row for each of a few entries of each impulse response."""
    lines = ["order,theta,steps,euler,float64,step,index,value"]
    for order, theta, steps, discretizer, dtype in CASES:
        response = impulse_response(order, theta, steps, discretizer, dtype)
        for step in (0, 1, steps // 3, steps // 2, steps - 1):
            for index in sorted({0, 1 % order, order // 3, order // 2, order - 1}):
                key = (order, theta, steps, int(discretizer == "euler"), int(dtype == "float64"))
                row = (*key, step, index, float(response[step, index]))
                lines.append(",".join(repr(value) for value in row))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "impulse_response.csv").write_text("\n".join(lines) + "\n")
    provenance = {
        "command": "python-interop/generate_discretization.py",
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("tensorflow-cpu", "keras", "keras-lmu", "numpy")},
        },
        "instructions": instruction_sets(),
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
