"""LMU and LMUFFT in PyTorch, written from the papers' equations, under the tensor names that users' files have.

LMU: Voelker, Kajic, Eliasmith 2019, equations 4 to 7. LMUFFT: Chilkuri, Eliasmith 2021, equations 18 to 26.
"""

import numpy as np
import torch
from scipy.signal import cont2discrete
from torch import Tensor, nn


def legendre(order: int, theta: float) -> tuple[Tensor, Tensor]:
    """A and B of one step: the zero-order hold of the delay's Legendre coordinates."""
    i = np.arange(order)[:, None]
    j = np.arange(order)[None, :]
    a = (2 * i + 1) * np.where(i < j, -1.0, (-1.0) ** (i - j + 1)) / theta
    b = (2 * i + 1) * (-1.0) ** i / theta
    a, b, *_ = cont2discrete((a, b, np.eye(order), np.zeros((order, 1))), 1.0, "zoh")
    return torch.tensor(a).float(), torch.tensor(b).float()


class LMUCell(nn.Module):
    """u = e_x x + e_h h + e_m m; m = A m + B u; h = tanh(W_x x + W_h h + W_m m)."""

    def __init__(self, inputs, units, order, theta, learn_a=False, learn_b=False):
        super().__init__()
        for name, value, learned in zip("AB", legendre(order, theta), (learn_a, learn_b)):
            if learned:
                setattr(self, name, nn.Parameter(value))
            else:
                self.register_buffer(name, value)
        for name, size in {"x": inputs, "h": units, "m": order}.items():
            setattr(self, f"e_{name}", nn.Parameter(torch.randn(1, size) / size**0.5))
        for name, size in {"x": inputs, "h": units, "m": order}.items():
            setattr(self, f"W_{name}", nn.Parameter(torch.randn(units, size) / (3 * size) ** 0.5))

    def forward(self, x, h, m):
        u = x @ self.e_x.T + h @ self.e_h.T + m @ self.e_m.T
        m = m @ self.A.T + u @ self.B.T
        return torch.tanh(x @ self.W_x.T + h @ self.W_h.T + m @ self.W_m.T), m


class LMU(nn.Module):
    """The cell over a sequence (batch, time, inputs); returns all h."""

    def __init__(self, inputs, units, order, theta, learn_a=False, learn_b=False):
        super().__init__()
        self.cell = LMUCell(inputs, units, order, theta, learn_a, learn_b)

    def forward(self, x):
        h = x.new_zeros(x.shape[0], self.cell.W_h.shape[0])
        m = x.new_zeros(x.shape[0], self.cell.A.shape[0])
        outputs = []
        for t in range(x.shape[1]):
            h, m = self.cell(x[:, t], h, m)
            outputs.append(h)
        return torch.stack(outputs, 1)


class LMUFFT(nn.Module):
    """u = relu(W_u x + b), m = u convolved with the impulse response H, h = relu(W_h [m; x] + b)."""

    def __init__(self, inputs, units, order, steps, theta):
        super().__init__()
        self.W_u = nn.Linear(inputs, 1)
        self.W_h = nn.Linear(order + inputs, units)
        a, b = legendre(order, theta)
        response = [b]
        for _ in range(steps - 1):
            response.append(a @ response[-1])
        h = torch.cat(response, 1)
        for name, value in {"A": a, "B": b, "H": h, "fft_H": torch.fft.rfft(h, 2 * steps)}.items():
            self.register_buffer(name, value)

    def forward(self, x):
        steps = x.shape[1]
        u = torch.relu(self.W_u(x))[..., 0]
        spectrum = torch.fft.rfft(u, 2 * steps)[:, None] * self.fft_H
        m = torch.fft.irfft(spectrum, 2 * steps)[..., :steps].transpose(1, 2)
        return torch.relu(self.W_h(torch.cat([m, x], 2)))


class Network(nn.Module):
    """A memory under a name of its own and a linear layer, of its last step or of all."""

    def __init__(self, lmu, units, classes, bias=True):
        super().__init__()
        self.lmu = lmu
        self.classifier = nn.Linear(units, classes, bias)

    def forward(self, x):
        return self.classifier(self.lmu(x))
