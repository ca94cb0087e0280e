"""Writes one fixture folder for each case: a tiny model in every form its Keras can save, and its numbers.

A generator lists cases and calls ``main``; the world (Keras 2 or Keras 3) is that of the Python that
runs it. Everything is seeded by the case's name, so adding a case changes no other case.
"""

import argparse
import dataclasses
import json
import pathlib
import platform
import shutil
import sys
import traceback
import zlib
from collections.abc import Callable
from importlib.metadata import version

import keras
import numpy as np
import tensorflow as tf

import forms
from forms import Keep, outputs_of, reset_states, single

WORLD = "keras3" if keras.__version__.startswith("3.") else "keras2"
ROOT = pathlib.Path(__file__).resolve().parent.parent
TRAINING_STEPS = 5
KERAS2, KERAS3 = ("keras2",), ("keras3",)
BOTH = KERAS2 + KERAS3


@dataclasses.dataclass(frozen=True)
class Case:
    """One model and the data it is run on.

    ``build`` is called under the case's floatx, so that layers take the dtype by default. ``steps``
    stands for every open dimension of the model's inputs. ``mask`` holds, for each sample, which
    time steps are kept: the others are set to zero for a Masking layer to find. ``integers`` bounds
    integer inputs. ``deterministic`` is false for layers that are random in training: such a case
    has no training numbers. ``keep`` tells which files stay, ``graphs`` in which worlds there is a
    SavedModel that runs as it is. With an ``optimizer`` the model is trained before it is saved, and
    its files hold the optimizer's state.
    """

    name: str
    description: str
    build: Callable[[], keras.Model]
    dtype: str = "float32"
    batch: int = 2
    steps: int = 6
    mask: tuple[str, ...] | None = None
    integers: int = 5
    deterministic: bool = True
    keep: Keep = Keep.PRIMARY
    graphs: tuple[str, ...] = ()
    optimizer: Callable[[], keras.optimizers.Optimizer] | None = None
    worlds: tuple[str, ...] = BOTH

    @property
    def seed(self):
        return zlib.crc32(self.name.encode())


def in_float64(*cases, keep=Keep.NONE):
    """The same cases in double precision, under names of their own."""
    changes = {"dtype": "float64", "keep": keep, "graphs": ()}
    return [dataclasses.replace(c, name=f"{c.name}-float64", **changes) for c in cases]


def common(*cases):
    """The same cases with the files that people use most."""
    return [dataclasses.replace(case, keep=Keep.COMMON) for case in cases]


def only(worlds, *cases):
    """The same cases in some worlds alone."""
    return [dataclasses.replace(case, worlds=worlds) for case in cases]


def sequential(shape, *layers):
    """A Sequential model over one input of the given shape (without the batch)."""
    return keras.Sequential([keras.Input(shape), *layers])


def chain(shape, name, description, make, **case):
    """A case of a Sequential model; the layers are given as a function, to be made afresh."""
    return Case(name, description, lambda: sequential(shape, *make()), **case)


def parallel(shape, name, description, make, **case):
    """A case of a graph in which every layer reads the same input; each is an output."""

    def build():
        x = keras.Input(shape, name="x")
        return keras.Model(x, [layer(x) for layer in make()])

    return Case(name, description, build, **case)


def path_of(variable):
    """The name by which this world's Keras prints a variable."""
    return variable.path if WORLD == "keras3" else variable.name.removesuffix(":0")


def weights_of(model):
    """Every weight by its path, in Keras' order; a path met again gets a number, as Keras may repeat one."""
    named = {}
    for variable in model.weights:
        path = path_of(variable)
        repeats = sum(1 for known in named if known.split("#")[0] == path)
        named[f"{path}#{repeats + 1}" if repeats else path] = variable
    return named


def randomise(model, rng):
    """Gives every floating weight a value that shows in the output and stays legal for its role."""
    for path, variable in weights_of(model).items():
        value = np.asarray(variable)
        role = path.split("#")[0].split("/")[-1]
        # Normalization keeps what it computed from its variables when they were adapted.
        if not np.issubdtype(value.dtype, np.floating) or role in ("mean", "variance"):
            continue
        if role == "theta_inv":
            value = value * rng.uniform(0.8, 1.25, value.shape)
        elif "variance" in role:
            value = rng.uniform(0.5, 1.5, value.shape)
        elif role == "gamma":
            value = 1 + 0.3 * rng.normal(size=value.shape)
        else:
            fan_in = int(np.prod(value.shape[:-1])) if value.ndim > 1 else 4
            value = rng.normal(size=value.shape) / np.sqrt(max(fan_in, 1))
        variable.assign(value.astype(variable.dtype if WORLD == "keras3" else variable.dtype.name))


def make_inputs(case, model, rng):
    """Random data for every model input: normal, or integers below ``case.integers``."""
    inputs = []
    for tensor in model.inputs:
        shape = [size or case.steps for size in tuple(tensor.shape)[1:]]
        shape.insert(0, tensor.shape[0] or case.batch)
        if tf.as_dtype(tensor.dtype).is_integer:
            value = rng.integers(0, case.integers, shape).astype("int32")
        else:
            value = rng.normal(size=shape).astype(tf.as_dtype(tensor.dtype).as_numpy_dtype)
        inputs.append(value)
    if case.mask is not None:
        inputs[0][np.array([[step == "." for step in row] for row in case.mask])] = 0
    return inputs


def loss_and_gradients(model, inputs, targets):
    """The loss that fit minimizes, and its gradients by weights and by inputs (None for integers)."""
    tensors = [tf.constant(x) for x in inputs]
    targets = [tf.constant(y) for y in targets]
    floating = [x for x in tensors if x.dtype.is_floating]
    variables = [
        getattr(v, "value", v) if WORLD == "keras3" else v for v in model.trainable_variables
    ]
    with tf.GradientTape() as tape:
        tape.watch(floating)
        y = model(single(tensors), training=True)
        loss = model.compute_loss(x=single(tensors), y=single(targets), y_pred=y)
    by_weight, by_input = tape.gradient(loss, [variables, floating], unconnected_gradients="zero")
    by_input = iter(by_input)
    return (
        float(loss),
        [tf.convert_to_tensor(g) for g in by_weight],
        [next(by_input) if x.dtype.is_floating else None for x in tensors],
    )


def is_stateful(model):
    return any(getattr(layer, "stateful", False) for layer in model.layers)


def train(model, optimizer, inputs, targets):
    """Full-batch steps; returns the loss before each."""
    losses = []
    reset_states(model)
    for _ in range(TRAINING_STEPS):
        loss, gradients, _ = loss_and_gradients(model, inputs, targets)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        losses.append(loss)
    return losses


def fit(model, inputs, targets):
    """Keras' own training of a compiled model, on full batches; returns the loss of each epoch."""
    options = {"epochs": TRAINING_STEPS, "batch_size": len(inputs[0]), "shuffle": False}
    return model.fit(single(inputs), single(targets), verbose=0, **options).history["loss"]


def record(case, model, inputs, targets):
    """Every number of the case, by its entry name in data.npz; leaves the model as it was."""
    data = {f"x/{i}": x for i, x in enumerate(inputs)}
    weights = weights_of(model)
    initial = {path: np.array(variable) for path, variable in weights.items()}
    data |= {f"weights/{path}": value for path, value in initial.items()}

    def restore():
        for path, variable in weights.items():
            variable.assign(initial[path])
        reset_states(model)

    data |= {f"y/{i}": y for i, y in enumerate(outputs_of(model, inputs))}
    if is_stateful(model):
        second = [x[::-1].copy() for x in inputs]
        data |= {f"x2/{i}": x for i, x in enumerate(second)}
        data |= {f"y2/{i}": y for i, y in enumerate(outputs_of(model, second))}
        restore()
    if not case.deterministic:
        return data

    data |= {f"training_y/{i}": y for i, y in enumerate(outputs_of(model, inputs, training=True))}
    data |= {f"target/{i}": y for i, y in enumerate(targets)}
    restore()
    loss, by_weight, by_input = loss_and_gradients(model, inputs, targets)
    restore()
    data["loss"] = np.asarray(loss, case.dtype)
    names = {id(variable): path for path, variable in weights.items()}
    for variable, gradient in zip(model.trainable_variables, by_weight):
        data[f"gradient/{names[id(variable)]}"] = np.asarray(gradient)
    data |= {f"gradient_x/{i}": np.asarray(g) for i, g in enumerate(by_input) if g is not None}
    if not model.trainable_variables:
        return data
    if case.optimizer:
        optimizers = {"continued": model.optimizer}
        data |= {f"optimizer/{path_of(v)}": np.array(v) for v in forms.optimizer_variables(model)}
    else:
        optimizers = {"sgd": keras.optimizers.SGD(0.05), "adam": keras.optimizers.Adam(0.01)}
    for name, optimizer in optimizers.items():
        data[f"{name}_losses"] = np.asarray(train(model, optimizer, inputs, targets), case.dtype)
        data |= {f"{name}/{path}": np.array(variable) for path, variable in weights.items()}
        restore()
    if case.keep >= Keep.FILES and not is_stateful(model):
        model.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")
        data["fit_losses"] = np.asarray(fit(model, inputs, targets), case.dtype)
        data |= {f"fit/{path}": np.array(variable) for path, variable in weights.items()}
        restore()
    return data


def versions():
    """What the numbers depend on."""
    packages = ("tensorflow-cpu", "keras", "keras-lmu", "numpy", "h5py")
    return {"python": platform.python_version()} | {name: version(name) for name in packages}


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def write_case(case, folder):
    """Builds the case's model and writes its folder anew."""
    keras.backend.clear_session()
    keras.backend.set_floatx(case.dtype)
    keras.utils.set_random_seed(case.seed % 2**31)
    rng = np.random.default_rng(case.seed)
    model = case.build()
    inputs = make_inputs(case, model, rng)
    model(single(inputs))
    reset_states(model)
    randomise(model, rng)
    shapes = [y.shape for y in outputs_of(model, inputs)]
    targets = [rng.normal(size=shape).astype(case.dtype) for shape in shapes]
    if case.optimizer:
        model.compile(case.optimizer(), keras.losses.MeanSquaredError())
        fit(model, inputs, targets)
    reset_states(model)
    outputs = outputs_of(model, inputs)
    reset_states(model)

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(model.to_json())
    # Saved before compile, which would put a training configuration into the files.
    saved = forms.save(model, case.build, folder, inputs, outputs, case.keep, WORLD in case.graphs)
    if not case.optimizer:
        model.compile(loss="mse", run_eagerly=True)
    np.savez_compressed(folder / "data.npz", **record(case, model, inputs, targets))
    weights = weights_of(model)
    trainable = {id(variable) for variable in model.trainable_variables}
    write_json(
        folder / "provenance.json",
        {
            "case": case.name,
            "description": case.description,
            "world": WORLD,
            "versions": versions(),
            "seed": case.seed,
            "command": f"python-interop/{pathlib.Path(sys.argv[0]).name} {case.name}",
            "dtype": case.dtype,
            "weights": list(weights),
            "trainable": [path for path, variable in weights.items() if id(variable) in trainable],
            "forms": saved,
        },
    )


def main(cases, description):
    """The command line of a generator: all cases of this world, or the named ones."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("case", nargs="*", help="names of cases; without any, all of this world")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "models" / "fixtures")
    options = parser.parse_args()
    mine = [
        case
        for case in cases
        if WORLD in case.worlds and (not options.case or case.name in options.case)
    ]
    unknown = set(options.case) - {case.name for case in mine}
    if unknown:
        parser.error(f"no such case in {WORLD}: {', '.join(sorted(unknown))}")
    failed = []
    for case in mine:
        try:
            write_case(case, options.output / WORLD / case.name)
            print(case.name, flush=True)
        except Exception:
            traceback.print_exc()
            failed.append(case.name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
