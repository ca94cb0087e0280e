"""Fixtures of losses and metrics, from Keras 3."""

import numpy as np
import tensorflow as tf
from keras import losses, metrics

from training_fixtures import main

PAIRS = {
    "sparse": ("classes", ("logits", "probabilities")),
    "one-hot": ("one_hot", ("logits", "probabilities")),
    "binary": ("binary", ("logits", "units")),
    "real": ("real", ("logits",)),
    "distribution": ("distribution", ("probabilities",)),
    "positive": ("positive", ("positive_guess",)),
    "signs": ("signs", ("logits",)),
}

LOSSES = {
    "sparse-logits": ("sparse", lambda: losses.SparseCategoricalCrossentropy(from_logits=True)),
    "sparse-probabilities": ("sparse", lambda: losses.SparseCategoricalCrossentropy()),
    "sparse-ignore-class": (
        "sparse",
        lambda: losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=1),
    ),
    "categorical-logits": ("one-hot", lambda: losses.CategoricalCrossentropy(from_logits=True)),
    "categorical-probabilities": ("one-hot", lambda: losses.CategoricalCrossentropy()),
    "categorical-smoothing": (
        "one-hot",
        lambda: losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1),
    ),
    "categorical-smoothing-probabilities": (
        "one-hot",
        lambda: losses.CategoricalCrossentropy(label_smoothing=0.1),
    ),
    "binary-logits": ("binary", lambda: losses.BinaryCrossentropy(from_logits=True)),
    "binary-probabilities": ("binary", lambda: losses.BinaryCrossentropy()),
    "binary-smoothing": (
        "binary",
        lambda: losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
    ),
    "mse": ("real", lambda: losses.MeanSquaredError()),
    "mse-sum": ("real", lambda: losses.MeanSquaredError(reduction="sum")),
    "mse-none": ("real", lambda: losses.MeanSquaredError(reduction=None)),
    "mse-mean": ("real", lambda: losses.MeanSquaredError(reduction="mean")),
    "mse-mean-with-sample-weight": (
        "real",
        lambda: losses.MeanSquaredError(reduction="mean_with_sample_weight"),
    ),
    "mae": ("real", lambda: losses.MeanAbsoluteError()),
    "huber": ("real", lambda: losses.Huber()),
    "huber-delta": ("real", lambda: losses.Huber(delta=0.4)),
    "cosine": ("real", lambda: losses.CosineSimilarity()),
    "log-cosh": ("real", lambda: losses.LogCosh()),
    "mape": ("positive", lambda: losses.MeanAbsolutePercentageError()),
    "msle": ("positive", lambda: losses.MeanSquaredLogarithmicError()),
    "poisson": ("positive", lambda: losses.Poisson()),
    "kl-divergence": ("distribution", lambda: losses.KLDivergence()),
    "hinge": ("signs", lambda: losses.Hinge()),
    "squared-hinge": ("signs", lambda: losses.SquaredHinge()),
    "categorical-hinge": ("one-hot", lambda: losses.CategoricalHinge()),
}

METRICS = {
    "accuracy": ("classes", "classes_guess", lambda: metrics.Accuracy()),
    "sparse-categorical-accuracy": (
        "classes",
        "logits",
        lambda: metrics.SparseCategoricalAccuracy(),
    ),
    "categorical-accuracy": ("one_hot", "logits", lambda: metrics.CategoricalAccuracy()),
    "binary-accuracy": ("binary", "units", lambda: metrics.BinaryAccuracy()),
    "binary-accuracy-threshold": ("binary", "units", lambda: metrics.BinaryAccuracy(threshold=0.3)),
    "top-k": ("one_hot", "logits", lambda: metrics.TopKCategoricalAccuracy(k=2)),
    "sparse-top-k": ("classes", "logits", lambda: metrics.SparseTopKCategoricalAccuracy(k=2)),
    "mse": ("real", "logits", lambda: metrics.MeanSquaredError()),
    "rmse": ("real", "logits", lambda: metrics.RootMeanSquaredError()),
    "mae": ("real", "logits", lambda: metrics.MeanAbsoluteError()),
    "mape": ("positive", "positive_guess", lambda: metrics.MeanAbsolutePercentageError()),
    "msle": ("positive", "positive_guess", lambda: metrics.MeanSquaredLogarithmicError()),
    "cosine": ("real", "logits", lambda: metrics.CosineSimilarity()),
    "log-cosh": ("real", "logits", lambda: metrics.LogCoshError()),
    "poisson": ("positive", "positive_guess", lambda: metrics.Poisson()),
    "kl-divergence": ("distribution", "probabilities", lambda: metrics.KLDivergence()),
    "hinge": ("signs", "logits", lambda: metrics.Hinge()),
    "binary-crossentropy": ("binary", "units", lambda: metrics.BinaryCrossentropy()),
    "categorical-crossentropy": (
        "one_hot",
        "logits",
        lambda: metrics.CategoricalCrossentropy(from_logits=True),
    ),
    "sparse-categorical-crossentropy": (
        "classes",
        "probabilities",
        lambda: metrics.SparseCategoricalCrossentropy(),
    ),
    "precision": ("binary", "units", lambda: metrics.Precision()),
    "recall": ("binary", "units", lambda: metrics.Recall()),
}


def softmax(logits):
    exponential = np.exp(logits)
    return exponential / exponential.sum(-1, keepdims=True)


def targets_and_guesses(dtype, rng, shape):
    """Every kind of target and prediction for a shape (batch, ..., classes)."""
    classes = shape[-1]
    labels = rng.integers(0, classes, shape[:-1])
    guess = np.where(rng.random(shape[:-1]) < 0.5, labels, rng.integers(0, classes, shape[:-1]))
    floats = {
        "logits": rng.normal(size=shape) * 2,
        "probabilities": softmax(rng.normal(size=shape)),
        "units": rng.random(shape),
        "positive_guess": rng.random(shape) * 2 + 0.05,
        "one_hot": np.eye(classes)[labels],
        "binary": rng.integers(0, 2, shape),
        "real": rng.normal(size=shape),
        "distribution": softmax(rng.normal(size=shape)),
        "positive": rng.random(shape) * 2 + 0.05,
        "signs": rng.integers(0, 2, shape) * 2 - 1,
        "classes_guess": guess,
        "sample_weight": rng.random(shape[:-1]) * 2,
    }
    return {name: value.astype(dtype) for name, value in floats.items()} | {
        "classes": labels.astype("int32")
    }


def loss_cases(dtype, rng):
    """Value and gradient, plain and with sample weights; also at probabilities of 0 and 1."""
    data, described = {}, {}
    kinds = {"flat": (4, 3), "sequence": (2, 3, 4)}
    arrays = {kind: targets_and_guesses(dtype, rng, shape) for kind, shape in kinds.items()}
    arrays["edge"] = targets_and_guesses(dtype, rng, (3, 3))
    arrays["edge"]["probabilities"] = np.eye(3, dtype=dtype)[[0, 1, 1]]
    arrays["edge"]["units"] = np.eye(3, dtype=dtype)[[0, 1, 1]]
    for kind, values in arrays.items():
        data |= {f"{kind}/{name}": value for name, value in values.items()}
    for name, (pair, make) in LOSSES.items():
        truth_name, guesses = PAIRS[pair]
        loss = make()
        from_logits = getattr(loss, "from_logits", True)
        guess_name = guesses[0 if from_logits or len(guesses) == 1 else 1]
        described[name] = {
            "loss": losses.serialize(loss),
            "target": truth_name,
            "prediction": guess_name,
        }
        for kind, values in arrays.items():
            for weighted in (False, True):
                entry = f"{name}/{kind}" + ("-weighted" if weighted else "")
                guess = tf.constant(values[guess_name])
                weight = values["sample_weight"] if weighted else None
                with tf.GradientTape() as tape:
                    tape.watch(guess)
                    value = loss(values[truth_name], guess, sample_weight=weight)
                data[f"{entry}/value"] = np.asarray(value)
                data[f"{entry}/gradient"] = np.asarray(tape.gradient(value, guess))
    return data, described


def metric_cases(dtype, rng):
    """The result after the first and after the second batch, plain and with sample weights."""
    data, described = {}, {}
    batches = [targets_and_guesses(dtype, rng, (size, 4)) for size in (5, 3)]
    for i, values in enumerate(batches):
        data |= {f"batch{i}/{name}": value for name, value in values.items()}
    for name, (truth, guess, make) in METRICS.items():
        described[name] = {
            "metric": metrics.serialize(make()),
            "target": truth,
            "prediction": guess,
        }
        for weighted in (False, True):
            metric, results = make(), []
            for values in batches:
                weight = values["sample_weight"] if weighted else None
                metric.update_state(values[truth], values[guess], sample_weight=weight)
                results.append(np.asarray(metric.result()))
            data[name + ("-weighted" if weighted else "")] = np.stack(results)
    return data, described


if __name__ == "__main__":
    main({"losses": loss_cases})
    # TensorFlow's in_top_k knows float32 alone.
    main({"metrics": metric_cases}, ["float32"])
