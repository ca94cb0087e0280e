"""Times keras-lmu on one workload in one mode, and prints one JSON object.

usage: keras_peer.py WORKLOAD fft|raw|recurrent|step[-xla] ITERATIONS
"""

import json
import platform
import sys
from importlib.metadata import version

import keras
import tensorflow as tf
from keras import layers
from keras_lmu import LMU, LMUCell, LMUFeedforward
from workloads import WORKLOADS, data, measure


def build(workload, form):
    """The model of a workload; ``form`` is recurrent, or the convolution of the feedforward LMU."""
    sizes = (workload.memory_d, workload.order, workload.theta)
    if form == "recurrent":
        memory = LMU(
            *sizes,
            layers.SimpleRNNCell(workload.hidden),
            hidden_to_memory=True,
            memory_to_memory=True,
            input_to_hidden=True,
        )
    else:
        memory = LMUFeedforward(
            *sizes,
            layers.Dense(workload.hidden, "relu") if workload.hidden else None,
            input_to_hidden=workload.hidden > 0,
            return_sequences=workload.sequences,
            conv_mode=form,
        )
    dense = [layers.Dense(workload.dense, "relu")] if workload.dense else []
    head = layers.Dense(workload.classes or workload.outputs)
    shape = (workload.steps, workload.channels)
    return keras.Sequential([keras.Input(shape), memory, *dense, head])


def batch_times(workload, form, xla, iterations):
    """Times of a training step (forward, gradients, Adam) and of inference.

    Of the recurrent form also of the inference of one sequence.
    """
    model = build(workload, form)
    loss = (
        keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        if workload.classes
        else keras.losses.MeanSquaredError()
    )
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)

    @tf.function(jit_compile=xla)
    def train(x, y):
        with tf.GradientTape() as tape:
            value = loss(y, model(x, training=True))
        gradients = tape.gradient(value, [v.value for v in model.trainable_variables])
        optimizer.apply(gradients, model.trainable_variables)
        return value

    @tf.function(jit_compile=xla)
    def infer(x):
        return model(x, training=False)

    x, y = (tf.constant(array) for array in data(workload))
    times = {
        "train": measure(lambda: train(x, y).numpy(), iterations),
        "infer": measure(lambda: infer(x).numpy(), iterations),
    }
    if form == "recurrent":
        times["infer_single"] = measure(lambda: infer(x[:1]).numpy(), iterations)
    return times


def step_times(workload, xla, iterations):
    """Times of one step of the cell and its classifier, the state kept by the caller."""
    cell = LMUCell(
        workload.memory_d,
        workload.order,
        workload.theta,
        layers.SimpleRNNCell(workload.hidden),
        hidden_to_memory=True,
        memory_to_memory=True,
        input_to_hidden=True,
    )
    head = layers.Dense(workload.classes)
    cell.build((1, workload.channels))
    head.build((1, workload.hidden))

    @tf.function(jit_compile=xla)
    def step(x, memory, hidden):
        output, state = cell(x, [memory, hidden], training=False)
        return head(output), *state

    x = tf.constant(data(workload)[0][:, 0])
    sizes = (workload.memory_d * workload.order, workload.hidden)
    state = [tf.zeros((workload.batch, size)) for size in sizes]

    def run():
        logits, *state[:] = step(x, *state)
        logits.numpy()

    return {"step": measure(run, iterations)}


def main():
    name, mode, iterations = sys.argv[1], sys.argv[2], int(sys.argv[3])
    form, xla = mode.removesuffix("-xla"), mode.endswith("-xla")
    workload = WORKLOADS[name]
    times = (
        step_times(workload, xla, iterations)
        if form == "step"
        else batch_times(workload, form, xla, iterations)
    )
    packages = ("tensorflow-cpu", "keras", "keras-lmu", "numpy")
    versions = {"python": platform.python_version()} | {p: version(p) for p in packages}
    print(json.dumps({"times": times, "versions": versions}))


if __name__ == "__main__":
    main()
