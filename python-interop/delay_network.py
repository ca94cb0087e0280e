"""The delay network in Nengo: a Legendre memory whose neurons learn to say what came half a second ago."""

import nengo
import numpy as np
from scipy.linalg import expm

THETA = 1.0
ORDER = 8
DELAY = 0.5
DT = 0.001
NEURONS = 1000
LEARNED = 0.8  # part of the time


def legendre_memory():
    """A and B of one step, by a zero-order hold."""
    i = np.arange(ORDER)
    row, column = i[:, None], i[None, :]
    signs = np.where(row < column, -1.0, (-1.0) ** (row - column + 1))
    both = np.zeros((ORDER + 1, ORDER + 1))
    both[:ORDER, :ORDER] = (2 * row + 1) * signs
    both[:ORDER, ORDER] = (2 * i + 1) * (-1.0) ** i
    both = expm(both * DT / THETA)
    return both[:ORDER, :ORDER], both[:ORDER, ORDER]


class LegendreMemory(nengo.Process):
    """m = A m + B u, where the input acts in its own step."""

    def __init__(self):
        super().__init__(default_size_in=1, default_size_out=ORDER, default_dt=DT)

    def make_state(self, shape_in, shape_out, dt, dtype=None):
        return {"memory": np.zeros(ORDER)}

    def make_step(self, shape_in, shape_out, dt, rng, state):
        a, b = legendre_memory()
        memory = state["memory"]

        def step(_, u):
            memory[:] = a @ memory + b * u
            return memory

        return step


class Past(nengo.Process):
    """The input of some steps ago."""

    def __init__(self, steps):
        self.steps = steps
        super().__init__(default_size_in=1, default_size_out=1, default_dt=DT)

    def make_state(self, shape_in, shape_out, dt, dtype=None):
        return {"past": np.zeros((self.steps, 1)), "oldest": np.zeros(1, int)}

    def make_step(self, shape_in, shape_out, dt, rng, state):
        past, oldest = state["past"], state["oldest"]

        def step(_, u):
            value = past[oldest[0]].copy()
            past[oldest[0]] = u
            oldest[0] = (oldest[0] + 1) % self.steps
            return value

        return step


class DelayNetwork:
    """The network for a run of some seconds, with all that is seen of it."""

    def __init__(self, seconds, seed, signal=None):
        signal = signal or nengo.processes.WhiteSignal(seconds, high=2, rms=0.3, seed=seed)
        with nengo.Network(seed=seed) as self.network:
            u = nengo.Node(signal)
            memory = nengo.Node(LegendreMemory())
            self.neurons = nengo.Ensemble(
                NEURONS, ORDER, neuron_type=nengo.SpikingRectifiedLinear()
            )
            decoded = nengo.Node(size_in=1)
            # One step more than the delay: what is decoded has gone through a synapse.
            target = nengo.Node(Past(round(DELAY / DT) + 1))
            error = nengo.Node(lambda t, e: e if t < LEARNED * seconds else 0, size_in=1)
            nengo.Connection(u, memory, synapse=None)
            nengo.Connection(u, target, synapse=None)
            nengo.Connection(memory, self.neurons, synapse=None)
            learned = nengo.Connection(
                self.neurons,
                decoded,
                function=lambda _: 0,
                synapse=0.005,
                learning_rule_type=nengo.PES(2e-4, pre_synapse=0.005),
            )
            nengo.Connection(decoded, error, synapse=None)
            nengo.Connection(target, error, transform=-1, synapse=None)
            nengo.Connection(error, learned.learning_rule, synapse=None)
            self.u, self.memory = nengo.Probe(u), nengo.Probe(memory)
            self.decoded, self.target = nengo.Probe(decoded), nengo.Probe(target)
            self.weights = nengo.Probe(learned, "weights", sample_every=seconds)
        self.simulator = nengo.Simulator(self.network, dt=DT, progress_bar=False)
