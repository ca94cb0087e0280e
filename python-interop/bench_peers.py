"""Times lmu4j and its Python peers on the same workloads, and prints a table with the ratios.

Each measurement is a process of its own; the contenders take turns, so that a machine that drifts
drifts under all of them. Needs .worlds/keras3, for PyTorch .worlds/pytorch, for Nengo
.worlds/nengodl, and target/lmu4j.jar.
What is missing is said and left out.
"""

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE.parent / "target" / "lmu4j.jar"
LMU4J = "lmu4j"
FEEDFORWARD = ("fft", "fft-xla", "raw")

# Modes of keras-lmu and of PyTorch. The raw convolution with XLA, and raw where T * order * channels
# is largest, take minutes a step.
PEERS = {
    "parallel_psmnist": {"keras_peer": FEEDFORWARD},
    "recurrent_psmnist": {
        "keras_peer": ("recurrent", "recurrent-xla"),
        "pytorch_peer": ("eager", "script", "single", "separate", "module"),
    },
    "parallel_sequences": {"keras_peer": FEEDFORWARD},
    "parallel_long": {"keras_peer": ("fft", "fft-xla")},
    "multichannel": {"keras_peer": FEEDFORWARD},
    "streaming": {"keras_peer": ("step", "step-xla"), "pytorch_peer": ("step",)},
    "delay": {"nengo_peer": ("numpy",)},
}
WORLDS = {"keras_peer": "keras3", "pytorch_peer": "pytorch", "nengo_peer": "nengodl"}
NAMES = {"keras_peer": "keras-lmu", "pytorch_peer": "PyTorch", "nengo_peer": "Nengo"}


class Unavailable(Exception):
    """A contender that cannot run, with the reason."""


def run(command, environment=None):
    """The JSON object that a process prints, and its largest resident memory in bytes."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            lines = errors.read().decode(errors="replace").strip().splitlines()
            telling = [line for line in lines if "rror" in line or "failed" in line] or lines[-1:]
            raise Unavailable(f"exit code {process.returncode}: {' '.join(telling[-1:])}")
        # ru_maxrss is in bytes on macOS, in KiB elsewhere.
        unit = 1 if sys.platform == "darwin" else 1024
        return json.load(output), usage.ru_maxrss * unit


def run_java(workload):
    if not JAR.exists():
        raise Unavailable("target/lmu4j.jar is missing: mvn -q -DskipTests package makes it")
    result, memory = run(["java", "-jar", str(JAR), "bench", workload, "--json"])
    return {"times": result[workload], "peak_bytes": memory}


def run_peer(peer, mode, workload, iterations):
    world = WORLDS[peer]
    python = HERE / ".worlds" / world / "bin" / "python"
    if not python.exists():
        raise Unavailable(f"the world {world} is missing: ./worlds.sh {world} makes it")
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    # Streaming has a second, smaller size beside it, and many streams at once.
    suffixes = ("", "_64", "_small", "_small_64") if workload == "streaming" else ("",)
    parts = {workload + suffix: suffix for suffix in suffixes}
    times, memory = {}, 0
    for part, suffix in parts.items():
        script = str(HERE / "peers" / f"{peer}.py")
        result, peak = run([str(python), script, part, mode, str(iterations)], environment)
        times |= {what + suffix: value for what, value in result["times"].items()}
        memory = max(memory, peak)
    return {"times": times, "peak_bytes": memory, "versions": result["versions"]}


def merge(rounds):
    """One result from several rounds: the least minimum, the median of medians, all calls counted."""
    merged = dict(rounds[0], times={})
    for what in rounds[0]["times"]:
        each = [r["times"][what] for r in rounds]
        medians = sorted(t["median_s"] for t in each)
        merged["times"][what] = {
            "min_s": min(t["min_s"] for t in each),
            "median_s": (medians[(len(medians) - 1) // 2] + medians[len(medians) // 2]) / 2,
            "n": sum(t["n"] for t in each),
            "first_s": min(t["first_s"] for t in each),
        }
    merged["peak_bytes"] = max(r["peak_bytes"] for r in rounds)
    return merged


def contend(workload, rounds, iterations):
    """All contenders of a workload, in turns."""
    contenders = {LMU4J: lambda: run_java(workload)}
    for peer, modes in PEERS[workload].items():
        for mode in modes:
            contenders[f"{NAMES[peer]} {mode}"] = lambda peer=peer, mode=mode: run_peer(
                peer, mode, workload, iterations
            )
    results = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measure in contenders.items():
            if name not in results:
                continue
            try:
                results[name].append(measure())
            except Unavailable as reason:
                print(f"{workload}: {name}: {reason}", file=sys.stderr)
                del results[name]
    return {name: merge(rows) for name, rows in results.items()}


def print_table(workload, results):
    """A Markdown table; a ratio above 1 says how many times faster lmu4j is."""
    print(f"\n## {workload}\n")
    print("| what | who | min ms | median ms | n | first s | peak MB | min ratio | median ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    java = results.get(LMU4J, {}).get("times", {})
    whats = dict.fromkeys(what for result in results.values() for what in result["times"])
    for what in whats:
        for name, result in results.items():
            if what not in result["times"]:
                continue
            time = result["times"][what]
            cells = [what, name]
            cells += [f"{time[key] * 1e3:.3f}" for key in ("min_s", "median_s")]
            cells += [str(time["n"]), f"{time['first_s']:.2f}"]
            cells += [f"{result['peak_bytes'] / 2**20:.0f}"]
            for key in ("min_s", "median_s"):
                cells.append(f"{time[key] / java[what][key]:.2f}" if what in java else "")
            print(f"| {' | '.join(cells)} |")


def hardware():
    """What the times depend on besides the software."""
    cpu = platform.processor()
    info = pathlib.Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":")[1] for line in info.read_text().splitlines() if "model name" in line
        ]
        cpu = names[0].strip() if names else cpu
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True)
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
        "java": java.stderr.splitlines()[0],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workloads", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--rounds", type=int, default=2, help="turns of each contender")
    parser.add_argument("--iterations", type=int, default=20, help="timed calls of a peer a turn")
    parser.add_argument("--json", type=pathlib.Path, help="also write the numbers to this file")
    options = parser.parse_args()
    report = {"hardware": hardware(), "workloads": {}}
    for workload in options.workloads:
        results = contend(workload, options.rounds, options.iterations)
        report["workloads"][workload] = results
        print_table(workload, results)
    print(f"\nhardware: {json.dumps(report['hardware'])}")
    seen = {json.dumps(r.get("versions")) for w in report["workloads"].values() for r in w.values()}
    print(*(f"versions: {versions}" for versions in sorted(seen - {"null"})), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
