"""Writes full-size networks of PyTorch with random weights, and their logits, to .full-size/.

LMU of order 256 with 212 units, LMUFFT of order 468 with 346 units, each with a linear layer, over the
784 pixels of permuted images. With the Python of .worlds/pytorch:

    .worlds/pytorch/bin/python full_size_pytorch.py
    for n in lmu lmufft; do
      java -jar ../target/lmu4j.jar predict --model .full-size/$n.pt \\
          --input .full-size/pytorch-images.npz --output .full-size/$n-java.npz
    done
    .worlds/pytorch/bin/python full_size_pytorch.py --compare
"""

import argparse
import gzip
import pathlib
import sys

import numpy as np
import torch
from safetensors.torch import save_file

from pytorch_lmu import LMU, LMUFFT, Network

HERE = pathlib.Path(__file__).resolve().parent
MNIST = HERE.parent / "src/main/resources/io/github/lmu4j/data/mnist"
FOLDER = HERE / ".full-size"
IMAGES = 100
BOUND = 1e-3
NETWORKS = {
    "lmu": lambda: Network(LMU(1, 212, 256, 784), 212, 10),
    "lmu-learned": lambda: Network(LMU(1, 212, 256, 784, True, True), 212, 10),
    "lmufft": lambda: Network(LMUFFT(1, 346, 468, 784, 784), 346, 10),
}


def images():
    """Permuted test images as (images, 784, 1)."""
    with gzip.open(MNIST / "t10k-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(16 + 784 * IMAGES)[16:], np.uint8).reshape(IMAGES, 784)
    order = np.random.RandomState(0).permutation(784)
    return (pixels[:, order, None] / 255).astype("float32")


@torch.no_grad()
def write():
    """Networks, images and logits."""
    FOLDER.mkdir(exist_ok=True)
    x = images()
    np.savez(FOLDER / "pytorch-images.npz", x=x)
    for name, build in NETWORKS.items():
        torch.manual_seed(0)
        model = build()
        torch.save(model.state_dict(), FOLDER / f"{name}.pt")
        save_file(model.state_dict(), FOLDER / f"{name}.safetensors")
        logits = model(torch.from_numpy(x))[:, -1].numpy()
        np.savez(FOLDER / f"{name}-python.npz", y=logits)
        print(f"{name}: logits of size up to {np.abs(logits).max():.3f}")


def compare():
    """Fails where the logits of the other library differ, or what they predict."""
    failed = False
    for name in NETWORKS:
        ours = np.load(FOLDER / f"{name}-python.npz")["y"]
        theirs = np.load(FOLDER / f"{name}-java.npz")["y"]
        difference = np.abs(ours - theirs).max()
        changed = int(np.sum(ours.argmax(1) != theirs.argmax(1)))
        print(f"{name}: largest difference of logits {difference:.3g}, {changed} predictions differ")
        failed |= not difference <= BOUND or changed > 0
    if failed:
        sys.exit(f"expected at most {BOUND} and none")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", action="store_true", help="compare with <network>-java.npz")
    compare() if parser.parse_args().compare else write()
