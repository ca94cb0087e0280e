"""Keras -> lmu4j (5 steps) -> Keras (5 steps) against 10 steps in Keras, with Adam's state.

    check_round_trip.py FOLDER [--java COMMAND]

The file between is ``.keras``, in Keras 2 also ``.h5``. Prints a table; fails if the two ways part
by more than the bound.
"""

import argparse
import os
import pathlib
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import keras_lmu
import numpy as np

import fixtures
from forms import CUSTOM_OBJECTS, KERAS3

STEPS = 5
BOUND = 1e-4
# The files between, and how lmu4j is asked for them.
FORMS = {"keras": "keras"} if KERAS3 else {"h5": "keras2-h5", "keras": "keras2"}


def models():
    """Small models whose every weight is trained."""
    yield (
        "feedforward",
        [
            keras_lmu.LMUFeedforward(2, 6, 12, keras.layers.Dense(5, "tanh"), input_to_hidden=True),
            keras.layers.Dense(3),
        ],
    )
    cell = keras.layers.SimpleRNNCell(5)
    connections = {"hidden_to_memory": True, "memory_to_memory": True, "input_to_hidden": True}
    yield "recurrent", [keras_lmu.LMU(1, 6, 12, cell, **connections), keras.layers.Dense(3)]


def fit(model, x, y):
    model.fit(x, y, epochs=STEPS, batch_size=len(x), shuffle=False, verbose=0)


def round_trip(layers, ending, options):
    """What ten steps in Keras and the two parts differ by, and the optimizer's steps on the way."""
    keras.utils.set_random_seed(0)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(8, 20, 2)).astype("float32")
    y = rng.normal(size=(8, 3)).astype("float32")
    model = keras.Sequential([keras.Input((20, 2)), *layers])
    model.compile(keras.optimizers.Adam(0.01), "mse")
    begun, middle = (options.folder / f"{part}.{ending}" for part in ("begun", "middle"))
    np.savez(options.folder / "data.npz", x=x, y=y)
    model.save(begun)
    fit(model, x, y)
    fit(model, x, y)
    command = (
        f"fit --model {begun} --data {options.folder}/data.npz --loss mse --epochs {STEPS}"
        f" --batch-size {len(x)} --no-shuffle --optimizer adam --output {middle} --to {FORMS[ending]}"
    )
    subprocess.run([*options.java.split(), *command.split()], stdout=sys.stderr, check=True)
    loaded = keras.models.load_model(middle, custom_objects=CUSTOM_OBJECTS)
    steps = int(loaded.optimizer.iterations)
    fit(loaded, x, y)
    difference = max(
        float(np.max(np.abs(np.asarray(a) - np.asarray(b))))
        for a, b in zip(loaded.weights, model.weights, strict=True)
    )
    return difference, steps, int(loaded.optimizer.iterations)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--java", default=f"java -jar {fixtures.ROOT}/target/lmu4j.jar")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(
        "# Keras -> lmu4j -> Keras\n\n"
        + ", ".join(f"{name} {version}" for name, version in fixtures.versions().items())
        + f"\n\n{STEPS} steps of Adam(0.01) by `lmu4j fit`, {STEPS} more in Keras, against {2 * STEPS}"
        " in Keras: the largest difference of a weight, and the steps that the optimizer has behind"
        " it when Keras loads the file and at the end.\n\n"
        "| file | model | difference | steps |\n|---|---|---|---|"
    )
    wrong = []
    for ending in FORMS:
        for name, layers in models():
            difference, steps, total = round_trip(layers, ending, options)
            print(f"| `.{ending}` | {name} | {difference:.1e} | {steps}, {total} |", flush=True)
            if not (difference < BOUND and (steps, total) == (STEPS, 2 * STEPS)):
                wrong.append(f"{name}.{ending}")
    if wrong:
        sys.exit(f"more than {BOUND:g} apart, or without the optimizer's state: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
