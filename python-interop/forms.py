"""Saves a model in every form its Keras knows, and reads each back with Keras itself.

Which files stay depends on the case, for the whole set must be small; those that do not stay are
checked all the same. Graphs that run as they are weigh most and are made for chosen cases only.
"""

import enum
import pathlib
import re
import shutil
import zipfile

import keras
import keras_lmu
import numpy as np
import tensorflow as tf

KERAS3 = keras.__version__.startswith("3.")
# Keras 2 does not find the registered LMUCell inside an RNN by itself.
CUSTOM_OBJECTS = {
    c.__name__: c for c in (keras_lmu.LMU, keras_lmu.LMUCell, keras_lmu.LMUFeedforward)
}


class Keep(enum.IntEnum):
    """How many forms of a case stay in its folder; each level has those of the one before."""

    NONE = 0  # config.json and data.npz alone
    PRIMARY = 1  # model.keras
    COMMON = 2  # model.h5; Keras 2: SavedModel without call functions, checkpoint
    FILES = 3  # files of weights alone


def single(values):
    """Keras wants the bare value where a model has one input or output, else the list."""
    return values[0] if len(values) == 1 else list(values)


def outputs_of(model, inputs, training=False):
    """The model's outputs as a flat list of arrays."""
    return [np.asarray(y) for y in tf.nest.flatten(model(single(inputs), training=training))]


def reset_states(model):
    """Forgets what stateful layers carry from call to call."""
    for layer in model.layers:
        if getattr(layer, "stateful", False):
            layer.reset_state() if KERAS3 else layer.reset_states()


def optimizer_variables(model):
    """The state of the model's optimizer; nothing where the model is not compiled."""
    optimizer = getattr(model, "optimizer", None)
    if optimizer is None:
        return []
    # Keras 2 restores a SavedModel's state only when the variables are made.
    optimizer.build(model.trainable_variables)
    return optimizer.variables if KERAS3 else optimizer.variables()


def save(model, build, folder, inputs, expected, keep, graphs):
    """Saves every form; returns for each "ok", or Keras' error when saving or reading back failed.

    ``build`` makes the model again, for the forms that hold weights alone. ``graphs`` asks for a
    SavedModel that runs without Keras.
    """

    def whole(path):
        loaded = keras.models.load_model(path, custom_objects=CUSTOM_OBJECTS)
        reset_states(loaded)
        for ours, theirs in zip(optimizer_variables(model), optimizer_variables(loaded)):
            if not np.array_equal(np.asarray(ours), np.asarray(theirs)):
                raise ValueError("the optimizer's state is not restored")
        return outputs_of(loaded, inputs)

    def weights(path):
        fresh = build()
        fresh(single(inputs))
        status = fresh.load_weights(path)
        if hasattr(status, "assert_existing_objects_matched"):
            status.assert_existing_objects_matched()
        reset_states(fresh)
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

    def keras_file(path):
        model.save(path)
        if keep < Keep.FILES:
            deflate(path)

    def export(path):
        model.export(path, verbose=False)

    def saved_model(path):
        model.save(path, save_format="tf", save_traces=graphs)

    if KERAS3:
        todo = [
            ("model.keras", Keep.PRIMARY, keras_file, whole),
            ("model.h5", Keep.COMMON, model.save, whole),
            ("model.weights.h5", Keep.FILES, model.save_weights, weights),
        ]
        todo += [("export", keep, export, signature)] if graphs else []
    else:
        todo = [
            ("model.keras", Keep.PRIMARY, keras_file, whole),
            ("model.h5", Keep.COMMON, model.save, whole),
            ("checkpoint/model", Keep.COMMON, model.save_weights, weights),
            ("model.weights.h5", Keep.FILES, model.save_weights, weights),
            ("legacy_weights.h5", Keep.FILES, model.save_weights, weights),
            ("saved_model", Keep.COMMON, saved_model, whole),
        ]
        # Once it has written a .h5, Keras 2.13 goes on with the older layout of configurations, in
        # archives too: the only one in which it reads a recurrent LMU back. People have both.
        if keep >= Keep.FILES:
            todo[0], todo[1] = todo[1], todo[0]
        todo += [("saved_model (serving_default)", keep, None, signature)] if graphs else []
    outcomes = {}
    for name, level, write, read in todo:
        outcomes[name] = outcome(folder / name.split(" ")[0], write, read, expected)
        if level > keep or outcomes[name].startswith("cannot save"):
            discard(folder / name.split("/")[0])
        if level > keep:
            outcomes[name] += ", not kept: size"
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


def deflate(path):
    """Packs the entries of an archive anew: Keras stores them, four times as large."""
    with zipfile.ZipFile(path) as archive:
        entries = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def discard(path: pathlib.Path):
    """Removes what a failed save left behind."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def text(error):
    """The first lines are enough to recognise the error; Keras colours some of them."""
    message = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return f"{type(error).__name__}: {' '.join(lines[:3])[:300]}"
