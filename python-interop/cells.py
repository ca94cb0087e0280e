"""The cells that the generators of recurrent fixtures put into layers."""

from keras import layers
from keras_lmu import LMUCell

SIZES = {"memory_d": 1, "order": 3, "theta": 5.0}
CONNECTED = {"hidden_to_memory": True, "memory_to_memory": True, "input_to_hidden": True}


def simple_rnn():
    return layers.SimpleRNNCell(4)


def cell(**arguments):
    """An LMUCell with all three connections around a SimpleRNNCell."""
    return LMUCell(**SIZES | CONNECTED | {"hidden_cell": simple_rnn()} | arguments)


def lmu_in_lmu():
    """Its memory has as many dimensions as its hidden cell, as keras-lmu feeds back the first state."""
    return LMUCell(2, 2, 3.0, simple_rnn(), hidden_to_memory=True)


def stack():
    """Equal sizes, for the same reason."""
    return layers.StackedRNNCells([simple_rnn(), layers.GRUCell(4)])
