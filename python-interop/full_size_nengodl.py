"""A full-size LMU in NengoDL, and whether it agrees with what this library makes of its parameters.

Order 256, 212 units, 784 steps: the network of NengoDL's example, trained for some steps. With the
Python of .worlds/nengodl:

    .worlds/nengodl/bin/python full_size_nengodl.py
    java -jar ../target/lmu4j.jar predict --model .full-size/lmu_params.npz \\
        --input .full-size/nengodl_images.npz --output .full-size/nengodl_java.npz
    .worlds/nengodl/bin/python full_size_nengodl.py --compare .full-size/nengodl_java.npz
"""

import argparse
import gzip
import pathlib
import sys

import numpy as np
import tensorflow as tf

from nengodl_network import Sizes, network, random_weights, simulator

HERE = pathlib.Path(__file__).resolve().parent
MNIST = HERE.parent / "src/main/resources/io/github/lmu4j/data/mnist"
FOLDER = HERE / ".full-size"
SIZES = Sizes(784, 1, 256, 212, 10, 784)
BATCH = 100
UNROLL = 8
BOUND = 1e-3


def sequences(part, count):
    """Permuted images as (count, 784, 1), and their labels as NengoDL wants them, (count, 1, 1)."""
    with gzip.open(MNIST / f"{part}-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(16 + 784 * count)[16:], np.uint8).reshape(count, 784)
    with gzip.open(MNIST / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(8 + count)[8:], np.uint8)
    order = np.random.RandomState(0).permutation(784)
    images = (pixels[:, order, None] / 255).astype("float32")
    return images, labels.astype("int32")[:, None, None]


def write(steps):
    """Trains, saves the parameters, and predicts."""
    net, node, probe = network(SIZES, random_weights(SIZES, np.random.default_rng(0)))
    x, y = sequences("train", steps * BATCH)
    images, _ = sequences("t10k", BATCH)
    FOLDER.mkdir(exist_ok=True)
    with simulator(net, BATCH, SIZES.steps, UNROLL) as sim:
        entropy = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        sim.compile(optimizer=tf.keras.optimizers.Adam(1e-3), loss={probe: entropy})
        if steps:
            sim.fit({node: x}, {probe: y}, epochs=1, verbose=2)
        sim.save_params(str(FOLDER / "lmu_params"))
        logits = sim.predict({node: images})[probe][:, -1]
    np.savez(FOLDER / "nengodl_images.npz", x=images)
    np.savez(FOLDER / "nengodl_predictions.npz", y=logits)


def compare(file):
    """Fails where the logits of another library differ, or what they predict."""
    ours, theirs = np.load(FOLDER / "nengodl_predictions.npz")["y"], np.load(file)["y"]
    difference = np.abs(ours - theirs).max()
    changed = int(np.sum(ours.argmax(1) != theirs.argmax(1)))
    largest = np.abs(ours).max()
    print(
        f"largest difference of logits {difference:.3g} (largest logit {largest:.3g}),"
        f" {changed} of {len(ours)} predictions differ"
    )
    if difference > BOUND or changed:
        sys.exit(f"expected at most {BOUND} and none")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=3, help="batches of 100 to train with")
    parser.add_argument("--compare", type=pathlib.Path, metavar="NPZ", help="logits as y")
    options = parser.parse_args()
    compare(options.compare) if options.compare else write(options.steps)
