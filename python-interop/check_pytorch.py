"""Loads the files of PyTorch that lmu4j exported, and compares them with PyTorch's own; prints a table.

.worlds/pytorch/bin/python check_pytorch.py ../target/exports
"""

import pathlib
import platform
import sys

import numpy as np
import safetensors
import torch
from safetensors.torch import load_file
from torch import nn

from pytorch_lmu import LMU, LMUFFT, Network

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "models" / "fixtures" / "pytorch"
# A and B are made anew from theta, and H from them, in double precision.
TENSOR_BOUND, OUTPUT_BOUND = 1e-6, 1e-5


def difference(actual, expected):
    """The largest difference, by the largest value."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    if actual.shape != expected.shape or actual.dtype != expected.dtype:
        return np.inf
    if actual.size == 0:
        return 0.0
    if actual.dtype.kind in "bui":
        return float(np.any(actual != expected))
    return float(np.abs(actual - expected).max() / max(np.abs(expected).max(), 1e-30))


def module(state):
    """A module of the state's sizes, which is then loaded strictly."""
    names = [name.split(".")[-1] for name in state]
    learned = {n: names.index(n) < names.index("e_x") for n in "AB"} if "e_x" in names else {}
    sizes = {name.split("lmu.")[-1]: value.shape for name, value in state.items()}
    if "cell.e_x" in sizes:
        units, order = sizes["cell.W_m"]
        lmu = LMU(sizes["cell.e_x"][1], units, order, 10, learned["A"], learned["B"])
    else:
        units, order = sizes["W_h.weight"][0], sizes["A"][0]
        lmu = LMUFFT(sizes["W_u.weight"][1], units, order, sizes["H"][1], 10)
    last = [name for name in state if name.endswith("weight") and ".W_" not in f".{name}"]
    if last:
        name = last[0].removesuffix(".weight").split(".")[-1]
        network = Network(
            lmu, units, len(state[last[0]]), any(n.endswith(f"{name}.bias") for n in state)
        )
        if name != "classifier":
            network = Renamed(lmu, network.classifier, name)
        lmu = nn.DataParallel(network) if last[0].startswith("module.") else network
    if next(iter(state.values())).dtype == torch.float64:
        lmu = lmu.double()
    lmu.load_state_dict(state, strict=True)
    return lmu.module if isinstance(lmu, nn.DataParallel) else lmu


class Renamed(nn.Module):
    """A memory and a linear layer of another name."""

    def __init__(self, lmu, linear, name):
        super().__init__()
        self.lmu = lmu
        self.add_module(name, linear)
        self.last = name

    def forward(self, x):
        return getattr(self, self.last)(self.lmu(x))


@torch.no_grad()
def check(folder):
    """Tensors as PyTorch wrote them, the same in safetensors, and outputs as they were in Java."""
    found = {}
    state = torch.load(folder / "model.pt", weights_only=True)
    arrays = {name: tensor.numpy() for name, tensor in state.items()}
    if (folder / "model.safetensors").exists():
        other = load_file(folder / "model.safetensors")
        same = set(other) == set(state) and all(torch.equal(other[n], state[n]) for n in state)
        found["safetensors"] = 0.0 if same else np.inf
    if folder.name == "tensors":
        data = np.load(FIXTURES / "tensors" / "data.npz")
        # Java has no int8, int16 and float16: they became wider.
        found["tensors"] = max(difference(a, data[n].astype(a.dtype)) for n, a in arrays.items())
        return found
    original = FIXTURES / folder.name / "model.pt"
    if original.exists():
        own = torch.load(original, weights_only=True)
        if set(own) != set(state):
            return {"tensors": np.inf}
        found["tensors"] = max(difference(arrays[n], own[n].numpy()) for n in own)
    numbers = np.load(folder / "y.npz")
    y = module(state)(torch.from_numpy(numbers["x"])).numpy()
    if y.ndim > numbers["y"].ndim:
        y = y[:, -1]
    found["outputs"] = difference(y, numbers["y"])
    return found


def main():
    exports = pathlib.Path(sys.argv[1]) / "pytorch"
    print("# What PyTorch reads of lmu4j's files\n")
    print(
        f"Python {platform.python_version()}, torch {torch.__version__} (`weights_only=True`,"
        f" `load_state_dict(strict=True)`), safetensors {safetensors.__version__}, NumPy {np.__version__}.\n"
    )
    print(
        "Largest relative differences: of the tensors from those that PyTorch itself wrote, of the"
    )
    print(
        "safetensors from the `.pt`, of PyTorch's outputs from Java's. `-trained`: after ten steps of"
    )
    print("Adam in Java.\n")
    print("| case | tensors | safetensors | outputs |\n|---|---|---|---|")
    failed = []
    for folder in sorted(path.parent for path in exports.glob("*/model.pt")):
        found = check(folder)
        row = [
            f"{found[key]:.1e}" if key in found else ""
            for key in ("tensors", "safetensors", "outputs")
        ]
        print(f"| {folder.name} | {' | '.join(row)} |")
        bounds = {"tensors": TENSOR_BOUND, "safetensors": 0, "outputs": OUTPUT_BOUND}
        if any(not value <= bounds[key] for key, value in found.items()):
            failed.append(folder.name)
    if failed:
        sys.exit(f"beyond the bounds: {', '.join(failed)}")


if __name__ == "__main__":
    main()
