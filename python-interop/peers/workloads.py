"""The workloads that are timed, as the command `bench` of lmu4j has them, and how they are timed."""

import dataclasses
import statistics
import time

import numpy as np

WARM_UP = 3


@dataclasses.dataclass(frozen=True)
class Workload:
    """Sizes of one model and its batch; ``classes`` is zero where the loss is MSE."""

    steps: int
    channels: int
    batch: int
    memory_d: int
    order: int
    theta: float
    hidden: int = 0
    dense: int = 0
    classes: int = 0
    outputs: int = 0
    sequences: bool = False


WORKLOADS = {
    "parallel_psmnist": Workload(784, 1, 100, 1, 468, 784, hidden=346, classes=10),
    "recurrent_psmnist": Workload(784, 1, 100, 1, 256, 784, hidden=212, classes=10),
    "parallel_sequences": Workload(784, 1, 32, 1, 256, 784, dense=128, outputs=1, sequences=True),
    "parallel_long": Workload(4096, 1, 8, 1, 128, 4096, dense=64, outputs=1, sequences=True),
    "multichannel": Workload(512, 32, 16, 32, 256, 784, outputs=2),
    "streaming": Workload(1, 1, 1, 1, 256, 784, hidden=212, classes=10),
    "streaming_64": Workload(1, 1, 64, 1, 256, 784, hidden=212, classes=10),
    "streaming_small": Workload(1, 1, 1, 1, 32, 784, hidden=64, classes=10),
    "streaming_small_64": Workload(1, 1, 64, 1, 32, 784, hidden=64, classes=10),
}


def data(workload):
    """Random inputs and targets of one batch."""
    rng = np.random.default_rng(0)
    x = rng.random((workload.batch, workload.steps, workload.channels), "float32")
    if workload.classes:
        return x, rng.integers(0, workload.classes, workload.batch)
    shape = (workload.batch, workload.outputs)
    if workload.sequences:
        shape = (workload.batch, workload.steps, workload.outputs)
    return x, rng.random(shape, "float32")


def measure(run, iterations):
    """Times of single calls in seconds; the first call compiles and is told apart."""
    times = []
    for _ in range(1 + WARM_UP + iterations):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    timed = times[1 + WARM_UP :]
    return {
        "min_s": min(timed),
        "median_s": statistics.median(timed),
        "n": len(timed),
        "first_s": times[0],
    }
