"""Writes models/fixtures/data: what NumPy's RandomState draws, and Mackey-Glass series by SciPy.

Needs numpy and scipy alone; either Python world has them. Columns are named in the first line.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from scipy.integrate import solve_ivp

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "data"
SEEDS = (0, 42, 2**32 - 1)
PIXELS = 784
DRAWS = 400  # more than one block of 624 words, at two words a draw
TAU = 17
STEPS = 150


def write(name, header, rows):
    """A CSV file; floats with the digits that give them back exactly."""
    lines = [",".join(header)] + [",".join(repr(value) for value in row) for row in rows]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def columns(draw):
    """One column for each seed, as rows of Python numbers."""
    return np.stack([draw(np.random.RandomState(seed)) for seed in SEEDS], axis=1).tolist()


def mackey_glass(history):
    """x(1), ..., x(STEPS) after x(-TAU), ..., x(0), by the method of steps.

    Unit by unit, so that no kink lies inside; DOP853 at its tightest, whose own dense output is the
    past of later units: another method than the one that is checked by it.
    """
    units = [lambda t: np.interp(t, np.arange(-TAU, 1), history)] * TAU
    series = [history[-1]]
    for t in range(STEPS):

        def slope(s, x, past=units[t]):
            late = past(s - TAU)
            return 0.2 * late / (1 + late**10) - 0.1 * x

        solution = solve_ivp(
            slope, (t, t + 1), series[-1:], "DOP853", dense_output=True, rtol=1e-13, atol=1e-14
        )
        units.append(lambda s, dense=solution.sol: dense(s)[0])
        series.append(float(solution.y[0, -1]))
    return series[1:]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    permutation = np.random.RandomState(0).permutation(PIXELS)
    write("permutation.csv", ["permutation"], [[value] for value in permutation.tolist()])
    header = [f"seed_{seed}" for seed in SEEDS]
    write("random_permutation.csv", header, columns(lambda state: state.permutation(DRAWS)))
    write("random_sample.csv", header, columns(lambda state: state.random_sample(DRAWS)))
    write("standard_normal.csv", header, columns(lambda state: state.standard_normal(DRAWS)))

    still = np.full(TAU + 1, 1.2)
    moving = 1.2 + 0.2 * (np.random.RandomState(0).random_sample(TAU + 1) - 0.5)
    series = zip(mackey_glass(still), mackey_glass(moving))
    write("mackey_glass.csv", ["still", "moving"], [list(row) for row in series])

    provenance = {
        "command": "python-interop/generate_data.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "seeds": list(SEEDS),
        "mackey_glass": "tau 17; after x = 1.2, and after 1.2 + 0.2 (RandomState(0).random_sample(18) - 0.5)",
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
