"""Makes the table of what Python says of lmu4j's exports, from the lines of ``check_exports.py``.

    report_exports.py LINES [LINES ...] > results/exports.md
"""

import json
import sys

BOUND = {"float32": 1e-6, "float64": 1e-10}
# Of what SavedModels have beside serving_default: the bound, in float32 and in float64.
BESIDE = {
    "step": {"float32": 1e-5, "float64": 1e-10},
    "step of truncated": {"float32": 1.0, "float64": 1.0},
    "variables": {"float32": 0.0, "float64": 0.0},
    "gradient": {"float64": 1e-6},
}
MOVED = "moved"
TRAINED = 1e-4
TRAINING = ("training", "trains", "optimizer")
REFUSED = "refused"


def dtype(case):
    return "float64" if case.endswith("-float64") else "float32"


def outputs(result):
    return max(v for k, v in result.items() if k not in (*TRAINING, "wide", MOVED))


def training(result):
    return max((result[k] for k in TRAINING if k in result), default=None)


def is_wide(case, form, result):
    bound = BESIDE.get(form.split(" in ")[0], BOUND)[dtype(case)]
    return outputs(result) > bound or (training(result) or 0) > TRAINED


def cell(case, form, result):
    """One outcome: the largest difference of outputs, and what else was looked at."""
    if REFUSED in result:
        return "refused"
    if "error" in result:
        return "ERROR"
    text = f"{outputs(result):.0e}"
    if training(result) is not None:
        text += f" / {training(result):.0e}"
    return text + (" WIDE" if is_wide(case, form, result) else "")


def read(names):
    """By case and column, what was measured; the versions; and remarks by case."""
    rows, versions, remarks = {}, [], {}
    for line in (line for name in names for line in open(name)):
        key, _, rest = line.partition(" ")
        if key == "versions":
            versions.append(json.loads(rest))
            continue
        row = rows.setdefault(key, {})
        for form, result in json.loads(rest).items():
            world = versions[-1]["world"]
            column = f"{form} in {world}" if form.endswith("saved_model") else form
            if REFUSED in result:
                column = form
            if column in row:
                continue
            for beside in [name for name in BESIDE if name in result]:
                measured = {"outputs": result.pop(beside)}
                # Both kinds of SavedModel have them; the wider one is shown.
                before = row.get(f"{beside} in {world}", measured)
                row[f"{beside} in {world}"] = max(before, measured, key=lambda m: m["outputs"])
            row[column] = result
            if REFUSED in result or "error" in result:
                reason = result.get(REFUSED) or result["error"]
                remarks.setdefault(key, set()).add(f"{form}: {reason}".replace("|", "/"))
    return rows, versions, remarks


def print_summary(rows, columns):
    print("| form | cases | largest outputs | largest training | above bounds | errors | refused |")
    print("|---|---|---|---|---|---|---|")
    for column in columns:
        results = [(k, row[column]) for k, row in rows.items() if column in row]
        good = [(k, r) for k, r in results if REFUSED not in r and "error" not in r]
        # Only gradients are of float64 alone.
        single = [(k, r) for k, r in good if dtype(k) == "float32"] or good
        largest = max((outputs(r) for _, r in single), default=0)
        trained = max((training(r) or 0 for _, r in single), default=0)
        wide = sum(is_wide(k, column, r) for k, r in good)
        errors = sum("error" in r for _, r in results)
        refused = sum(REFUSED in r for _, r in results)
        print(
            f"| {column} | {len(results)} | {largest:.1e} | {trained:.1e} | {wide} | {errors} |"
            f" {refused} |"
        )


def print_wide(rows):
    """Whose rounding it is where outputs differ by more than the bound."""
    print("\n## Whose rounding it is\n")
    print(
        "Of the outputs that differ by more than 1e-6 in float32: how far Keras' own are from what"
        " Keras computes with the same weights in float64, and how far lmu4j's file is.\n"
    )
    print("| case | form | difference | Keras' own from float64 | lmu4j's from float64 |")
    print("|---|---|---|---|---|")
    for key in sorted(rows):
        for column, result in sorted(rows[key].items()):
            if "wide" in result:
                wide = result["wide"]
                print(
                    f"| {key} | {column} | {wide['difference']:.1e} | {wide['of keras']:.1e} |"
                    f" {wide['of lmu4j']:.1e} |"
                )


def print_moved(rows):
    """Where Keras itself gives other numbers in its other world."""
    print("\n## What moved between the worlds\n")
    print(
        "Models of Keras 2 are compared in Keras 3 with what Keras 3 gives that builds them from"
        " the same code with the same weights, or where that computes another function, such as"
        " `hard_sigmoid`, with what Keras 2 gave. By so much the two differ, where it is more than"
        " 1e-6:\n"
    )
    print("| case | Keras 3 from Keras 2 |")
    print("|---|---|")
    for key in sorted(rows):
        moved = max((result.get(MOVED, 0) for result in rows[key].values()), default=0)
        if moved > BOUND[dtype(key)]:
            print(f"| {key} | {moved:.1e} |")


def main():
    rows, versions, remarks = read(sys.argv[1:])
    columns = sorted({column for row in rows.values() for column in row})
    print("# What Python says of lmu4j's exports\n")
    for each in versions:
        print("- " + ", ".join(f"{k} {v}" for k, v in each.items()))
    print(
        "\nLargest difference from Keras' own numbers in the world of the file, relative to the largest"
        " of the case's: outputs (of SavedModels also for batches of 1, 7 and 100, for two other"
        " lengths where the length is free, and through TFSMLayer in Keras 3) / losses of five training steps, and the"
        " optimizer's variables where the file holds them. `WIDE`: above 1e-6 in float32, 1e-10 in"
        " float64, 1e-4 in training.\n\n"
        "`saved_model`: as `convert` writes it; `fast_saved_model`: the same, but memories of models"
        " of Keras 2, too, without Fourier transforms, whose rounding in TensorFlow 2.13 is what then"
        " differs.\n\n"
        "`step`: the sequence one time step a call by the signature `step`, beside"
        " `serving_default`; bound 1e-5. Models that do not stream have none. `step of truncated`:"
        " the same where `truncate_ir` cuts the impulse response, which a step does not. `variables`:"
        " the values in `tf.saved_model.load(...).variables`, by name, beside the weights."
        " `gradient`: by the variables that Python can train, beside differences of outputs;"
        " float64 alone, bound 1e-6.\n"
    )
    print_summary(rows, columns)
    print_wide(rows)
    print_moved(rows)
    shown = [c for c in columns if not c.startswith(("variables", "gradient"))]
    cells = [(key, c) for key, row in rows.items() for c in row if c.split(" in ")[0] not in BESIDE]
    print("\n## Cases\n")
    print("| case | " + " | ".join(shown) + " | remarks |")
    print("|---" * (len(shown) + 2) + "|")
    for key in sorted(rows):
        row = [cell(key, c, rows[key][c]) if c in rows[key] else "" for c in shown]
        print(f"| {key} | " + " | ".join(row) + f" | {'; '.join(sorted(remarks.get(key, [])))} |")
    print(f"\n{len(rows)} cases, {len(cells)} files.")


if __name__ == "__main__":
    main()
