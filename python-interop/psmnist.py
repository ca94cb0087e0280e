"""Permuted sequential MNIST for networks of full size, and what two libraries' logits differ by."""

import argparse
import gzip
import pathlib
import sys

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
MNIST = HERE.parent / "src/main/resources/io/github/lmu4j/data/mnist"
FOLDER = HERE / ".full-size"
BATCH = 100
BOUND = 1e-3


def sequences(part, count):
    """The first images of ``train`` or ``t10k``, permuted, as (count, 784, 1), and their labels."""
    pixels = np.frombuffer(idx(f"{part}-images-idx3", 16, 784 * count), np.uint8)
    labels = np.frombuffer(idx(f"{part}-labels-idx1", 8, count), np.uint8)
    order = np.random.RandomState(0).permutation(784)
    images = pixels.reshape(count, 784)[:, order, None] / 255
    return images.astype("float32"), labels.astype("int32")


def idx(name, header, size):
    with gzip.open(MNIST / f"{name}-ubyte.gz") as file:
        return file.read(header + size)[header:]


def agree(name, ours, theirs):
    """Prints what the logits of two files differ by; whether they and the predictions agree."""
    ours, theirs = np.load(ours)["y"], np.load(theirs)["y"]
    difference = np.abs(ours - theirs).max()
    changed = int(np.sum(ours.argmax(1) != theirs.argmax(1)))
    print(
        f"{name}: largest difference of logits {difference:.3g} (bound {BOUND}, largest logit"
        f" {np.abs(ours).max():.3g}), {changed} of {len(ours)} predictions differ"
    )
    return difference <= BOUND and changed == 0


def main(description, write, steps, predictions):
    """Writes a network after some steps, or fails where another library's logits differ from it."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--steps", type=int, default=steps, help="batches of 100 to train with")
    parser.add_argument("--compare", type=pathlib.Path, metavar="NPZ", help="logits as y")
    options = parser.parse_args()
    if not options.compare:
        write(options.steps)
    elif not agree("LMU", FOLDER / predictions, options.compare):
        sys.exit(1)
