"""A full-size LMU in NengoDL, and whether it agrees with what this library makes of its parameters.

Order 256, 212 units, 784 steps: the network of NengoDL's example, trained for some steps. With the
Python of .worlds/nengodl:

    .worlds/nengodl/bin/python full_size_nengodl.py
    java -jar ../target/lmu4j.jar predict --model .full-size/lmu_params.npz \\
        --input .full-size/nengodl_images.npz --output .full-size/nengodl_java.npz
    .worlds/nengodl/bin/python full_size_nengodl.py --compare .full-size/nengodl_java.npz
"""

import numpy as np
import tensorflow as tf

from nengodl_network import Sizes, network, random_weights, simulator
from psmnist import BATCH, FOLDER, main, sequences

SIZES = Sizes(784, 1, 256, 212, 10, 784)
UNROLL = 8


def write(steps):
    """Trains, saves the parameters, and predicts."""
    net, node, probe = network(SIZES, random_weights(SIZES, np.random.default_rng(0)))
    x, y = sequences("train", steps * BATCH)
    images, _ = sequences("t10k", BATCH)
    FOLDER.mkdir(exist_ok=True)
    with simulator(net, BATCH, SIZES.steps, UNROLL) as sim:
        entropy = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        sim.compile(optimizer=tf.keras.optimizers.Adam(1e-3), loss={probe: entropy})
        if steps:
            # NengoDL wants an axis of time in the labels too.
            sim.fit({node: x}, {probe: y[:, None, None]}, epochs=1, verbose=2)
        sim.save_params(str(FOLDER / "lmu_params"))
        logits = sim.predict({node: images})[probe][:, -1]
    np.savez(FOLDER / "nengodl_images.npz", x=images)
    np.savez(FOLDER / "nengodl_predictions.npz", y=logits)


if __name__ == "__main__":
    main(__doc__, write, 3, "nengodl_predictions.npz")
