"""The LMU as NengoDL users build it: one channel, nothing fed back, a linear read-out at the last step.

u = e_x x;  m = A m + B u;  h = tanh(W_x x + W_h h + W_m m);  logits = W_o h, weights being (out, in).
"""

import dataclasses

import nengo
import nengo_dl
import numpy as np
import tensorflow as tf
from scipy.signal import cont2discrete

ROLES = ("e_x", "A", "B", "W_x", "W_h", "W_m", "W_o")


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How large the network is."""

    steps: int
    inputs: int
    order: int
    units: int
    classes: int
    theta: float

    def shapes(self):
        """Shape of every weight by its role."""
        return {
            "e_x": (1, self.inputs),
            "A": (self.order, self.order),
            "B": (self.order, 1),
            "W_x": (self.units, self.inputs),
            "W_h": (self.units, self.units),
            "W_m": (self.units, self.order),
            "W_o": (self.classes, self.units),
        }


def legendre(order, theta):
    """A and B of one step: the Legendre delay network under a zero-order hold."""
    row, column = np.ogrid[:order, :order]
    signs = np.where(row < column, -1.0, (-1.0) ** (row - column + 1))
    a = (2 * row + 1) * signs / theta
    b = (2 * row + 1) * (-1.0) ** row / theta
    a, b, *_ = cont2discrete((a, b, np.eye(order), np.zeros((order, 1))), 1.0, "zoh")
    return a, b


def random_weights(sizes, rng):
    """Weights by role, with values that show in the logits."""
    weights = {
        role: rng.normal(size=shape) / np.sqrt(shape[1]) for role, shape in sizes.shapes().items()
    }
    weights["e_x"] = rng.uniform(0.5, 1.5, (1, sizes.inputs))
    weights["A"], weights["B"] = legendre(sizes.order, sizes.theta)
    return weights


def network(sizes, weights):
    """The network, its input and its probe, which keeps the last step alone."""
    with nengo.Network(seed=0) as net:
        nengo_dl.configure_settings(trainable=None, stateful=False, keep_history=False)
        net.config[nengo.Connection].synapse = None
        x = nengo.Node(np.zeros(sizes.inputs))
        u = nengo.Node(size_in=1)
        m = nengo.Node(size_in=sizes.order)
        h = nengo_dl.TensorNode(tf.nn.tanh, shape_in=(sizes.units,), pass_time=False)
        logits = nengo.Node(size_in=sizes.classes)
        nengo.Connection(x, u, transform=weights["e_x"])
        # A synapse of 0, unlike none, is a delay of one step.
        system = (
            nengo.Connection(m, m, transform=weights["A"], synapse=0),
            nengo.Connection(u, m, transform=weights["B"]),
        )
        for connection in system:
            net.config[connection].trainable = False
        nengo.Connection(x, h, transform=weights["W_x"])
        nengo.Connection(h, h, transform=weights["W_h"], synapse=0)
        nengo.Connection(m, h, transform=weights["W_m"])
        nengo.Connection(h, logits, transform=weights["W_o"])
        probe = nengo.Probe(logits)
    return net, x, probe


def simulator(net, batch, steps, unroll):
    """A quiet simulator; the network runs ``unroll`` steps a turn of its loop."""
    assert steps % unroll == 0
    return nengo_dl.Simulator(
        net, minibatch_size=batch, unroll_simulation=unroll, progress_bar=False
    )
