"""Writes the fixtures of what happens around a model in training: models/fixtures/keras3/training/.

Each family is one npz for each dtype, whose entries begin with a case's name, and one json file that
tells what each case is, as Keras serializes it.
"""

import keras
import numpy as np

from fixtures import ROOT, WORLD, versions, write_json

FOLDER = ROOT / "models" / "fixtures" / WORLD / "training"
SEED = 20190


def main(families, dtypes=("float32", "float64")):
    """Writes each family, given as a function of dtype and random generator."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for family, make in families.items():
        for dtype in dtypes:
            keras.backend.clear_session()
            keras.backend.set_floatx(dtype)
            keras.utils.set_random_seed(SEED)
            data, described = make(dtype, np.random.default_rng(SEED))
            np.savez_compressed(FOLDER / f"{family}-{dtype}.npz", **data)
        write_json(FOLDER / f"{family}.json", described)
    provenance = {"world": WORLD, "versions": versions(), "seed": SEED}
    write_json(FOLDER / "provenance.json", provenance)
