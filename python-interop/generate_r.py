"""Fixtures of the example on the page of R's layer_lmu: an LSTM hidden cell, ten memory channels."""

import keras
from keras import layers
from keras_lmu import LMU, LMUCell

from fixtures import Case, common, main, sequential

ARGUMENTS = {"memory_d": 10, "order": 3, "theta": 28}
SHAPE = (28, 3)


def layer(**arguments):
    """The layer with the arguments of the page; all others have R's defaults, which are Python's."""
    return lambda: sequential(SHAPE, LMU(**ARGUMENTS, hidden_cell=layers.LSTMCell(10), **arguments))


def states():
    """LMU has no return_state, in R as in Python: RNN around the cell has."""
    x = keras.Input(SHAPE, name="x")
    cell = LMUCell(**ARGUMENTS, hidden_cell=layers.LSTMCell(10))
    return keras.Model(x, layers.RNN(cell, return_sequences=True, return_state=True)(x))


CASES = [
    *common(Case("r-layer-lmu", "layer_lmu, last output", layer())),
    Case("r-layer-lmu-sequences", "layer_lmu, all outputs", layer(return_sequences=True)),
    Case("r-layer-lmu-states", "the cell in RNN, all outputs and the states", states),
]

if __name__ == "__main__":
    main(CASES, __doc__)
