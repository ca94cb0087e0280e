"""Loads the trained psMNIST models that lmu4j wrote as .keras, scores them, and trains on.

    check_psmnist.py target/exports/psmnist [--markdown FILE]

The folder holds ``parallel.keras`` and ``recurrent.keras``, made by ``lmu4j convert``. The scores are
those of all 10,000 test images; ``models/psmnist-*/MODEL.md`` has lmu4j's own.
"""

import argparse
import os
import pathlib

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
    parser.add_argument("--markdown", type=pathlib.Path)
    options = parser.parse_args()
    x, y = sequences("t10k", 10_000)
    train_x, train_y = sequences("train", STEPS * BATCH)
    lines = [
        "# psMNIST models of lmu4j in Keras",
        "",
        ", ".join(f"{name} {version}" for name, version in fixtures.versions().items()),
        "",
        f"| model | test accuracy in lmu4j | in Keras, {len(x):,} images | loss before and after {STEPS} steps of Adam(1e-4), batches of {BATCH} |",
        "|---|---|---|---|",
    ]
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
        lines.append(f"| `psmnist-{variant}` | {own} | {accuracy:.4f} | {before:.4f}, {after:.4f} |")
        print(lines[-1], flush=True)
    if options.markdown:
        options.markdown.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
