"""Writes full-size networks of PyTorch with random weights, and their logits, to .full-size/.

LMU of order 256 with 212 units, LMUFFT of order 468 with 346 units, each with a linear layer, over
the 784 pixels of permuted images. With the Python of .worlds/pytorch:

    .worlds/pytorch/bin/python full_size_pytorch.py
    for n in lmu lmufft; do
      java -jar ../target/lmu4j.jar predict --model .full-size/$n.pt \\
          --input .full-size/pytorch-images.npz --output .full-size/$n-java.npz
    done
    .worlds/pytorch/bin/python full_size_pytorch.py --compare
"""

import argparse
import sys

import numpy as np
import torch
from safetensors.torch import save_file

from psmnist import BATCH, FOLDER, agree, sequences
from pytorch_lmu import LMU, LMUFFT, Network

NETWORKS = {
    "lmu": lambda: Network(LMU(1, 212, 256, 784), 212, 10),
    "lmu-learned": lambda: Network(LMU(1, 212, 256, 784, True, True), 212, 10),
    "lmufft": lambda: Network(LMUFFT(1, 346, 468, 784, 784), 346, 10),
}


@torch.no_grad()
def write():
    """Networks, images and logits."""
    FOLDER.mkdir(exist_ok=True)
    x, _ = sequences("t10k", BATCH)
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
    if not all([agree(n, FOLDER / f"{n}-python.npz", FOLDER / f"{n}-java.npz") for n in NETWORKS]):
        sys.exit(1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", action="store_true", help="compare with <network>-java.npz")
    compare() if parser.parse_args().compare else write()
