"""Fixtures of optimizers, learning-rate schedules and fit, from Keras 3."""

import keras
import numpy as np
import tensorflow as tf
from keras import Input, Sequential, layers, losses, metrics, optimizers
from keras.optimizers import schedules

from fixtures import TRAINING_STEPS
from training_fixtures import main

SCHEDULES = {
    "exponential": lambda: schedules.ExponentialDecay(0.1, 3, 0.5),
    "exponential-staircase": lambda: schedules.ExponentialDecay(0.1, 2, 0.5, staircase=True),
    "piecewise-constant": lambda: schedules.PiecewiseConstantDecay([1, 3], [0.1, 0.05, 0.01]),
    "polynomial": lambda: schedules.PolynomialDecay(0.1, 4, 0.01, power=2.0),
    "polynomial-cycle": lambda: schedules.PolynomialDecay(0.1, 3, 0.02, power=1.0, cycle=True),
    "inverse-time": lambda: schedules.InverseTimeDecay(0.1, 2, 0.5),
    "inverse-time-staircase": lambda: schedules.InverseTimeDecay(0.1, 2, 0.5, staircase=True),
    "cosine": lambda: schedules.CosineDecay(0.1, 4, alpha=0.1),
    "cosine-warmup": lambda: schedules.CosineDecay(
        0.01, 6, alpha=0.1, warmup_target=0.1, warmup_steps=3
    ),
    "cosine-restarts": lambda: schedules.CosineDecayRestarts(
        0.1, 3, t_mul=2.0, m_mul=0.5, alpha=0.1
    ),
}

OPTIMIZERS = {
    "sgd": lambda: optimizers.SGD(0.05),
    "sgd-momentum": lambda: optimizers.SGD(0.05, momentum=0.9),
    "sgd-nesterov": lambda: optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "sgd-weight-decay": lambda: optimizers.SGD(0.05, momentum=0.5, weight_decay=0.1),
    "sgd-clipnorm": lambda: optimizers.SGD(0.05, clipnorm=0.7),
    "sgd-clipvalue": lambda: optimizers.SGD(0.05, clipvalue=0.3),
    "sgd-global-clipnorm": lambda: optimizers.SGD(0.05, momentum=0.9, global_clipnorm=0.7),
    "adam": lambda: optimizers.Adam(0.05),
    "adam-arguments": lambda: optimizers.Adam(0.05, beta_1=0.8, beta_2=0.9, epsilon=1e-3),
    "adam-amsgrad": lambda: optimizers.Adam(0.05, beta_2=0.5, amsgrad=True),
    "adam-weight-decay": lambda: optimizers.Adam(0.05, weight_decay=0.1),
    "adam-clipnorm": lambda: optimizers.Adam(0.05, clipnorm=0.7),
    "adam-clipvalue": lambda: optimizers.Adam(0.05, clipvalue=0.3),
    "adam-global-clipnorm": lambda: optimizers.Adam(0.05, global_clipnorm=0.7),
    "adamw": lambda: optimizers.AdamW(0.05),
    "adamw-arguments": lambda: optimizers.AdamW(
        0.05, weight_decay=0.2, amsgrad=True, global_clipnorm=1.0
    ),
    "nadam": lambda: optimizers.Nadam(0.05),
    "nadam-arguments": lambda: optimizers.Nadam(
        0.05, beta_1=0.8, beta_2=0.9, epsilon=1e-3, weight_decay=0.1
    ),
    "rmsprop": lambda: optimizers.RMSprop(0.05),
    "rmsprop-momentum": lambda: optimizers.RMSprop(0.05, rho=0.8, momentum=0.7),
    "rmsprop-centered": lambda: optimizers.RMSprop(0.05, centered=True),
    "rmsprop-everything": lambda: optimizers.RMSprop(
        0.05, rho=0.8, momentum=0.7, centered=True, epsilon=1e-3, weight_decay=0.1
    ),
    "adagrad": lambda: optimizers.Adagrad(0.05),
    "adagrad-arguments": lambda: optimizers.Adagrad(
        0.05, initial_accumulator_value=0.5, epsilon=1e-3, weight_decay=0.1
    ),
} | {f"sgd-{name}": lambda make=make: optimizers.SGD(make()) for name, make in SCHEDULES.items()}
OPTIMIZERS["adam-cosine-warmup"] = lambda: optimizers.Adam(SCHEDULES["cosine-warmup"]())


def optimizer_cases(dtype, rng):
    """A Dense from 2 to 3 units on 4 samples: weights, gradients and loss at every step."""
    x = rng.normal(size=(4, 2)).astype(dtype)
    target = (3 * rng.normal(size=(4, 3))).astype(dtype)
    initial = [rng.normal(size=shape).astype(dtype) for shape in ((2, 3), (3,))]
    data = {"x": x, "target": target, "kernel": initial[0], "bias": initial[1]}
    described = {}
    for name, make in OPTIMIZERS.items():
        kernel, bias = (keras.Variable(value, dtype=dtype) for value in initial)
        optimizer = make()
        described[name] = optimizers.serialize(optimizer)
        rows = {entry: [] for entry in ("gradient/kernel", "gradient/bias", "kernel", "bias")}
        rows |= {"loss": [], "learning_rate": []}
        for _ in range(TRAINING_STEPS):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean((x @ kernel.value + bias.value - target) ** 2)
            gradients = tape.gradient(loss, [kernel.value, bias.value])
            rows["learning_rate"].append(np.asarray(optimizer.learning_rate))
            optimizer.apply(gradients, [kernel, bias])
            rows["gradient/kernel"].append(np.asarray(gradients[0]))
            rows["gradient/bias"].append(np.asarray(gradients[1]))
            rows["kernel"].append(np.array(kernel))
            rows["bias"].append(np.array(bias))
            rows["loss"].append(np.asarray(loss))
        data |= {f"{name}/{entry}": np.stack(row) for entry, row in rows.items()}
    return data, described


def schedule_cases(dtype, rng):
    """The learning rate at steps 0 to 20."""
    data = {
        name: np.stack([np.asarray(make()(step)) for step in range(21)])
        for name, make in SCHEDULES.items()
    }
    return data, {name: schedules.serialize(make()) for name, make in SCHEDULES.items()}


def fit_cases(dtype, rng):
    """fit without shuffling, 7 samples in batches of 3, so that the last batch is short."""
    x = rng.normal(size=(7, 4)).astype(dtype)
    y = rng.integers(0, 3, 7).astype("int32")
    held_out = rng.normal(size=(5, 4)).astype(dtype), rng.integers(0, 3, 5).astype("int32")
    sample_weight = (rng.random(7) * 2).astype(dtype)
    initial = [(rng.normal(size=shape) / 2).astype(dtype) for shape in ((4, 5), (5,), (5, 3), (3,))]
    data = {"x": x, "y": y, "sample_weight": sample_weight}
    data |= {"validation_x": held_out[0], "validation_y": held_out[1]}
    data |= {f"initial/{i}": value for i, value in enumerate(initial)}
    class_weight = {0: 0.5, 1: 2.0, 2: 1.5}
    cases = {
        "plain": {},
        "class-weight": {"class_weight": class_weight},
        "sample-weight": {"sample_weight": sample_weight},
        "validation": {"validation_data": held_out},
    }
    described = {
        "model": "Dense(5, tanh), Dense(3)",
        "loss": "sparse categorical cross-entropy from logits",
        "optimizer": optimizers.serialize(optimizers.SGD(0.1, momentum=0.9)),
        "epochs": 3,
        "batch_size": 3,
        "class_weight": class_weight,
    }
    for name, arguments in cases.items():
        model = Sequential([Input((4,)), layers.Dense(5, "tanh"), layers.Dense(3)])
        model.set_weights(initial)
        model.compile(
            optimizers.SGD(0.1, momentum=0.9),
            losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
            weighted_metrics=[metrics.SparseCategoricalCrossentropy(from_logits=True, name="nll")],
        )
        history = model.fit(x, y, batch_size=3, epochs=3, shuffle=False, verbose=0, **arguments)
        data |= {
            f"{name}/history/{key}": np.asarray(row, dtype) for key, row in history.history.items()
        }
        data |= {f"{name}/weights/{i}": value for i, value in enumerate(model.get_weights())}
    return data, described


if __name__ == "__main__":
    main({"optimizers": optimizer_cases, "fit": fit_cases})
    # Keras computes learning rates in float32, whatever the dtype of the weights.
    main({"schedules": schedule_cases}, ["float32"])
