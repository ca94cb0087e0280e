"""Loads the trained psMNIST models that lmu4j wrote as .keras, scores them, and trains on.

    check_psmnist.py target/exports/psmnist

The folder holds ``parallel.keras`` and ``recurrent.keras``, made by ``lmu4j convert``. The scores are
those of all 10,000 test images; ``models/psmnist-*/MODEL.md`` has lmu4j's own. Prints a table; fails if
an accuracy is another, or if training on does not lower the loss.
"""

import argparse
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import keras_lmu  # registers its layers
import numpy as np

import fixtures
from psmnist import BATCH, sequences

STEPS = 20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    x, y = sequences("t10k", 10_000)
    train_x, train_y = sequences("train", STEPS * BATCH)
    print(
        "# psMNIST models of lmu4j in Keras\n\n"
        + ", ".join(f"{name} {version}" for name, version in fixtures.versions().items())
        + f"\n\n| model | test accuracy in lmu4j | in Keras, {len(x):,} images | loss before and after"
        f" {STEPS} steps of Adam(1e-4), batches of {BATCH} |\n|---|---|---|---|"
    )
    wrong = []
    for variant in ("parallel", "recurrent"):
        text = (fixtures.ROOT / f"models/psmnist-{variant}/MODEL.md").read_text()
        own = text.split("| test accuracy | **")[1].split("**")[0]
        model = keras.models.load_model(options.folder / f"{variant}.keras")
        logits = model.predict(x, batch_size=500, verbose=0)
        accuracy = float(np.mean(np.argmax(logits, axis=1) == y))
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(1e-4), loss)
        before = model.evaluate(train_x, train_y, batch_size=BATCH, verbose=0)
        model.fit(train_x, train_y, batch_size=BATCH, epochs=1, verbose=0, shuffle=False)
        after = model.evaluate(train_x, train_y, batch_size=BATCH, verbose=0)
        print(
            f"| `psmnist-{variant}` | {own} | {accuracy:.4f} | {before:.4f}, {after:.4f} |",
            flush=True,
        )
        if f"{accuracy:.4f}" != own or not after < before:
            wrong.append(variant)
    if wrong:
        sys.exit(f"not as in lmu4j: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
