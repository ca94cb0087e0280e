"""Fixtures of trained models, with the optimizer's state in their files, and of training that goes on.

The files are saved after 5 full-batch steps of fit. data.npz has the weights and the optimizer's
variables of that moment, and under ``continued/`` the weights after 5 more steps.
"""

import keras
from keras import layers
from keras_lmu import LMUFeedforward

from cells import cell
from fixtures import Case, Keep, main, sequential


def build():
    """A feedforward LMU, a recurrent one and a Dense."""
    return sequential(
        (6, 2),
        LMUFeedforward(1, 3, 4.0, layers.Dense(3, "tanh"), return_sequences=True),
        layers.RNN(cell()),
        layers.Dense(2),
    )


def trained(name, optimizer, **case):
    """A case trained by one optimizer."""
    return Case(
        f"trained-{name}", f"state of {name} in the file", build, optimizer=optimizer, **case
    )


CASES = [
    trained("adam", lambda: keras.optimizers.Adam(0.01), keep=Keep.COMMON),
    trained("adam-amsgrad", lambda: keras.optimizers.Adam(0.01, amsgrad=True, clipnorm=1.0)),
    trained("sgd-momentum", lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True)),
    trained("rmsprop", lambda: keras.optimizers.RMSprop(0.01, momentum=0.5, centered=True)),
]

if __name__ == "__main__":
    main(CASES, __doc__)
