"""Fixtures of KerasLMU 0.8 on Keras 3.1, whose files differ a little from those of later versions.

Runs in a world of its own, with Python 3.12:

    python -m pip install tensorflow-cpu==2.16.1 keras==3.1.1 keras-lmu==0.8.0
    python generate_keras31.py
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import keras
import numpy as np
from keras import layers
from keras_lmu import LMU, LMUCell, LMUFeedforward

SEED = 3
FOLDER = Path(__file__).parent.parent / "models" / "fixtures" / "keras-lmu-0.8"


def feedforward(x):
    """Convolution, with a hidden layer."""
    hidden = layers.Dense(3, "relu")
    return layers.Dense(2)(LMUFeedforward(2, 4, 6, hidden, input_to_hidden=True)(x))


def recurrent(x):
    """All connections, and another recurrent layer behind."""
    memory = LMU(
        2,
        4,
        6,
        layers.SimpleRNNCell(3),
        hidden_to_memory=True,
        memory_to_memory=True,
        input_to_hidden=True,
        use_bias=True,
        return_sequences=True,
    )
    return layers.Dense(2)(layers.LSTM(3)(memory(x)))


def wrapped(x):
    """A cell with a trained theta, and both directions."""
    cell = LMUCell(1, 4, 6, layers.GRUCell(3), trainable_theta=True)
    memory = layers.RNN(cell, return_sequences=True)(x)
    return layers.Dense(2)(layers.Bidirectional(layers.GRU(2))(memory))


CASES = {"feedforward": feedforward, "recurrent": recurrent, "wrapped": wrapped}


def main():
    """Writes every case anew."""
    for name, build in CASES.items():
        keras.backend.clear_session()
        keras.utils.set_random_seed(SEED)
        data = np.random.default_rng(SEED).standard_normal((3, 9, 2)).astype(np.float32)
        x = keras.Input((9, 2), name="x")
        model = keras.Model(x, build(x))
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        model.save(folder / "model.keras")
        model.save_weights(folder / "model.weights.h5")
        (folder / "config.json").write_text(model.to_json())
        outputs = model.predict(data, verbose=0)
        np.savez_compressed(folder / "data.npz", **{"x/0": data, "y/0": outputs})
        packages = ("tensorflow-cpu", "keras", "keras-lmu", "numpy", "h5py")
        provenance = {
            "versions": {"python": platform.python_version()} | {p: version(p) for p in packages},
            "seed": SEED,
            "command": "python-interop/generate_keras31.py",
        }
        (folder / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")


if __name__ == "__main__":
    main()
