"""Writes models/fixtures/numpy: arrays of every element type, byte order and memory order, by NumPy.

Needs numpy alone; either Python world has it.
"""

import json
import pathlib
import platform

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "numpy"
TYPES = ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    values = np.arange(24).reshape(2, 3, 4)
    arrays = {}
    for code in TYPES:
        signed = values - 7 if code[0] != "u" else values
        for order in "<>":
            arrays[f"{code}/{'little' if order == '<' else 'big'}"] = signed.astype(order + code)
    arrays["b1"] = values % 3 == 0
    arrays["fortran"] = np.asfortranarray(values.astype("<f4"))
    arrays["fortran/big"] = np.asfortranarray(values.astype(">i2"))
    arrays["scalar"] = np.float64(2.5)
    arrays["vector"] = np.arange(5, dtype="i8")
    arrays["empty"] = np.zeros((0, 3), "f4")
    arrays["half"] = np.array([1 / 3, 65504, 6e-8, -0.0, np.inf, -np.inf, np.nan], "f2")
    np.savez_compressed(FOLDER / "numbers.npz", **arrays)
    np.savez(FOLDER / "stored.npz", values=values.astype("f4"))
    np.save(FOLDER / "plain.npy", values.astype("f4"))
    np.save(FOLDER / "pickled.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    np.save(FOLDER / "text.npy", np.array(["a", "bc"]))
    np.save(FOLDER / "structure.npy", np.zeros(2, dtype=[("a", "i4"), ("b", "f8")]))
    np.save(FOLDER / "complex.npy", np.zeros(2, "c8"))
    provenance = {
        "command": "python-interop/generate_numpy.py",
        "versions": {"python": platform.python_version(), "numpy": np.__version__},
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
