"""Fixtures of LMU in both of its forms: arguments, connections, hidden cells."""

from keras import layers, regularizers
from keras_lmu import LMU, LMUFeedforward

from cells import CONNECTED, SIZES, lmu_in_lmu, simple_rnn, stack
from fixtures import BOTH, KERAS3, Case, Keep, common, in_float64, main, only, sequential


def lmu(name, description, *, make=LMU, shape=(5, 2), case=None, **arguments):
    """A case of one LMU layer; the hidden cell is given as a function."""
    arguments = SIZES | {"hidden_cell": simple_rnn} | arguments

    def build():
        made = arguments | {"hidden_cell": arguments["hidden_cell"]()}
        return sequential(shape, make(**made))

    return Case(f"lmu-{name}", description, build, **case or {})


def stacked_layers():
    """Two recurrent LMUs with a Dense between them, and a classifier: the usual shape of a model."""
    return sequential(
        (6, 2),
        LMU(**SIZES | CONNECTED, hidden_cell=simple_rnn(), return_sequences=True),
        layers.Dense(3, activation="relu"),
        LMU(2, 3, 4.0, layers.LSTMCell(3), hidden_to_memory=True, trainable_theta=True),
        layers.Dense(4, activation="softmax"),
    )


ALL = lmu("all-connections", "SimpleRNN hidden cell, all three connections", **CONNECTED)
SEQUENCES = lmu(
    "all-connections-sequences",
    "as all-connections, with bias, followed by nothing, output at every step",
    **CONNECTED,
    use_bias=True,
    return_sequences=True,
    case={"keep": Keep.FILES, "graphs": BOTH},
)
CHANNELS = lmu("memory-d-3", "three memory channels, all connections", memory_d=3, **CONNECTED)
ZOH = lmu("theta-zoh", "trainable theta, zoh", trainable_theta=True, return_sequences=True)
EULER_THETA = lmu(
    "theta-euler",
    "trainable theta, euler",
    trainable_theta=True,
    discretizer="euler",
    theta=9.0,
    memory_to_memory=True,
    return_sequences=True,
)
EULER = lmu("euler", "euler, fixed theta", discretizer="euler", theta=9.0, **CONNECTED)
DENSE = lmu(
    "dense", "Dense hidden cell, fed back", hidden_cell=lambda: layers.Dense(4, "tanh"), **CONNECTED
)
LSTM = lmu("lstm", "LSTM hidden cell", hidden_cell=lambda: layers.LSTMCell(3), **CONNECTED)
GRU = lmu("gru", "GRU hidden cell", hidden_cell=lambda: layers.GRUCell(3), **CONNECTED)
STACKED = lmu(
    "stacked",
    "stacked hidden cells, which keras-lmu 0.7 cannot run",
    hidden_cell=stack,
    **CONNECTED,
)
NESTED = lmu("lmu-in-lmu", "an LMUCell as hidden cell", hidden_cell=lmu_in_lmu, **CONNECTED)
PARALLEL = lmu(
    "parallel-simple-rnn",
    "feedforward memory, SimpleRNN hidden cell",
    input_to_hidden=True,
    return_sequences=True,
)
ONE_KERNEL_EACH = {
    "kernel_regularizer": regularizers.L2(0.05),
    "recurrent_regularizer": regularizers.L1(0.03),
    "bias_regularizer": regularizers.L1L2(0.02, 0.01),
}

CASES = [
    *common(
        ALL,
        ZOH,
        LSTM,
        lmu(
            "no-hidden-cell",
            "no hidden cell: the output is the memory",
            hidden_cell=lambda: None,
            memory_to_memory=True,
            return_sequences=True,
        ),
        lmu(
            "parallel-lstm",
            "LMUFeedforward with an LSTM hidden cell, last output",
            make=LMUFeedforward,
            hidden_cell=lambda: layers.LSTMCell(3),
            memory_d=2,
        ),
    ),
    SEQUENCES,
    PARALLEL,
    DENSE,
    EULER,
    EULER_THETA,
    CHANNELS,
    GRU,
    NESTED,
    *in_float64(ALL, ZOH, keep=Keep.PRIMARY),
    lmu(
        "regularizers",
        "a regularizer for each weight",
        use_bias=True,
        **CONNECTED,
        **ONE_KERNEL_EACH,
    ),
    lmu(
        "theta-everything",
        "trainable theta with all connections and bias",
        trainable_theta=True,
        memory_d=2,
        use_bias=True,
        **CONNECTED,
        case={"keep": Keep.FILES},
    ),
    lmu(
        "no-kernel",
        "no kernel: the input is the memory's",
        kernel_initializer=None,
        memory_d=2,
        memory_to_memory=True,
    ),
    lmu(
        "dropout",
        "dropout and recurrent dropout",
        dropout=0.3,
        recurrent_dropout=0.4,
        **CONNECTED,
        case={"deterministic": False},
    ),
    lmu(
        "gru-reset-before",
        "GRU with reset_after=False",
        hidden_cell=lambda: layers.GRUCell(3, reset_after=False),
        memory_to_memory=True,
        return_sequences=True,
    ),
    lmu("parallel-none", "feedforward form of LMU, no hidden cell", hidden_cell=lambda: None),
    lmu(
        "parallel-dense",
        "feedforward form of LMU, Dense hidden cell",
        hidden_cell=lambda: layers.Dense(3, "relu"),
        input_to_hidden=True,
        case={"keep": Keep.FILES, "graphs": KERAS3},
    ),
    Case("lmu-stacked-layers", stacked_layers.__doc__, stacked_layers, keep=Keep.COMMON),
    lmu(
        "theta-clipped",
        "a window so long that training takes its inverse below zero, where its constraint stops it",
        trainable_theta=True,
        theta=400.0,
        memory_to_memory=True,
        return_sequences=True,
    ),
    lmu("hidden-to-memory", "hidden_to_memory alone", hidden_to_memory=True),
    lmu("memory-to-memory", "memory_to_memory alone", memory_to_memory=True),
    lmu(
        "lstm-arguments",
        "LSTM without unit_forget_bias, other activations",
        hidden_cell=lambda: layers.LSTMCell(
            3, activation="relu", recurrent_activation="hard_sigmoid", unit_forget_bias=False
        ),
        hidden_to_memory=True,
        return_sequences=True,
    ),
    lmu(
        "simple-rnn-arguments",
        "SimpleRNN with relu, without bias, regularized",
        hidden_cell=lambda: layers.SimpleRNNCell(
            4, activation="relu", use_bias=False, recurrent_regularizer="l2"
        ),
        **CONNECTED,
    ),
    *only(
        KERAS3,
        STACKED,
        *in_float64(SEQUENCES, CHANNELS, EULER_THETA, EULER, DENSE, LSTM, GRU, STACKED, NESTED),
        *in_float64(PARALLEL),
        lmu(
            "unknown-length",
            "sequence length open",
            shape=(None, 2),
            return_sequences=True,
            **CONNECTED,
        ),
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
