"""Writes models/fixtures/pytorch/<case>/: tiny LMUs of PyTorch in every form of file, and their numbers.

Run on its own, with the Python of the world pytorch:

    .worlds/pytorch/bin/python generate_pytorch.py [case ...]
"""

import dataclasses
import json
import pathlib
import platform
import sys
import zlib
from collections.abc import Callable

import numpy as np
import safetensors
import scipy
import torch
from safetensors.torch import save_file
from torch import nn

from pytorch_lmu import LMU, LMUFFT, Network

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "pytorch"
ADAM_STEPS = 10


@dataclasses.dataclass(frozen=True)
class Case:
    """A network, its input (time, inputs), and whether all steps of its output count, or the last."""

    name: str
    description: str
    build: Callable[[], nn.Module]
    steps: int = 9
    inputs: int = 2
    sequences: bool = False
    double: bool = False


def not_legendre():
    """Matrices that no window gives, and that are not learned."""
    lmu = LMU(2, 4, 5, 6)
    lmu.cell.A *= 0.9
    lmu.cell.B += 0.05
    return lmu


CASES = [
    Case("lmu", "LMU by itself", lambda: LMU(2, 4, 6, 8)),
    Case("lmu-sequences", "the outputs of all steps", lambda: LMU(3, 4, 5, 6.5), 7, 3, True),
    Case("lmu-float64", "in double precision", lambda: LMU(2, 4, 6, 8), double=True),
    Case("lmu-learned", "A and B learned", lambda: LMU(2, 4, 5, 6, True, True)),
    Case("lmu-learned-b", "B learned alone", lambda: Network(LMU(2, 4, 5, 6, False, True), 4, 3)),
    Case("lmu-not-legendre", "A and B that belong to no window, not learned", not_legendre),
    Case(
        "lmu-classifier",
        "a linear layer behind it, as DataParallel saves it",
        lambda: nn.DataParallel(Network(LMU(1, 5, 6, 9), 5, 3)),
        inputs=1,
    ),
    Case(
        "lmu-classifier-no-bias",
        "a linear layer of every step without bias",
        lambda: Network(LMU(1, 5, 6, 9), 5, 3, False),
        inputs=1,
        sequences=True,
    ),
    Case("lmufft", "LMUFFT by itself, its last output", lambda: LMUFFT(2, 4, 6, 12, 10), 12),
    Case(
        "lmufft-sequences",
        "the outputs of all steps",
        lambda: LMUFFT(2, 4, 6, 12, 10.25),
        12,
        sequences=True,
    ),
    Case(
        "lmufft-classifier",
        "a linear layer behind it",
        lambda: Network(LMUFFT(1, 5, 6, 14, 14), 5, 3),
        14,
        1,
    ),
]


def save_forms(folder, model, optimizer):
    """All forms of file; the checkpoint has what training scripts keep."""
    state = model.state_dict()
    torch.save(state, folder / "model.pt")
    torch.save(state, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    checkpoint = {
        "epoch": 3,
        "model_state_dict": state,
        "optimizer_state_dict": optimizer.state_dict(),
        "train_loss": [0.5, 0.25],
        "best": None,
        "args": {
            "name": "lmu",
            "shape": torch.Size([2, 3]),
            "dtype": torch.float32,
            "shuffle": True,
        },
    }
    torch.save(checkpoint, folder / "checkpoint.pth")
    save_file({k: v.contiguous() for k, v in state.items()}, folder / "model.safetensors")


def write_case(case, folder):
    """One network, saved before training, and its numbers."""
    seed = zlib.crc32(case.name.encode())
    torch.manual_seed(seed)
    torch.set_default_dtype(torch.float32)
    model = case.build()
    if case.double:
        model = model.double()
    dtype = torch.float64 if case.double else torch.float32
    x = torch.randn(3, case.steps, case.inputs, dtype=dtype, requires_grad=True)
    optimizer = torch.optim.Adam(model.parameters(), 0.01)

    def outputs():
        module = model.module if isinstance(model, nn.DataParallel) else model
        all_steps = module(x)
        return all_steps if case.sequences else all_steps[:, -1]

    y = outputs()
    target = torch.randn_like(y)
    loss = nn.functional.mse_loss(y, target)
    loss.backward()
    data = {"x/0": x, "y/0": y, "target/0": target, "loss": loss, "gradient_x/0": x.grad}
    data |= {f"gradient/{name}": p.grad for name, p in model.named_parameters()}
    data = {name: value.detach().clone().numpy() for name, value in data.items()}
    initial = {k: v.clone() for k, v in model.state_dict().items()}
    losses = []
    for _ in range(ADAM_STEPS):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(outputs(), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    data["adam_losses"] = np.asarray(losses, "float64" if case.double else "float32")
    data |= {f"adam/{name}": p.detach().clone().numpy() for name, p in model.named_parameters()}
    model.load_state_dict(initial)

    folder.mkdir(parents=True, exist_ok=True)
    save_forms(folder, model, optimizer)
    np.savez_compressed(folder / "data.npz", **data)
    write_provenance(
        folder, case.name, case.description, seed, sequences=case.sequences, tensors=list(initial)
    )


def write_permutation(folder):
    """The order of psMNIST's pixels as a tensor by itself, and as an array of NumPy."""
    order = np.random.RandomState(1).permutation(784)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(torch.tensor(order), folder / "permutation.pt")
    torch.save(torch.tensor(order), folder / "legacy.pt", _use_new_zipfile_serialization=False)
    np.save(folder / "permutation.npy", order)
    write_provenance(folder, "permutation", "RandomState(1).permutation(784)", 1)


def write_tensors(folder):
    """Tensors of every type and layout that a file may hold."""
    generator = torch.Generator().manual_seed(5)
    base = torch.randn(4, 6, generator=generator)
    tensors = {
        "float32": base,
        "transposed": base.T,
        "column": base[:, 2],
        "block": base[1:3, 2:5],
        "every_second": base[::2, 1::2],
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "float64": base.double() / 3,
        "float16": base.half(),
        "bfloat16": base.bfloat16(),
        "int64": torch.arange(5) - 2,
        "int32": torch.arange(5, dtype=torch.int32) - 2,
        "int16": torch.arange(5, dtype=torch.int16) - 2,
        "int8": torch.arange(5, dtype=torch.int8) - 2,
        "uint8": torch.arange(250, 255, dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "complex64": torch.complex(base[0], base[1]),
        "parameter": nn.Parameter(base + 1),
    }
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(tensors, folder / "model.pt")
    torch.save(tensors, folder / "legacy.pt", _use_new_zipfile_serialization=False)
    save_file(
        {k: v.detach().clone().contiguous() for k, v in tensors.items()},
        folder / "model.safetensors",
    )
    arrays = {}
    for name, tensor in tensors.items():
        tensor = tensor.detach()
        if tensor.is_complex():
            tensor = torch.view_as_real(tensor)
        elif tensor.dtype == torch.bfloat16:
            tensor = tensor.float()
        arrays[name] = tensor.contiguous().numpy()
    np.savez_compressed(folder / "data.npz", **arrays)
    write_provenance(folder, "tensors", "every type and layout of tensors", 5)


def write_provenance(folder, case, description, seed, **more):
    versions = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "safetensors": safetensors.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }
    provenance = {
        "case": case,
        "description": description,
        "world": "pytorch",
        "versions": versions,
        "seed": seed,
        "command": f"python-interop/generate_pytorch.py {case}",
    }
    (folder / "provenance.json").write_text(json.dumps(provenance | more, indent=1) + "\n")


if __name__ == "__main__":
    makers = {case.name: (lambda f, case=case: write_case(case, f)) for case in CASES}
    makers |= {"permutation": write_permutation, "tensors": write_tensors}
    wanted = sys.argv[1:] or list(makers)
    if unknown := set(wanted) - set(makers):
        sys.exit(f"no such case: {', '.join(sorted(unknown))}")
    for name in wanted:
        makers[name](FOLDER / name)
        print(name, flush=True)
