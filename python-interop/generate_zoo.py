"""Fixtures of the layers without states that small sequence models carry around an LMU."""

import keras
import numpy as np
from keras import layers

from fixtures import KERAS3, WORLD, Case, chain, common, in_float64, main, only, parallel

# Keras 3 renamed the argument.
SLOPE = "negative_slope" if WORLD == "keras3" else "alpha"


def merges():
    """Multiply and Average of two and three."""
    a, b, c = (keras.Input((3, 2), name=name) for name in "abc")
    merge = (
        layers.Multiply(name="multiply")([a, b, c]),
        layers.Average(name="average")([a, b]),
        layers.Average(name="average_three")([a, b, c]),
    )
    return keras.Model([a, b, c], list(merge))


def adapted():
    """Normalization adapted to data."""
    layer = layers.Normalization(name="adapted")
    layer.adapt(np.random.default_rng(5).normal(2, 3, (20, 4)))
    return layer


def shapes():
    """Layers that only rearrange."""
    return [
        layers.Permute((2, 1), name="permute"),
        layers.UpSampling1D(3, name="up"),
        layers.ZeroPadding1D((2, 1), name="pad"),
        layers.Cropping1D((1, 2), name="crop"),
        layers.Rescaling(0.5, offset=-1.0, name="rescale"),
    ]


def pooling():
    return [
        layers.GlobalAveragePooling1D(name="global_average"),
        layers.GlobalMaxPooling1D(name="global_max"),
        layers.GlobalAveragePooling1D(keepdims=True, name="keep_average"),
        layers.GlobalMaxPooling1D(keepdims=True, name="keep_max"),
        layers.AveragePooling1D(2, name="average"),
        layers.AveragePooling1D(3, strides=2, padding="same", name="average_same"),
        layers.MaxPooling1D(2, name="max"),
        layers.MaxPooling1D(3, strides=2, padding="same", name="max_same"),
    ]


def convolutions():
    return [
        layers.Conv1D(3, 2, name="valid"),
        layers.Conv1D(3, 3, padding="same", activation="tanh", name="same"),
        layers.Conv1D(3, 3, padding="causal", dilation_rate=2, name="causal"),
        layers.Conv1D(2, 3, strides=2, padding="same", use_bias=False, name="strides"),
        layers.Conv1D(4, 2, groups=2, kernel_regularizer="l2", name="groups"),
    ]


def depthwise():
    return [
        layers.DepthwiseConv1D(3, name="valid"),
        layers.DepthwiseConv1D(
            2, padding="same", depth_multiplier=2, activation="relu", name="two"
        ),
        layers.DepthwiseConv1D(3, strides=2, padding="same", use_bias=False, name="strides"),
    ]


def activations():
    return [
        layers.Softmax(name="softmax"),
        layers.Softmax(axis=1, name="softmax_time"),
        layers.ReLU(name="relu"),
        layers.ReLU(max_value=0.8, negative_slope=0.1, threshold=0.2, name="relu_arguments"),
        layers.LeakyReLU(name="leaky"),
        layers.LeakyReLU(**{SLOPE: 0.05}, name="leaky_slope"),
        layers.PReLU(name="prelu"),
        layers.PReLU(shared_axes=[1], name="prelu_shared"),
        layers.ELU(alpha=0.7, name="elu"),
    ]


def normalizations():
    return [
        layers.BatchNormalization(momentum=0.8, name="plain"),
        layers.BatchNormalization(axis=1, epsilon=0.1, name="time_axis"),
        layers.BatchNormalization(scale=False, name="no_scale"),
        layers.BatchNormalization(center=False, name="no_center"),
    ]


BATCH = parallel((4, 3), "batch-normalizations", "by axis, without scale or centre", normalizations)
CONVOLUTIONS = parallel((6, 4), "convolutions", "Conv1D with every padding", convolutions)

CASES = [
    *common(
        chain(
            (4,),
            "normalization-adapted",
            "Normalization with adapted weights, then Dense",
            lambda: [adapted(), layers.Dense(2)],
        ),
    ),
    parallel((4, 3), "activation-layers", "activations that are layers", activations),
    BATCH,
    CONVOLUTIONS,
    *only(KERAS3, *in_float64(BATCH, CONVOLUTIONS)),
    parallel((6, 4), "depthwise-convolutions", "DepthwiseConv1D", depthwise),
    parallel((7, 3), "pooling", "pooling over time, windows and whole", pooling),
    parallel((4, 3), "rearrangements", "Permute, UpSampling1D, padding, Rescaling", shapes),
    Case("merges-products", merges.__doc__, merges),
    chain(
        (4,),
        "repeat-vector",
        "Dense, RepeatVector, LSTM",
        lambda: [layers.Dense(3, "tanh"), layers.RepeatVector(3), layers.LSTM(2)],
    ),
    parallel(
        (4,),
        "normalization-fixed",
        "Normalization with given mean and variance, and its inverse",
        lambda: [
            layers.Normalization(mean=[1.0, 2, 3, 4], variance=[2.0, 1, 0.5, 3], name="given"),
            layers.Normalization(mean=0.5, variance=2.0, invert=True, name="invert"),
        ],
    ),
    chain(
        (5, 3),
        "noise",
        "SpatialDropout1D, GaussianNoise, then Dense",
        lambda: [layers.SpatialDropout1D(0.3), layers.GaussianNoise(0.2), layers.Dense(2)],
        deterministic=False,
    ),
]

if __name__ == "__main__":
    main(CASES, __doc__)
