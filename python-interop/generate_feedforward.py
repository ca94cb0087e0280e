"""Fixtures of LMUFeedforward: every argument, hidden layers, dtypes."""

import keras
from keras import layers, regularizers
from keras_lmu import LMUFeedforward

from fixtures import KERAS3_ONLY, Case, Keep, in_float64, main, sequential


def lmu(name, description, *, shape=(6, 2), case=None, **arguments):
    """A case of one LMUFeedforward followed by a Dense; the hidden cell is given as a function."""
    arguments = {"memory_d": 1, "order": 3, "theta": 5.0, "hidden_cell": lambda: None} | arguments

    def build():
        made = arguments | {"hidden_cell": arguments["hidden_cell"]()}
        return sequential(shape, LMUFeedforward(**made), layers.Dense(2))

    return Case(f"feedforward-{name}", description, build, **case or {})


def two_towers():
    """Two memories over two inputs; one is used twice, its sequence output by a third memory."""
    first, second = (
        keras.Input((6, 2), name="first"),
        keras.Input((6, 2), name="second"),
    )
    shared = LMUFeedforward(
        2,
        3,
        4.0,
        layers.Dense(3, activation="tanh"),
        return_sequences=True,
        name="shared",
    )
    joined = layers.Concatenate(name="joined")([shared(first), shared(second)])
    last = LMUFeedforward(1, 4, 6.0, None, input_to_hidden=True, name="last")(joined)
    return keras.Model(
        [first, second],
        [layers.Dense(2, name="point")(last), layers.Dense(1, name="sequence")(joined)],
    )


PLAIN = lmu("plain", "defaults, no hidden cell, last output", case={"keep": Keep.EVERY})
CHANNELS = lmu("memory-d-3", "three memory channels", memory_d=3)
DENSE = lmu(
    "dense-relu",
    "Dense hidden cell that also sees the input",
    hidden_cell=lambda: layers.Dense(4, activation="relu"),
    input_to_hidden=True,
    case={"keep": Keep.EVERY},
)
SEQUENCES = lmu("sequences", "output at every step", return_sequences=True)
RAW = lmu("raw", "raw convolution", conv_mode="raw", return_sequences=True)
EULER = lmu(
    "euler",
    "euler discretizer",
    discretizer="euler",
    theta=9.0,
    memory_d=2,
    return_sequences=True,
)
EVERYTHING = lmu(
    "everything",
    "all arguments away from their defaults",
    memory_d=2,
    order=4,
    theta=6.5,
    hidden_cell=lambda: layers.Dense(3, activation="softsign", kernel_regularizer="l2"),
    input_to_hidden=True,
    discretizer="euler",
    kernel_initializer="he_normal",
    kernel_regularizer=regularizers.L1L2(0.01, 0.02),
    use_bias=True,
    bias_initializer="ones",
    bias_regularizer=regularizers.L2(0.1),
    return_sequences=True,
    conv_mode="raw",
    truncate_ir=1e-3,
    case={"keep": Keep.EVERY},
)

CASES = [
    PLAIN,
    in_float64(PLAIN),
    CHANNELS,
    in_float64(CHANNELS),
    DENSE,
    in_float64(DENSE),
    SEQUENCES,
    in_float64(SEQUENCES),
    RAW,
    in_float64(RAW),
    EULER,
    in_float64(EULER),
    EVERYTHING,
    in_float64(EVERYTHING),
    lmu(
        "input-to-hidden",
        "no hidden cell, the output is memory and input",
        case={"worlds": KERAS3_ONLY},
        input_to_hidden=True,
    ),
    lmu(
        "no-kernel",
        "the input is the memory's input",
        kernel_initializer=None,
        memory_d=2,
    ),
    lmu(
        "no-kernel-bias",
        "no kernel, but a bias",
        case={"worlds": KERAS3_ONLY},
        kernel_initializer=None,
        memory_d=2,
        use_bias=True,
        bias_initializer="random_normal",
    ),
    lmu("bias", "bias on the memory's input", use_bias=True, memory_d=2),
    lmu(
        "regularizers",
        "regularization of kernel and bias",
        use_bias=True,
        kernel_regularizer=regularizers.L2(0.05),
        bias_regularizer=regularizers.L1(0.03),
    ),
    lmu("dropout", "dropout of the input", dropout=0.4, case={"deterministic": False}),
    lmu(
        "dense-tanh",
        "Dense hidden cell, sequences",
        case={"worlds": KERAS3_ONLY},
        hidden_cell=lambda: layers.Dense(3, "tanh"),
        return_sequences=True,
    ),
    lmu(
        "normalized-hidden",
        "LayerNormalization as the hidden cell",
        case={"worlds": KERAS3_ONLY},
        hidden_cell=lambda: layers.LayerNormalization(),
        memory_d=2,
        return_sequences=True,
    ),
    lmu(
        "raw-last",
        "raw convolution, last output",
        case={"worlds": KERAS3_ONLY},
        conv_mode="raw",
        memory_d=2,
    ),
    lmu(
        "raw-truncated",
        "raw convolution, an impulse response cut at 5 percent",
        shape=(12, 1),
        theta=2.5,
        conv_mode="raw",
        truncate_ir=0.05,
        return_sequences=True,
    ),
    lmu(
        "raw-untruncated",
        "raw convolution, whole impulse response",
        case={"worlds": KERAS3_ONLY},
        conv_mode="raw",
        truncate_ir=None,
    ),
    lmu(
        "unknown-length",
        "sequence length open",
        shape=(None, 2),
        case={"steps": 9},
        theta=2,
        return_sequences=True,
    ),
    lmu(
        "unknown-length-raw",
        "sequence length open, raw",
        shape=(None, 2),
        case={"steps": 9},
        theta=2,
        conv_mode="raw",
    ),
    lmu(
        "longer-than-window",
        "twelve steps, a window of 1.5",
        case={"worlds": KERAS3_ONLY},
        shape=(12, 1),
        theta=1.5,
        return_sequences=True,
    ),
    lmu(
        "order-1",
        "a memory of one dimension",
        case={"worlds": KERAS3_ONLY},
        order=1,
        memory_d=2,
        return_sequences=True,
    ),
    lmu("one-step", "a sequence of one step", case={"worlds": KERAS3_ONLY}, shape=(1, 2)),
    Case(
        "feedforward-two-towers",
        "shared memory, several inputs and outputs",
        two_towers,
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
