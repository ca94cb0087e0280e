"""Fixtures of LMUCell in RNN and Bidirectional: states, directions, masks, stacks."""

import keras
from keras import layers
from keras_lmu import LMUCell

from cells import SIZES, cell, lmu_in_lmu
from fixtures import (
    BOTH,
    KERAS2,
    KERAS3,
    WORLD,
    Case,
    Keep,
    common,
    in_float64,
    main,
    only,
    sequential,
)


def rnn(name, description, *, make=cell, shape=(5, 2), case=None, **arguments):
    """A case of RNN around a cell; several outputs of the RNN are outputs of the model."""

    def build():
        x = keras.Input(shape, name="x")
        return keras.Model(x, layers.RNN(make(), **arguments)(x))

    return Case(f"rnn-{name}", description, build, **case or {})


def masked(name, description, wrap, mask, **case):
    """A case of Masking before a recurrent layer; the mask has a string for each sample."""

    def build():
        return sequential((5, 2), layers.Masking(), wrap())

    return Case(f"masked-{name}", description, build, mask=mask, **case)


def masked_states():
    """A functional graph, gaps, an LSTM hidden cell, all states as outputs."""
    x = keras.Input((5, 2), name="x")
    recurrent = layers.RNN(cell(hidden_cell=layers.LSTMCell(3)), return_state=True)
    return keras.Model(x, recurrent(layers.Masking()(x)))


def bidirectional(merge_mode, **arguments):
    """A case of Bidirectional around RNN(LMUCell)."""

    def build():
        x = keras.Input((5, 2), name="x")
        recurrent = layers.RNN(cell(), **arguments)
        return keras.Model(x, layers.Bidirectional(recurrent, merge_mode=merge_mode)(x))

    name = "-".join(["bidirectional", merge_mode or "separate", *arguments]).replace("_", "-")
    return Case(name, f"Bidirectional RNN(LMUCell), merged by {merge_mode}", build)


def own_backward_layer():
    """Bidirectional with a backward layer of another size."""
    x = keras.Input((5, 2), name="x")
    forward = layers.RNN(cell(), return_sequences=True)
    backward = layers.RNN(cell(order=2, theta=3.0), return_sequences=True, go_backwards=True)
    return keras.Model(x, layers.Bidirectional(forward, backward_layer=backward)(x))


def bidirectional_states():
    """Bidirectional whose states are outputs of the model."""
    x = keras.Input((5, 2), name="x")
    return keras.Model(x, layers.Bidirectional(layers.RNN(cell(), return_state=True))(x))


def initial_state():
    """The initial states are inputs of the model, the final ones outputs."""
    x = keras.Input((5, 2), name="x")
    states = [keras.Input((3,), name="memory"), keras.Input((4,), name="hidden")]
    recurrent = layers.RNN(cell(), return_sequences=True, return_state=True)
    return keras.Model([x, *states], recurrent(x, initial_state=states))


def stateful(**arguments):
    """An RNN that carries its state into the next call; its batch size is fixed."""

    def build():
        if WORLD == "keras2":
            x = keras.Input(batch_shape=(2, 5, 2), name="x")
        else:
            x = keras.Input((5, 2), batch_size=2, name="x")
        return keras.Model(x, layers.RNN(cell(), stateful=True, **arguments)(x))

    return build


def stacked_cells():
    """One RNN over two LMUCells and a GRUCell."""
    cells = [cell(), cell(order=2, hidden_cell=layers.SimpleRNNCell(3)), layers.GRUCell(2)]
    x = keras.Input((5, 2), name="x")
    return keras.Model(x, layers.RNN(cells, return_sequences=True)(x))


def every_hidden_state():
    """Each hidden cell's states as outputs of the model."""
    x = keras.Input((4, 2), name="x")
    outputs = []
    for hidden in (layers.Dense(3), layers.LSTMCell(3), layers.GRUCell(3)):
        lmu_cell = LMUCell(**SIZES, hidden_cell=hidden, memory_to_memory=True)
        outputs += layers.RNN(lmu_cell, return_state=True)(x)
    return keras.Model(x, outputs)


STATES = rnn(
    "states",
    "sequences and final states",
    return_sequences=True,
    return_state=True,
    case={"keep": Keep.FILES, "graphs": KERAS3},
)
BACKWARDS = rnn(
    "backwards", "the sequence read backwards", go_backwards=True, return_sequences=True
)
TAIL, GAPS = ("xxx..", "xxxxx"), ("x.xx.", ".xx.x")


CASES = [
    *common(
        bidirectional("concat"),
        Case("rnn-initial-state", initial_state.__doc__, initial_state),
        Case("masked-states", masked_states.__doc__, masked_states, mask=GAPS),
    ),
    STATES,
    BACKWARDS,
    *in_float64(STATES, keep=Keep.PRIMARY),
    Case("rnn-stateful", stateful.__doc__, stateful(), keep=Keep.FILES, graphs=BOTH),
    Case("rnn-stacked-cells", stacked_cells.__doc__, stacked_cells),
    Case("rnn-hidden-states", every_hidden_state.__doc__, every_hidden_state),
    masked(
        "gaps",
        "gaps in the sequence, output at every step",
        lambda: layers.RNN(cell(), return_sequences=True),
        GAPS,
    ),
    masked(
        "tail",
        "a sample that ends early, last output",
        lambda: layers.RNN(cell()),
        TAIL,
    ),
    Case("bidirectional-own-backward", own_backward_layer.__doc__, own_backward_layer),
    rnn(
        "time-major",
        "time before batch",
        time_major=True,
        return_sequences=True,
        case={"worlds": KERAS2},
    ),
    bidirectional("sum", return_sequences=True),
    Case(
        "rnn-stateful-states",
        "stateful, with sequences and states as outputs",
        stateful(return_sequences=True, return_state=True),
    ),
    masked(
        "zero-output",
        "gaps, zeros as output of masked steps",
        lambda: layers.RNN(cell(), return_sequences=True, zero_output_for_mask=True),
        GAPS,
    ),
    masked(
        "backwards",
        "gaps, the sequence read backwards",
        lambda: layers.RNN(cell(), go_backwards=True),
        GAPS,
    ),
    masked(
        "bidirectional",
        "gaps, both directions",
        lambda: layers.Bidirectional(layers.RNN(cell(), return_sequences=True)),
        GAPS,
    ),
    *[bidirectional(mode) for mode in ("sum", "mul", "ave", None)],
    *only(
        KERAS3,
        *in_float64(BACKWARDS),
        rnn(
            "no-hidden-cell",
            "no hidden cell: the output is memory and input, whose size Keras 3 must be told",
            make=lambda: LMUCell(**SIZES, hidden_cell=None, input_to_hidden=True, input_d=2),
            return_sequences=True,
        ),
        rnn("last", "RNN(LMUCell), last output"),
        rnn("unrolled", "unrolled in Keras' graph", unroll=True, return_sequences=True),
        rnn("stacked-lmu-in-lmu", "an LMUCell within", make=lambda: cell(hidden_cell=lmu_in_lmu())),
        rnn(
            "stacked-sizes",
            "stacked hidden cells of different sizes",
            make=lambda: LMUCell(
                **SIZES,
                hidden_cell=layers.StackedRNNCells([layers.SimpleRNNCell(2), layers.GRUCell(3)]),
                memory_to_memory=True,
            ),
            return_state=True,
        ),
        Case("bidirectional-states", bidirectional_states.__doc__, bidirectional_states),
        bidirectional("concat", return_sequences=True),
        bidirectional(None, return_sequences=True),
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
