"""Fixtures of NengoDL: files as Simulator.save_params writes them, and what the network computes.

In the nengodl world; without names all cases:

    .worlds/nengodl/bin/python generate_nengodl.py [CASE ...]
"""

import argparse
import json
import pathlib
import platform
import shutil
import zlib
from importlib.metadata import version

import numpy as np
import tensorflow as tf

from nengodl_network import Sizes, network, random_weights, simulator

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "nengodl"
BATCH, ADAM_STEPS = 4, 10
ENTROPY = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
PACKAGES = ("nengo", "nengo-dl", "tensorflow-cpu", "numpy", "scipy")

CASES = {
    "units-below-order": Sizes(20, 1, 12, 9, 4, 20),
    "units-above-order": Sizes(20, 1, 6, 9, 4, 15.5),
    "units-equal-order": Sizes(20, 1, 9, 9, 4, 20),
    "read-out-first": Sizes(12, 1, 3, 5, 11, 8),
    # NengoDL joins two arrays here: W_o, and below it W_h.
    "units-equal-classes": Sizes(12, 1, 8, 6, 6, 12),
    "several-inputs": Sizes(15, 5, 8, 7, 3, 15),
}


def gradients(sim, node, x, labels):
    """Logits, the loss, and its gradients by trainable arrays (in the file's order) and input."""
    model = sim.keras_model
    x = tf.constant(x)
    steps = tf.fill((BATCH, 1), x.shape[1])
    names = [tensor.name.split(":")[0] for tensor in model.inputs]
    with tf.GradientTape() as tape:
        tape.watch(x)
        logits = model(dict(zip(names, (x, steps))))[0]
        loss = ENTROPY(labels, logits)
    by_weight, by_input = tape.gradient(loss, [model.trainable_weights, x])
    return logits.numpy(), loss, by_weight, by_input.numpy()


def write(name, sizes):
    """Writes one case anew."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    seed = zlib.crc32(name.encode())
    rng = np.random.default_rng(seed)
    net, node, probe = network(sizes, random_weights(sizes, rng))
    x = rng.uniform(-1, 1, (BATCH, sizes.steps, sizes.inputs)).astype("float32")
    labels = rng.integers(0, sizes.classes, (BATCH, 1, 1)).astype("int32")
    with simulator(net, BATCH, sizes.steps, sizes.steps) as sim:
        sim.save_params(str(folder / "lmu_params"))
        y = sim.predict({node: x})[probe]
        logits, loss, by_weight, by_input = gradients(sim, node, x, labels)
        np.testing.assert_allclose(logits, y, rtol=1e-6)
        data = {"x": x, "y": y[:, -1], "labels": labels[:, 0, 0], "loss": loss.numpy()}
        data |= {f"gradient/arr_{i}": np.asarray(g) for i, g in enumerate(by_weight)}
        data["gradient_x"] = by_input
        sim.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss={probe: ENTROPY})
        history = sim.fit({node: x}, {probe: labels}, epochs=ADAM_STEPS, verbose=0).history
        data["adam_losses"] = np.asarray(history["loss"], "float32")
        trained = sim.keras_model.get_weights()
        data |= {f"adam/arr_{i}": trained[i] for i in range(len(by_weight))}
    np.savez_compressed(folder / "data.npz", **data)
    provenance = {
        "case": name,
        "sizes": vars(sizes),
        "versions": {"python": platform.python_version()} | {p: version(p) for p in PACKAGES},
        "seed": seed,
        "command": f"python-interop/generate_nengodl.py {name}",
    }
    (folder / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")
    print(name, data["adam_losses"][[0, -1]], flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="*", help=", ".join(CASES))
    for chosen in parser.parse_args().case or CASES:
        write(chosen, CASES[chosen])
