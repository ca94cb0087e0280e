"""Times an LMU in PyTorch on the workloads recurrent_psmnist and streaming, and prints one JSON object.

Written from Voelker, Kajic, Eliasmith 2019, equations 4 to 7, as a PyTorch user would: a module with
a loop over time that puts x, h and m side by side, so that a step has few products. Mode ``script``
compiles that loop with torch.jit; ``single`` does so on one thread, as threads hardly help matrices this
small. Mode ``separate`` has an encoder and a kernel for each of x, h and m, as the equations and the LMU
files of PyTorch have them; ``module`` also returns what those files' modules return, the hidden states
of all steps and the last states, of which the network takes the last hidden one; ``step`` is ``single``
for one step, the state kept by the caller.

usage: pytorch_peer.py WORKLOAD eager|script|single|separate|module|step ITERATIONS
"""

import json
import platform
import sys

import numpy as np
import scipy
import torch
from scipy.signal import cont2discrete
from torch import Tensor, nn
from workloads import WORKLOADS, data, measure


class LegendreMemory(nn.Module):
    """u = e_x x + e_h h + e_m m; m = A m + B u; h = tanh(W_x x + W_h h + W_m m + b)."""

    def __init__(self, channels: int, order: int, theta: float, hidden: int):
        super().__init__()
        i = np.arange(order)[:, None]
        j = np.arange(order)[None, :]
        a = (2 * i + 1) * np.where(i < j, -1.0, (-1.0) ** (i - j + 1)) / theta
        b = (2 * i + 1) * (-1.0) ** i / theta
        a, b, *_ = cont2discrete((a, b, np.eye(order), np.zeros((order, 1))), 1.0, "zoh")
        self.register_buffer("a", torch.tensor(a.T, dtype=torch.float32))
        self.register_buffer("b", torch.tensor(b.T, dtype=torch.float32))
        self.encode = nn.Linear(channels + hidden + order, 1, bias=False)
        self.hidden = nn.Linear(channels + hidden + order, hidden)
        self.units = hidden
        self.order = order

    def forward(self, x: Tensor) -> Tensor:
        h, m = self.start(x.shape[0])
        for t in range(x.shape[1]):
            h, m = self.step(x[:, t], h, m)
        return h

    @torch.jit.export
    def start(self, batch: int) -> tuple[Tensor, Tensor]:
        return torch.zeros(batch, self.units), torch.zeros(batch, self.order)

    @torch.jit.export
    def step(self, x: Tensor, h: Tensor, m: Tensor) -> tuple[Tensor, Tensor]:
        u = self.encode(torch.cat([x, h, m], 1))
        m = m @ self.a + u @ self.b
        return torch.tanh(self.hidden(torch.cat([x, h, m], 1))), m


class SeparateKernels(nn.Module):
    """The same, with e_x, e_h, e_m, W_x, W_h, W_m as parameters of their own and without bias."""

    returns_all = False

    def __init__(self, channels: int, order: int, theta: float, hidden: int):
        super().__init__()
        memory = LegendreMemory(channels, order, theta, hidden)
        self.register_buffer("A", memory.a.T.contiguous())
        self.register_buffer("B", memory.b.T.contiguous())
        sizes = {"x": channels, "h": hidden, "m": order}
        self.e = nn.ParameterDict({k: nn.Parameter(torch.empty(1, n)) for k, n in sizes.items()})
        self.w = nn.ParameterDict(
            {k: nn.Parameter(torch.empty(hidden, n)) for k, n in sizes.items()}
        )
        for parameter in self.parameters():
            nn.init.xavier_normal_(parameter)
        self.units = hidden
        self.order = order

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.shape[0], self.units)
        m = torch.zeros(x.shape[0], self.order)
        linear = nn.functional.linear
        outputs = []
        for t in range(x.shape[1]):
            now = x[:, t]
            u = linear(now, self.e["x"]) + linear(h, self.e["h"]) + linear(m, self.e["m"])
            m = linear(m, self.A) + linear(u, self.B)
            h = torch.tanh(
                linear(now, self.w["x"]) + linear(h, self.w["h"]) + linear(m, self.w["m"])
            )
            if self.returns_all:
                outputs.append(h)
        if self.returns_all:
            return torch.stack(outputs, 1), (h, m)
        return h


class LastHidden(nn.Module):
    """The last hidden state of a module that returns all outputs and the last states."""

    def __init__(self, memory: nn.Module):
        super().__init__()
        self.memory = memory

    def forward(self, x: Tensor) -> Tensor:
        _, (h, _) = self.memory(x)
        return h


def main():
    name, mode, iterations = sys.argv[1], sys.argv[2], int(sys.argv[3])
    workload = WORKLOADS[name]
    kind = SeparateKernels if mode in ("separate", "module") else LegendreMemory
    memory = kind(workload.channels, workload.order, workload.theta, workload.hidden)
    if mode == "module":
        memory.returns_all = True
        memory = LastHidden(memory)
    if mode in ("single", "step"):
        torch.set_num_threads(1)
    if mode in ("script", "single", "step"):
        memory = torch.jit.script(memory)
    model = nn.Sequential(memory, nn.Linear(workload.hidden, workload.classes))
    optimizer = torch.optim.Adam(model.parameters())
    x, y = (torch.from_numpy(array) for array in data(workload))

    def train():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()

    @torch.no_grad()
    def infer(samples):
        model(samples)

    if mode == "step":
        sample, state = x[:, 0], list(memory.start(workload.batch))

        @torch.no_grad()
        def step():
            state[:] = memory.step(sample, *state)
            model[1](state[0]).numpy()

        times = {"step": measure(step, iterations)}
    else:
        times = {
            "train": measure(train, iterations),
            "infer": measure(lambda: infer(x), iterations),
            "infer_single": measure(lambda: infer(x[:1]), iterations),
        }
    versions = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    }
    print(json.dumps({"times": times, "versions": versions}))


if __name__ == "__main__":
    main()
