"""Loads what lmu4j exported in the world of this Python, and compares it with Keras' own numbers.

    check_exports.py target/exports [case ...]

For each case: the original outputs from every form, five training steps where the form can be
trained, the steps that a stored optimizer leads to, and SavedModels for batches of 1, 7 and 100
and for two lengths of sequence by one signature. A line for each case; ``report_exports.py`` makes
the table.
"""

import argparse
import importlib
import json
import os
import pathlib
import traceback

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

import fixtures
from fixtures import ROOT, WORLD
from forms import CUSTOM_OBJECTS, KERAS3, optimizer_variables, outputs_of, reset_states, single

FAMILIES = ("feedforward", "layers", "lmu", "models", "r", "rnn", "trained", "zoo")
BATCHES = (1, 7, 100)
# Rounding stays far below, another function far above.
SAME_FUNCTION = 1e-4


def cases():
    """Every case of this world by name."""
    found = {}
    for family in FAMILIES:
        for case in importlib.import_module(f"generate_{family}").CASES:
            if WORLD in case.worlds:
                found[case.name] = case
    return found


def relative(actual, expected, whole=None):
    """The largest difference, by the largest expected value, or that of the whole it is part of."""
    scale = max(float(np.max(np.abs(expected if whole is None else whole), initial=0)), 1e-30)
    return float(np.max(np.abs(np.asarray(actual) - expected), initial=0)) / scale


def worst(actual, expected, whole=None):
    return max(
        (relative(*each) for each in zip(actual, expected, whole or expected, strict=True)),
        default=0.0,
    )


def listed(data, key):
    """The arrays key/0, key/1, ..."""
    count = sum(1 for name in data.files if name.startswith(key + "/"))
    return [data[f"{key}/{i}"] for i in range(count)]


def whole(path, case):
    model = keras.models.load_model(path, custom_objects=CUSTOM_OBJECTS)
    reset_states(model)
    return model


def weights_alone(path, case):
    """Loads weights into the model that the case's own Python code builds."""
    model = case.build()
    inputs = []
    for x in model.inputs:
        shape = [size or (2 if axis == 0 else case.steps) for axis, size in enumerate(x.shape)]
        inputs.append(np.zeros(shape, tf.as_dtype(x.dtype).as_numpy_dtype))
    model(single(inputs))
    # Keras 2 refuses to load a checkpoint of nothing.
    if not model.weights:
        return model
    status = model.load_weights(path)
    if hasattr(status, "assert_existing_objects_matched"):
        status.assert_existing_objects_matched()
    reset_states(model)
    return model


def keras_trains(case, inputs, outputs):
    """Whether Keras can train its own model: keras-lmu 0.9 fails where an LMU drops inputs."""
    model = case.build()
    model.compile("sgd", "mse")
    try:
        fixtures.fit(model, inputs, outputs)
        return True
    except Exception:
        return False


def check_model(model, data, case, other_world=False):
    """Outputs and training of a Keras model."""
    inputs, targets = listed(data, "x"), listed(data, "target")
    ours, theirs = outputs_of(model, inputs), listed(data, "y")
    if other_world:
        theirs = reference_outputs(case, data, with_weights(case, data, inputs))
    found = {"outputs": worst(ours, theirs)}
    if other_world:
        found["original"] = worst(ours, listed(data, "y"))
    reset_states(model)
    if "continued_losses" in data.files:
        state = [data[name] for name in data.files if name.startswith("optimizer/")]
        variables = optimizer_variables(model)
        # Keras 3 makes no variables for the optimizer of a .h5 file, of its own files neither.
        if len(variables) < len(state):
            return found
        if len(variables) == len(state):
            found["optimizer"] = worst(variables, state)
        losses = fixtures.train(model, model.optimizer, inputs, targets)
        found["training"] = relative(losses, data["continued_losses"])
    elif "sgd_losses" in data.files:
        model.compile(loss="mse", run_eagerly=True)
        losses = fixtures.train(model, keras.optimizers.SGD(0.05), inputs, targets)
        found["training"] = relative(losses, data["sgd_losses"])
    elif model.trainable_variables and keras_trains(case, inputs, listed(data, "y")):
        targets = [np.zeros_like(y) for y in listed(data, "y")]
        model.compile(keras.optimizers.SGD(0.05), "mse")
        losses = fixtures.fit(model, inputs, targets)
        found["trains"] = 0.0 if np.all(np.isfinite(losses)) else 1.0
    return found


def run_signature(function, names, inputs, results):
    outputs = function(**{name: tf.constant(x) for name, x in zip(names, inputs)})
    return [np.asarray(outputs[name]) for name in results]


def use(dtype):
    """Layers that are made from now on compute in this dtype."""
    keras.backend.clear_session()
    keras.backend.set_floatx(dtype)
    keras.mixed_precision.set_global_policy(dtype)


def with_weights(case, data, inputs):
    """The model of the case's own Python code with the weights of its numbers."""
    model = case.build()
    types = [tf.as_dtype(x.dtype).as_numpy_dtype for x in model.inputs]
    model(single([x.astype(dtype) for x, dtype in zip(inputs, types)]))
    names = [name for name in data.files if name.startswith("weights/")]
    for variable, name in zip(fixtures.weights_of(model).values(), names, strict=True):
        variable.assign(data[name])
    reset_states(model)
    return model


def reference_outputs(case, data, reference):
    """What Keras gives here for a case of the other world.

    Some functions are others in Keras 3, such as ``hard_sigmoid``; there it has to be the case's.
    """
    own = listed(data, "y")
    here = outputs_of(reference, listed(data, "x"))
    reset_states(reference)
    return here if worst(here, own) < SAME_FUNCTION else own


def check_saved_model(path, case, data, other_world):
    """The signatures in ``tf.saved_model.load`` and, in Keras 3, in ``TFSMLayer``."""
    inputs, expected = listed(data, "x"), listed(data, "y")
    loaded = tf.saved_model.load(path)
    function = loaded.signatures["serving_default"]
    reference = with_weights(case, data, inputs)
    if other_world:
        expected = reference_outputs(case, data, reference)
    names = [spec.name for spec in function.structured_input_signature[1].values()]
    names = order(names, reference)
    specs = function.structured_input_signature[1]
    inputs = [x.astype(specs[n].dtype.as_numpy_dtype) for n, x in zip(names, inputs)]
    outputs = function(**{name: tf.constant(x) for name, x in zip(names, inputs)})
    results = match(outputs, expected)
    served = [np.asarray(outputs[name]) for name in results]
    found = {"outputs": worst(served, expected)}
    if other_world:
        found["original"] = worst(served, listed(data, "y"))
    batch_first = not any(getattr(layer, "time_major", False) for layer in reference.layers)
    independent = batch_first and not fixtures.is_stateful(reference)
    if independent and all(s.shape[0] is None for s in specs.values()):
        rows = max(1, len(inputs[0]))
        for batch in BATCHES:
            repeated = [x[np.arange(batch) % rows] for x in inputs]
            actual = run_signature(function, names, repeated, results)
            wanted = [y[np.arange(batch) % rows] for y in expected]
            found[f"batch {batch}"] = worst(actual, wanted, expected)
    lengths = [s.shape[1] for s in specs.values() if s.shape.rank == 3]
    if len(specs) == 1 and lengths == [None]:
        for length in (3, 11):
            x = np.random.default_rng(length).normal(size=(2, length, inputs[0].shape[2]))
            x = x.astype(inputs[0].dtype)
            reset_states(reference)
            actual = run_signature(function, names, [x], results)
            wanted = outputs_of(reference, [x])
            found[f"length {length}"] = worst(actual, wanted)
    if "step" in loaded.signatures:
        # Raw convolutions alone truncate; a step never does.
        truncated = any(
            getattr(layer, "conv_mode", "") == "raw" and layer.truncate_ir
            for layer in reference.layers
        )
        key = "step of truncated" if truncated else "step"
        found[key] = check_step(loaded.signatures["step"], names, inputs, results, served)
    found["variables"] = check_variables(loaded, pathlib.Path(path).parent / "weights.npz")
    trainable = function.trainable_variables
    if case.dtype == "float64" and trainable:
        found["gradient"] = check_gradient(function, dict(zip(names, inputs)), results, trainable)
    # TFSMLayer passes on one input alone.
    if KERAS3 and len(names) == 1:
        layer = keras.layers.TFSMLayer(path, call_endpoint="serving_default")
        outputs = layer(inputs[0])
        found["TFSMLayer"] = worst([np.asarray(outputs[name]) for name in results], expected)
    return found


def check_step(step, names, inputs, results, served):
    """Goes through the sequences by one time step a call, beginning with zeros."""
    specs = step.structured_input_signature[1]
    states = {
        name: tf.zeros([len(inputs[0]), *spec.shape[1:]], spec.dtype)
        for name, spec in specs.items()
        if name not in names
    }
    found = []
    for t in range(inputs[0].shape[1]):
        now = {name: tf.constant(x[:, t]) for name, x in zip(names, inputs)}
        outputs = step(**now, **states)
        states = {name: outputs[f"next_{name}"] for name in states}
        found.append([np.asarray(outputs[name]) for name in results])
    sequences = []
    for i, y in enumerate(served):
        values = [outputs[i] for outputs in found]
        sequences.append(values[-1] if values[-1].ndim == y.ndim else np.stack(values, axis=1))
    return worst(sequences, served)


def check_variables(loaded, weights):
    """Variables have the names and the values of the weights."""
    expected = np.load(weights)
    values = {v.name.removesuffix(":0"): np.asarray(v) for v in loaded.variables}
    return worst([values[name] for name in expected.files], [expected[n] for n in expected.files])


def check_gradient(function, inputs, results, variables):
    """The gradient by what Python can train, beside differences of the outputs themselves."""
    inputs = {name: tf.constant(x) for name, x in inputs.items()}

    def loss():
        outputs = function(**inputs)
        return tf.add_n([tf.reduce_sum(tf.math.sin(outputs[name])) for name in results])

    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, variables, unconnected_gradients="zero")
    rng = np.random.default_rng(0)
    directions = [rng.normal(size=v.shape) for v in variables]
    slope = sum(np.sum(g.numpy() * d) for g, d in zip(gradients, directions))
    around = []
    for size in (1e-5, -2e-5):
        for variable, direction in zip(variables, directions):
            variable.assign_add(size * direction)
        around.append(float(loss()))
    for variable, direction in zip(variables, directions):
        variable.assign_add(1e-5 * direction)
    difference = (around[0] - around[1]) / 2e-5
    return abs(slope - difference) / max(abs(difference), 1e-3)


def order(names, model):
    """The signature's names in the model's order: signatures have none."""
    wanted = [x.name.split(":")[0] for x in model.inputs] if KERAS3 else list(model.input_names)
    return names if len(names) == 1 else [name for name in wanted if name in names]


def match(outputs, expected):
    """Which output is which: by shape and closeness, as their names come from lmu4j."""
    left, found = list(outputs), []
    for y in expected:
        fitting = [n for n in left if tuple(outputs[n].shape) == y.shape]
        best = min(fitting, key=lambda n: relative(outputs[n], y))
        left.remove(best)
        found.append(best)
    return found


def check(folder, case):
    """Every form of one case: what was measured, or what went wrong."""
    outcomes = json.loads((folder / "outcomes.json").read_text())
    data = np.load(ROOT / "models/fixtures" / folder.parent.name / case.name / "data.npz")
    results = {}
    for name, outcome in outcomes.items():
        path = str(folder / name)
        if outcome != "written":
            results[name] = {"refused": outcome}
            continue
        other_world = folder.parent.name != WORLD
        if other_world and name not in ("model.keras", "saved_model"):
            continue
        if not other_world and WORLD == "keras2" and name == "model.keras":
            continue
        if name == "weights.npz":
            arrays = np.load(path)
            total = sum(arrays[k].size for k in arrays.files)
            expected = sum(data[k].size for k in data.files if k.startswith("weights/"))
            results[name] = {"outputs": 0.0 if total == expected else 1.0}
            continue
        use(case.dtype)
        try:
            if name == "saved_model":
                results[name] = check_saved_model(path, case, data, other_world)
            elif name in ("model.keras", "keras2.keras", "keras2.h5", "keras3.h5"):
                results[name] = check_model(whole(path, case), data, case, other_world)
            else:
                results[name] = check_model(weights_alone(path, case), data, case)
        except Exception as error:
            if os.environ.get("DEBUG"):
                traceback.print_exc()
            text = " ".join(str(error).split())[:300]
            results[name] = {"error": f"{type(error).__name__}: {text}"}
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exports", type=pathlib.Path)
    parser.add_argument("case", nargs="*")
    options = parser.parse_args()
    known = cases()
    print("versions", json.dumps({"world": WORLD} | fixtures.versions()), flush=True)
    worlds = ("keras2", "keras3") if KERAS3 else ("keras2",)
    for world in worlds:
        for folder in sorted((options.exports / world).iterdir()):
            name = folder.name
            if name not in known or (options.case and name not in options.case):
                continue
            if (folder / "outcomes.json").exists():
                print(f"{world}/{name}", json.dumps(check(folder, known[name])), flush=True)


if __name__ == "__main__":
    main()
