"""Writes models/fixtures/nengo/delay-<seed>: what Nengo makes of the delay network.

Needs the world nengodl. usage: generate_delay.py [SEED ...]
"""

import json
import pathlib
import platform
import sys

import nengo
import numpy as np
import scipy

from delay_network import DT, LEARNED, DelayNetwork

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "models" / "fixtures" / "nengo"
SEEDS = (0, 1, 2)
SECONDS = 100
KEPT = 5000  # steps at the beginning
LAST = 1000  # steps at the end


def spectrum(u):
    """The input is periodic and has no frequency above 2 Hz: 200 numbers for each of cosine and sine.

    u_k = sum over f of cosine_f cos(2 pi f k / n) + sine_f sin(2 pi f k / n), f from 1, k from 0.
    """
    count = 2 * SECONDS
    whole = np.fft.rfft(u)
    assert np.abs(whole[count + 1 :]).max() < 1e-9 * np.abs(whole).max() and abs(whole[0]) < 1e-9
    return 2 / len(u) * np.stack([whole.real[1 : count + 1], -whole.imag[1 : count + 1]])


def main():
    for seed in [int(arg) for arg in sys.argv[1:]] or SEEDS:
        run = DelayNetwork(SECONDS, seed)
        simulator = run.simulator
        signals = simulator.model.sig[run.neurons.neurons]
        voltage = np.array(signals["voltage"].initial_value)
        simulator.run(SECONDS)
        u, target, decoded = (
            simulator.data[probe][:, 0] for probe in (run.u, run.target, run.decoded)
        )
        neurons = simulator.data[run.neurons]
        last = slice(round(LEARNED * len(u)), None)
        error = np.sqrt(np.mean((decoded[last] - target[last]) ** 2)) / np.std(target[last])
        folder = FOLDER / f"delay-{seed}"
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "data.npz",
            u=u[:KEPT],
            memory=simulator.data[run.memory][:KEPT],
            decoded=decoded[:KEPT],
            encoders=neurons.encoders,
            gain=neurons.gain,
            bias=neurons.bias,
            v0=voltage,
            spectrum=spectrum(u),
            decoded_end=decoded[-LAST:],
            weights=simulator.data[run.weights].reshape(-1),
            nrmse=error,
        )
        provenance = {
            "command": f"python-interop/generate_delay.py {seed}",
            "versions": {
                "python": platform.python_version(),
                "nengo": nengo.__version__,
                "numpy": np.__version__,
                "scipy": scipy.__version__,
            },
            "seed": seed,
            "seconds": SECONDS,
            "dt": DT,
            "input": f"nengo.processes.WhiteSignal({SECONDS}, high=2, rms=0.3, seed={seed})",
        }
        (folder / "provenance.json").write_text(json.dumps(provenance, indent=1) + "\n")
        print(f"delay-{seed}: NRMSE of the last {SECONDS - round(LEARNED * SECONDS)} s {error:.4f}")


if __name__ == "__main__":
    main()
