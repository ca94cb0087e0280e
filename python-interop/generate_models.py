"""Fixtures of Keras' recurrent layers beside an LMU, of masks, of nested and frozen models."""

import keras
from keras import layers
from keras_lmu import LMU, LMUCell, LMUFeedforward

from fixtures import (
    KERAS3,
    WORLD,
    Case,
    Keep,
    chain,
    common,
    in_float64,
    main,
    only,
    parallel,
    sequential,
)


def encoder_decoder():
    """The final states of one LSTM are the first of another."""
    source, target = keras.Input((5, 2), name="source"), keras.Input((4, 3), name="target")
    _, *state = layers.LSTM(3, return_state=True, name="encoder")(source)
    decoded = layers.LSTM(3, return_sequences=True, name="decoder")(target, initial_state=state)
    return keras.Model([source, target], layers.Dense(2, name="out")(decoded))


def stateful_lstm():
    """An LSTM and a GRU that carry their states into the next call."""
    batch = {"batch_shape": (2, 4, 2)} if WORLD == "keras2" else {"shape": (4, 2), "batch_size": 2}
    x = keras.Input(**batch, name="x")
    sequence = layers.LSTM(3, stateful=True, return_sequences=True)(x)
    return keras.Model(x, layers.GRU(2, stateful=True)(sequence))


def inner(name):
    """A small functional model, to be a layer of another."""
    x = keras.Input((4, 2), name=f"{name}_x")
    y = LMUFeedforward(1, 3, 4.0, layers.Dense(3, "tanh"), return_sequences=True)(x)
    return keras.Model(x, layers.Dense(2)(y), name=name)


def nested_functional():
    """A functional model used twice as a layer, and a Sequential after it."""
    a, b = keras.Input((4, 2), name="a"), keras.Input((4, 2), name="b")
    tower = inner("tower")
    joined = layers.Concatenate(name="joined")([tower(a), tower(b)])
    head = keras.Sequential(
        [keras.Input((4, 4)), layers.Flatten(), layers.Dense(2, "relu")], name="head"
    )
    return keras.Model([a, b], head(joined), name="outer")


def nested_sequential():
    """Sequential in Sequential in Sequential, with a functional model inside."""
    innermost = keras.Sequential([keras.Input((4, 2)), inner("core"), layers.Dense(3)], name="low")
    middle = keras.Sequential([keras.Input((4, 2)), innermost, layers.Dense(2)], name="middle")
    return sequential((4, 2), middle, layers.LSTM(2))


def frozen():
    """Layers that do not train: an LMU, a BatchNormalization (which then uses its moving values)."""
    return sequential(
        (5, 2),
        LMU(1, 3, 4.0, layers.SimpleRNNCell(3), memory_to_memory=True, trainable=False),
        layers.Dense(3, "tanh"),
        layers.BatchNormalization(trainable=False),
        layers.Dense(2),
    )


def deferred():
    """A Sequential without an input layer, built by its first shape."""
    model = keras.Sequential([layers.Dense(3, "relu"), LMUFeedforward(1, 3, 4.0, None)])
    model.build((None, 5, 2))
    return model


def input_shape_argument():
    """A Sequential whose first layer has an input_shape argument."""
    return keras.Sequential([layers.Dense(3, "relu", input_shape=(4,)), layers.Dense(2)])


def recurrent():
    return [
        layers.SimpleRNN(3, activation="relu", use_bias=False, name="simple"),
        layers.SimpleRNN(3, return_sequences=True, go_backwards=True, name="simple_backwards"),
        layers.LSTM(3, name="lstm"),
        layers.LSTM(
            3, return_sequences=True, recurrent_activation="hard_sigmoid", name="lstm_hard"
        ),
        layers.GRU(3, name="gru"),
        layers.GRU(3, return_sequences=True, reset_after=False, name="gru_before"),
    ]


RECURRENT = parallel((4, 2), "recurrent-layers", "SimpleRNN, LSTM, GRU", recurrent)
NESTED = Case(
    "nested-functional",
    nested_functional.__doc__,
    nested_functional,
    keep=Keep.FILES,
    graphs=KERAS3,
)
GAPS = ("xx.x.", "..xxx")

CASES = [
    *common(
        Case(
            "embedding-masked",
            "Embedding with mask_zero, LMUCell in RNN, pooling by mask",
            lambda: keras.Sequential(
                [
                    keras.Input((6,), dtype="int32"),
                    layers.Embedding(5, 3, mask_zero=True),
                    layers.RNN(
                        LMUCell(1, 3, 4.0, layers.SimpleRNNCell(3), hidden_to_memory=True),
                        return_sequences=True,
                    ),
                    layers.GlobalAveragePooling1D(),
                ]
            ),
            batch=3,
        ),
        Case("encoder-decoder", encoder_decoder.__doc__, encoder_decoder),
        Case("stateful-layers", stateful_lstm.__doc__, stateful_lstm),
        Case("nested-sequential", nested_sequential.__doc__, nested_sequential),
        Case("frozen", frozen.__doc__, frozen),
        Case("deferred", deferred.__doc__, deferred),
    ),
    RECURRENT,
    NESTED,
    chain(
        (5, 2),
        "masking-through",
        "the mask passes Dense, Dropout(0), activations and weighs the loss",
        lambda: [
            layers.Masking(),
            layers.Dense(3),
            layers.Dropout(0.0),
            layers.Activation("tanh"),
            layers.LSTM(3, return_sequences=True),
            layers.TimeDistributed(layers.Dense(2)),
        ],
        mask=GAPS,
    ),
    *in_float64(RECURRENT, keep=Keep.PRIMARY),
    *only(KERAS3, *in_float64(NESTED)),
    Case(
        "embedding",
        "Embedding, then a feedforward LMU",
        lambda: keras.Sequential(
            [
                keras.Input((6,), dtype="int32"),
                layers.Embedding(7, 3),
                LMUFeedforward(1, 3, 4.0, layers.Dense(2)),
            ]
        ),
        integers=7,
    ),
    chain(
        (5, 2),
        "masking-value",
        "Masking with another value, GRU backwards",
        lambda: [layers.Masking(mask_value=0.0), layers.GRU(3, go_backwards=True)],
        mask=GAPS,
    ),
    chain(
        (5, 2),
        "bidirectional-lstm",
        "Bidirectional LSTM and GRU",
        lambda: [
            layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
            layers.Bidirectional(layers.GRU(2), merge_mode="sum"),
        ],
    ),
    chain(
        (5, 2),
        "recurrent-regularized",
        "LSTM with regularizers and a constraint, GRU without bias",
        lambda: [
            layers.LSTM(
                3,
                return_sequences=True,
                kernel_regularizer="l2",
                recurrent_regularizer="l1",
                bias_regularizer="l2",
                kernel_constraint="max_norm",
                unit_forget_bias=False,
            ),
            layers.GRU(2, use_bias=False, activation="softsign"),
        ],
    ),
    chain(
        (5, 2),
        "recurrent-dropout",
        "SimpleRNN, LSTM and GRU with dropout",
        lambda: [
            layers.SimpleRNN(3, dropout=0.2, return_sequences=True),
            layers.LSTM(3, dropout=0.2, recurrent_dropout=0.3, return_sequences=True),
            layers.GRU(2, recurrent_dropout=0.3),
        ],
        deterministic=False,
    ),
    chain(
        (8, 2),
        "convolution-lmu",
        "a small model as people write them: causal Conv1D, LMU, normalization, head",
        lambda: [
            layers.Conv1D(3, 3, padding="causal", activation="relu"),
            layers.BatchNormalization(),
            LMU(1, 4, 6.0, layers.Dense(4, "relu"), return_sequences=True),
            layers.MaxPooling1D(2),
            LMU(2, 3, 4.0, layers.SimpleRNNCell(3), hidden_to_memory=True),
            layers.LayerNormalization(),
            layers.Dense(2, "softmax"),
        ],
        keep=Keep.COMMON,
    ),
    Case("input-shape-argument", input_shape_argument.__doc__, input_shape_argument),
]

if __name__ == "__main__":
    main(CASES, __doc__)
