"""Fixtures of the layers that stand around a feedforward LMU, of activations and of functional graphs."""

import keras
from keras import layers, regularizers

from fixtures import BOTH, KERAS3, Case, Keep, chain, in_float64, main, only, sequential

ACTIVATIONS = [
    "elu",
    "exponential",
    "gelu",
    "hard_sigmoid",
    "linear",
    "mish",
    "relu",
    "selu",
    "sigmoid",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]
KERAS3_ACTIVATIONS = [
    "celu",
    "hard_shrink",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "relu6",
    "silu",
    "soft_shrink",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "tanh_shrink",
]
INITIALIZERS = [
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
    "ones",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "zeros",
]


def activations(names):
    """One output for each activation, as an Activation layer over a common Dense."""

    def build():
        x = keras.Input((4,), name="x")
        dense = layers.Dense(3, name="dense")(x)
        return keras.Model(x, [layers.Activation(name, name=name)(dense) for name in names])

    return build


def dense_activations():
    """An activation as argument of Dense."""
    x = keras.Input((4,), name="x")
    return keras.Model(
        x, [layers.Dense(3, activation=name, name=name)(x) for name in ("relu", "softmax", "tanh")]
    )


def initializers():
    """Every initializer by name and, with arguments, as an object; only the configuration shows them."""
    x = keras.Input((4,), name="x")
    kernels = [
        "orthogonal",
        "identity",
        keras.initializers.Constant(0.5),
        keras.initializers.Identity(gain=0.7),
        keras.initializers.Orthogonal(gain=1.5, seed=3),
        keras.initializers.RandomNormal(mean=0.1, stddev=0.2, seed=4),
        keras.initializers.RandomUniform(minval=-0.3, maxval=0.4, seed=5),
        keras.initializers.TruncatedNormal(mean=0.2, stddev=0.1, seed=6),
        keras.initializers.VarianceScaling(2.0, "fan_avg", "uniform", seed=7),
        keras.initializers.VarianceScaling(0.5, "fan_out", "untruncated_normal", seed=8),
        keras.initializers.HeNormal(seed=9),
    ]
    return keras.Model(
        x,
        [
            layers.Dense(4, kernel_initializer=kernel, bias_initializer=bias, name=f"dense_{i}")(x)
            for i, (kernel, bias) in enumerate(zip(kernels, INITIALIZERS, strict=True))
        ],
    )


def constraints():
    """Constraints hold after every optimizer step."""
    x = keras.Input((4,), name="x")
    chosen = {
        "non_neg": keras.constraints.NonNeg(),
        "max_norm": keras.constraints.MaxNorm(0.8, axis=0),
        "unit_norm": keras.constraints.UnitNorm(axis=0),
        "min_max_norm": keras.constraints.MinMaxNorm(0.5, 0.9, rate=0.7, axis=0),
    }
    return keras.Model(
        x,
        [
            layers.Dense(3, kernel_constraint=c, bias_constraint="non_neg", name=n)(x)
            for n, c in chosen.items()
        ],
    )


def normalizations():
    """LayerNormalization over one axis and two, without scale, without centre."""
    x = keras.Input((4, 3), name="x")
    return keras.Model(
        x,
        [
            layers.LayerNormalization(name="plain")(x),
            layers.LayerNormalization(axis=[1, 2], epsilon=0.1, name="two_axes")(x),
            layers.LayerNormalization(axis=1, name="first_axis")(x),
            layers.LayerNormalization(scale=False, name="no_scale")(x),
            layers.LayerNormalization(center=False, name="no_center")(x),
        ],
    )


def merges():
    """Concatenate along each axis, Add of two and three."""
    a, b, c = (keras.Input((3, 2), name=name) for name in "abc")
    return keras.Model(
        [a, b, c],
        [
            layers.Concatenate(name="last_axis")([a, b, c]),
            layers.Concatenate(axis=1, name="time_axis")([a, b]),
            layers.Add(name="two")([a, b]),
            layers.Add(name="three")([a, b, c]),
        ],
    )


def shared():
    """A Dense used on both inputs, a residual connection, outputs in another order than their layers."""
    left, right = keras.Input((4,), name="left"), keras.Input((4,), name="right")
    tower = layers.Dense(4, activation="tanh", name="tower")
    first, second = tower(left), tower(right)
    residual = layers.Add(name="residual")([first, left])
    joined = layers.Concatenate(name="joined")([residual, second])
    return keras.Model(
        [right, left],
        [layers.Dense(2, name="late")(joined), layers.Dense(1, name="early")(second), second],
        name="siamese",
    )


def used_twice():
    """A layer applied to its own output."""
    x = keras.Input((3,), name="x")
    step = layers.Dense(3, activation="relu", name="step")
    return keras.Model(x, layers.Dense(1, name="out")(step(step(x))))


def shapes():
    """Flatten, Reshape with and without an open dimension, TimeDistributed of several layers."""
    x = keras.Input((4, 6), name="x")
    split = layers.Reshape((4, 2, 3), name="split")(x)
    return keras.Model(
        x,
        [
            layers.Flatten(name="flat")(x),
            layers.Reshape((-1, 3), name="open")(x),
            layers.TimeDistributed(
                layers.Dense(2, activation="relu", name="inner_dense"), name="td_dense"
            )(x),
            layers.TimeDistributed(layers.Flatten(name="inner_flat"), name="td_flat")(split),
            layers.TimeDistributed(layers.LayerNormalization(name="inner_norm"), name="td_norm")(
                split
            ),
        ],
    )


DENSE = chain(
    (5, 4),
    "dense-regularized",
    "Dense on sequences, regularizers, no bias in the second",
    lambda: [
        layers.Dense(
            3,
            activation="tanh",
            kernel_regularizer=regularizers.L1L2(0.01, 0.03),
            bias_regularizer="l1",
        ),
        layers.Dense(2, use_bias=False, kernel_regularizer=regularizers.L2(0.02)),
    ],
    keep=Keep.FILES,
    graphs=KERAS3,
)
NORMALIZATIONS = Case("layer-normalizations", normalizations.__doc__, normalizations)
SHARED = Case("functional-shared", shared.__doc__, shared, keep=Keep.FILES, graphs=BOTH)
ACTIVATION = Case("activations", "every activation that both worlds know", activations(ACTIVATIONS))

CASES = [
    NORMALIZATIONS,
    Case("constraints", constraints.__doc__, constraints),
    Case("merges", merges.__doc__, merges),
    Case("shapes", shapes.__doc__, shapes),
    chain(
        (3, 2, 2),
        "image",
        "rank 4 input through Dense, Flatten and Dense",
        lambda: [layers.Dense(3, activation="sigmoid"), layers.Flatten(), layers.Dense(2)],
    ),
    DENSE,
    SHARED,
    ACTIVATION,
    *in_float64(DENSE, SHARED, keep=Keep.PRIMARY),
    *only(KERAS3, *in_float64(NORMALIZATIONS, ACTIVATION)),
    Case(
        "activations-keras3",
        "activations that only Keras 3 has",
        activations(KERAS3_ACTIVATIONS),
        worlds=KERAS3,
    ),
    Case("dense-activations", dense_activations.__doc__, dense_activations),
    Case("initializers", initializers.__doc__, initializers),
    Case("functional-used-twice", used_twice.__doc__, used_twice),
    chain(
        (5, 4),
        "dropout",
        "Dropout between Dense layers, one with a noise shape",
        lambda: [
            layers.Dense(3, activation="relu"),
            layers.Dropout(0.3),
            layers.Dropout(0.5, noise_shape=(None, 1, 3), seed=7),
            layers.Dense(2),
        ],
        deterministic=False,
    ),
    Case(
        "rms-scaling",
        "LayerNormalization without centring, as Keras names root mean square scaling",
        lambda: sequential((4, 3), layers.LayerNormalization(rms_scaling=True)),
        worlds=KERAS3,
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
