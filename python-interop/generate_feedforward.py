"""Fixtures of LMUFeedforward: every argument, hidden layers, dtypes."""

import keras
from keras import layers, regularizers
from keras_lmu import LMUFeedforward

from fixtures import BOTH, KERAS3, WORLD, Case, Keep, common, in_float64, main, only, sequential


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


PLAIN = lmu(
    "plain", "defaults, no hidden cell, last output", case={"keep": Keep.FILES, "graphs": KERAS3}
)
CHANNELS = lmu("memory-d-3", "three memory channels", memory_d=3)
DENSE = lmu(
    "dense-relu",
    "Dense hidden cell that also sees the input",
    hidden_cell=lambda: layers.Dense(4, activation="relu"),
    input_to_hidden=True,
    case={"keep": Keep.FILES, "graphs": BOTH},
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
    # Those of keras-lmu 0.7 must be names: it cannot write others down.
    kernel_regularizer=regularizers.L1L2(0.01, 0.02) if WORLD == "keras3" else "l2",
    use_bias=True,
    bias_initializer="ones",
    bias_regularizer=regularizers.L2(0.1) if WORLD == "keras3" else "l1",
    return_sequences=True,
    conv_mode="raw",
    truncate_ir=1e-3,
    case={"keep": Keep.FILES, "graphs": KERAS3},
)

CASES = [
    *common(
        lmu(
            "unknown-length",
            "sequence length open",
            shape=(None, 2),
            case={"steps": 9},
            theta=2,
            return_sequences=True,
        ),
        Case("feedforward-two-towers", two_towers.__doc__, two_towers),
    ),
    PLAIN,
    DENSE,
    CHANNELS,
    SEQUENCES,
    RAW,
    EULER,
    EVERYTHING,
    *in_float64(PLAIN, DENSE, EVERYTHING, keep=Keep.PRIMARY),
    *only(KERAS3, *in_float64(CHANNELS, SEQUENCES, RAW, EULER)),
    lmu(
        "no-kernel",
        "the input is the memory's input",
        kernel_initializer=None,
        memory_d=2,
    ),
    lmu(
        "regularizers",
        "regularization of kernel and bias",
        use_bias=True,
        kernel_regularizer=regularizers.L2(0.05),
        bias_regularizer=regularizers.L1(0.03),
    ),
    lmu("bias", "bias on the memory's input", use_bias=True, memory_d=2),
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
        "unknown-length-raw",
        "sequence length open, raw",
        shape=(None, 2),
        case={"steps": 9},
        theta=2,
        conv_mode="raw",
    ),
    lmu("dropout", "dropout of the input", dropout=0.4, case={"deterministic": False}),
    *only(
        KERAS3,
        lmu(
            "input-to-hidden",
            "no hidden cell, the output is memory and input",
            input_to_hidden=True,
        ),
        lmu(
            "no-kernel-bias",
            "no kernel, but a bias",
            kernel_initializer=None,
            memory_d=2,
            use_bias=True,
            bias_initializer="random_normal",
        ),
        lmu(
            "dense-tanh",
            "Dense hidden cell, sequences",
            hidden_cell=lambda: layers.Dense(3, "tanh"),
            return_sequences=True,
        ),
        lmu(
            "normalized-hidden",
            "LayerNormalization as the hidden cell",
            hidden_cell=lambda: layers.LayerNormalization(),
            memory_d=2,
            return_sequences=True,
        ),
        lmu(
            "raw-last",
            "raw convolution, last output",
            conv_mode="raw",
            memory_d=2,
        ),
        lmu(
            "raw-untruncated",
            "raw convolution, whole impulse response",
            conv_mode="raw",
            truncate_ir=None,
        ),
        lmu(
            "longer-than-window",
            "twelve steps, a window of 1.5",
            shape=(12, 1),
            theta=1.5,
            return_sequences=True,
        ),
        lmu(
            "order-1",
            "a memory of one dimension",
            order=1,
            memory_d=2,
            return_sequences=True,
        ),
        lmu("one-step", "a sequence of one step", shape=(1, 2)),
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
