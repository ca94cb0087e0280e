"""Trains a full-size recurrent LMU briefly, and writes it with its predictions to .full-size/.

Order 256, 212 units, 784 steps, all three connections: the network of NeurIPS 2019. With the Python
of .worlds/keras3:

    .worlds/keras3/bin/python full_size.py
    java -jar ../target/lmu4j.jar predict --model .full-size/model.keras \\
        --input .full-size/images.npz --output .full-size/java.npz
    .worlds/keras3/bin/python full_size.py --compare .full-size/java.npz
"""

import json
import time

import keras
import numpy as np
from keras import layers
from keras_lmu import LMU

from psmnist import BATCH, FOLDER, main, sequences

IMAGES = 1000


def build():
    """The network; its output is logits."""
    memory = LMU(
        memory_d=1,
        order=256,
        theta=784,
        hidden_cell=layers.SimpleRNNCell(212),
        hidden_to_memory=True,
        memory_to_memory=True,
        input_to_hidden=True,
    )
    return keras.Sequential([keras.Input((784, 1)), memory, layers.Dense(10)])


def write(steps):
    """Trains, saves in every form for which a full size matters, and predicts."""
    keras.utils.set_random_seed(0)
    model = build()
    model.compile(
        keras.optimizers.Adam(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    x, y = sequences("train", steps * BATCH)
    model.fit(x, y, batch_size=BATCH, epochs=1, verbose=2)
    FOLDER.mkdir(exist_ok=True)
    model.save(FOLDER / "model.keras")
    model.save(FOLDER / "model.h5")
    model.export(FOLDER / "export", verbose=False)

    x, y = sequences("t10k", IMAGES)
    model.predict(x[:BATCH], batch_size=BATCH, verbose=0)
    start = time.perf_counter()
    logits = model.predict(x, batch_size=BATCH, verbose=0)
    seconds = time.perf_counter() - start
    np.savez(FOLDER / "images.npz", x=x)
    np.savez(FOLDER / "predictions.npz", y=logits, labels=y)
    (FOLDER / "python.json").write_text(json.dumps({"images": IMAGES, "predict_s": seconds}) + "\n")
    print(f"accuracy {np.mean(logits.argmax(1) == y):.3f}, {seconds:.2f} s for {IMAGES} images")


if __name__ == "__main__":
    main(__doc__, write, 30, "predictions.npz")
