"""Saves a model in every form its Keras knows, and reads each back with Keras itself.

All cases have model.keras; what else is kept depends on the case, for the whole set must stay small.
What is not kept is checked all the same.
"""

import enum
import pathlib
import shutil

import keras
import numpy as np
import tensorflow as tf

KERAS3 = keras.__version__.startswith("3.")


class Keep(enum.Enum):
    """Which forms of a case stay in its folder."""

    ARCHIVE = "model.keras"
    COMMON = "and model.h5, Keras 2 checkpoint and SavedModel without call functions"
    EVERY = "and the weights files, exported SavedModel, Keras 2 SavedModel with call functions"


def single(values):
    """Keras wants the bare value where a model has one input or output, else the list."""
    return values[0] if len(values) == 1 else list(values)


def outputs_of(model, inputs, training=False):
    """The model's outputs as a flat list of arrays."""
    return [np.asarray(y) for y in tf.nest.flatten(model(single(inputs), training=training))]


def save(model, folder, inputs, expected, keep):
    """Saves every form; returns for each "ok", or Keras' error when saving or reading back failed."""
    every, common = keep is Keep.EVERY, keep is not Keep.ARCHIVE

    def whole(path):
        return outputs_of(keras.models.load_model(path), inputs)

    def weights(path):
        fresh = keras.models.model_from_json(model.to_json())
        fresh(single(inputs))
        status = fresh.load_weights(path)
        if hasattr(status, "assert_consumed"):
            status.assert_consumed()
        return outputs_of(fresh, inputs)

    def signature(path):
        function = tf.saved_model.load(path).signatures["serving_default"]
        if KERAS3:
            names, results = (
                [x.name for x in model.inputs],
                [f"output_{i}" for i in range(len(expected))],
            )
        else:
            names, results = model.input_names, model.output_names
        outputs = function(**{name: tf.constant(x) for name, x in zip(names, inputs)})
        return [np.asarray(outputs[name]) for name in results]

    def export(path):
        model.export(path, verbose=False)

    def saved_model(path):
        model.save(path, save_format="tf", save_traces=every)

    todo = [
        ("model.keras", model.save, whole, True),
        ("model.h5", model.save, whole, common),
        ("model.weights.h5", model.save_weights, weights, every),
    ]
    if not KERAS3:
        todo += [
            ("legacy_weights.h5", model.save_weights, weights, every),
            ("checkpoint/model", model.save_weights, weights, common),
            ("saved_model", saved_model, whole, common),
        ]
    if every and KERAS3:
        todo += [("export", export, signature, True)]
    if every and not KERAS3:
        todo += [("saved_model (serving_default)", None, signature, True)]
    outcomes = {}
    for name, write, read, kept in todo:
        path = folder / name.split(" ")[0]
        outcomes[name] = outcome(path, write, read, expected)
        if not kept or outcomes[name].startswith("cannot save"):
            discard(folder / name.split("/")[0])
        if not kept:
            outcomes[name] += ", not kept"
    return outcomes


def outcome(path, write, read, expected):
    """Writes (unless already written) and reads one form; "ok" only when the outputs come back."""
    try:
        path.parent.mkdir(exist_ok=True)
        if write is not None:
            write(str(path))
    except Exception as error:
        return f"cannot save: {text(error)}"
    try:
        actual = read(str(path))
        difference = max(
            np.max(np.abs(a - e), initial=0) for a, e in zip(actual, expected, strict=True)
        )
    except Exception as error:
        return f"cannot reload: {text(error)}"
    return "ok" if difference < 1e-5 else f"reloads with outputs that differ by {difference:.3g}"


def discard(path: pathlib.Path):
    """Removes what a failed save left behind."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def text(error):
    """The first line is enough to recognise the error."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else ''}"
