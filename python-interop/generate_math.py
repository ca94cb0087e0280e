"""Writes models/fixtures/math: discretizations, impulse responses and Legendre polynomials.

"exact" is computed by Arb in ball arithmetic, which bounds its own error, and rounded once: at order
512 SciPy's expm is itself off by 8e-12 (see scipy_error in provenance.json). Entries are drawn at
random, sums are over whole rows and columns. Takes about five minutes.

Needs what requirements-math.txt names.
"""

import json
import pathlib
import platform

import flint
import numpy as np
import scipy
from scipy.signal import cont2discrete

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "math"
SEED = 0
BITS = 256
ORDERS = (1, 2, 6, 32, 256, 468, 512)
THETAS = (784.0, 4.2, 1.0)
ENTRIES = 8
SUMS = 4
IMPULSE_ORDERS = (6, 32, 256, 468)
IMPULSE_THETA = 784.0
DELAYS = (0.0, 0.001, 0.25, 0.5, 0.77, 1.0)


def rounded(ball):
    """The middle of a ball, which must be known far beyond the digits of a double."""
    assert float(ball.rad()) < 1e-30, ball
    return float(ball.mid())


def legendre(order):
    """A and B, as integers."""
    i, j = np.indices((order, order))
    a = (2 * i + 1) * np.where((i < j) | ((i - j) % 2 == 0), -1, 1)
    b = (2 * i[:, :1] + 1) * (-1) ** i[:, :1]
    return a, b


def exact_zoh(order, theta):
    """exp([[A, B], [0, 0]] / theta), in balls."""
    a, b = legendre(order)
    generator = np.vstack([np.hstack([a, b]), np.zeros((1, order + 1), int)])
    return (flint.arb_mat(generator.tolist()) / flint.arb(theta)).exp()


def scipy_step(order, theta, method):
    """[A, B] of one step."""
    a, b = legendre(order)
    system = (a / theta, b / theta, np.eye(order), np.zeros((order, 1)))
    return np.hstack(cont2discrete(system, 1.0, method)[:2])


def sample(random, step):
    """Entries of [A, B]: corners, the largest of A and of B, and some at random."""
    order = len(step)
    places = {
        (0, 0),
        (0, order - 1),
        (order - 1, 0),
        (order - 1, order - 1),
        (0, order),
        (order - 1, order),
    }
    places.add(np.unravel_index(np.abs(step[:, :-1]).argmax(), (order, order)))
    places.add((np.abs(step[:, -1]).argmax(), order))
    places.update(
        zip(random.integers(order, size=ENTRIES), random.integers(order + 1, size=ENTRIES))
    )
    return sorted((int(row), int(column)) for row, column in places)


def sums(random, step):
    """Rows and columns of [A, B]: axis 0 sums a row, axis 1 a column; with the largest sum of magnitudes."""
    for axis, lines in enumerate((step, step.T)):
        norm = float(np.abs(lines).sum(axis=1).max())
        for index in np.unique(random.integers(len(lines), size=SUMS)).tolist():
            yield axis, index, rounded(sum(map(flint.arb, lines[index].tolist()))), norm


def impulse_response(order, theta, balls):
    """A^k B at a few k and places, with the step's middles: its balls would grow, its errors do not."""
    a = flint.arb_mat(order, order, [balls[i, j] for i in range(order) for j in range(order)])
    memory = flint.arb_mat(order, 1, [balls[i, order] for i in range(order)])
    steps = (0, 1, int(theta / 2), int(theta) - 1)
    for step in range(steps[-1] + 1):
        if step in steps:
            for index in sorted({0, 1, order // 3, order // 2, order - 1}):
                yield step, index, rounded(memory[index, 0])
        memory = (a * memory).mid()


def write(name, header, rows):
    """A CSV file; floats with the digits that give them back exactly."""
    lines = [",".join(header)] + [",".join(repr(value) for value in row) for row in rows]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    flint.ctx.prec = BITS
    random = np.random.default_rng(SEED)
    zoh, zoh_sums, euler, impulse, scipy_error = [], [], [], [], {}
    for order in ORDERS:
        for theta in THETAS:
            balls = exact_zoh(order, theta)
            step = np.array(
                [[rounded(balls[i, j]) for j in range(order + 1)] for i in range(order)]
            )
            by_scipy = scipy_step(order, theta, "zoh")
            places = sample(random, step)
            zoh += [
                (order, theta, *place, float(step[place]), float(by_scipy[place]))
                for place in places
            ]
            zoh_sums += [(order, theta, *line) for line in sums(random, step)]
            by_scipy_euler = scipy_step(order, theta, "euler")
            euler += [(order, theta, *place, float(by_scipy_euler[place])) for place in places]
            scipy_error[f"{order}, {theta}"] = float(
                np.abs(by_scipy - step).max() / np.abs(step).max()
            )
            if order in IMPULSE_ORDERS and theta == IMPULSE_THETA:
                impulse += [
                    (order, theta, *entry) for entry in impulse_response(order, theta, balls)
                ]
    polynomials = [
        (index, delay, rounded(flint.arb(2 * flint.arb(delay) - 1).legendre_p(index)))
        for delay in DELAYS
        for index in (0, 1, 2, 5, 31, 467, 511)
    ]

    write("zoh.csv", ["order", "theta", "row", "column", "exact", "scipy"], zoh)
    write("zoh_sums.csv", ["order", "theta", "axis", "index", "exact", "norm"], zoh_sums)
    write("euler.csv", ["order", "theta", "row", "column", "scipy"], euler)
    write("impulse_response.csv", ["order", "theta", "step", "index", "exact"], impulse)
    write("shifted_legendre.csv", ["index", "delay", "exact"], polynomials)
    provenance = {
        "command": "python-interop/generate_math.py",
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "python-flint": flint.__version__,
        },
        "seed": SEED,
        "bits": BITS,
        "scipy_error": scipy_error,
    }
    (FOLDER / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
