"""Fixtures of KerasLMU 0.3, whose files also hold the matrices of the memory.

Runs in the keras2 world, with the old package in a folder of its own:

    python -m pip install --no-deps --target OLD keras-lmu==0.3.1
    PYTHONPATH=OLD python generate_old.py
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import keras_lmu
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

SEED = 3
FOLDER = Path(__file__).parent.parent / "models" / "fixtures" / "keras-lmu-0.3"

CASES = {
    "cell": lambda: layers.RNN(
        keras_lmu.LMUCell(
            1,
            3,
            5.0,
            layers.SimpleRNNCell(4),
            hidden_to_memory=True,
            memory_to_memory=True,
            input_to_hidden=True,
        ),
        return_sequences=True,
    ),
    "lmu": lambda: keras_lmu.LMU(2, 3, 5.0, layers.SimpleRNNCell(4)),
    "fft": lambda: keras_lmu.LMUFFT(1, 3, 5.0, layers.Dense(4)),
}


def is_trained(variable):
    """Not a matrix of the memory, nor what only makes an impulse response."""
    name = variable.name
    return variable.trainable and "lmufft/rnn/" not in name


def main():
    """Writes every case anew."""
    for name, build in CASES.items():
        tf.keras.backend.clear_session()
        tf.keras.utils.set_random_seed(SEED)
        rng = np.random.default_rng(SEED)
        x = layers.Input((6, 2), name="x")
        model = tf.keras.Model(x, build()(x))
        for variable in filter(is_trained, model.weights):
            variable.assign(rng.uniform(-0.6, 0.6, variable.shape))
        data = rng.uniform(-1, 1, (3, 6, 2)).astype(np.float32)
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        model.save(folder / "model.h5")
        model.save_weights(folder / "legacy_weights.h5")
        (folder / "config.json").write_text(model.to_json())
        np.savez(folder / "data.npz", **{"x/0": data, "y/0": np.asarray(model(data))})
        packages = ("tensorflow-cpu", "keras", "numpy", "h5py")
        provenance = {
            "versions": {"python": platform.python_version(), "keras-lmu": keras_lmu.__version__}
            | {package: version(package) for package in packages},
            "seed": SEED,
            "command": "python-interop/generate_old.py",
        }
        (folder / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
