"""Makes the table of what Python says of lmu4j's exports, from the lines of ``check_exports.py``.

    report_exports.py LINES [LINES ...] > results/exports.md

Fails if anything is above its bound, or went wrong.
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
ORIGINAL = "original"
TRAINED = 1e-4
TRAINING = ("training", "trains", "optimizer")
REFUSED = "refused"


def dtype(case):
    return "float64" if case.endswith("-float64") else "float32"


def outputs(result):
    return max(v for k, v in result.items() if k not in (*TRAINING, ORIGINAL))


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
            column = f"{form} in {world}" if form == "saved_model" else form
            if REFUSED in result:
                column = form
            if column in row:
                continue
            for beside in [name for name in BESIDE if name in result]:
                row[f"{beside} in {world}"] = {"outputs": result.pop(beside)}
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


def print_moved(rows):
    """Models of Keras 2 in Keras 3, beside the outputs that they had in Keras 2."""
    print("\n## Models of Keras 2 in Keras 3, beside Keras 2's own outputs\n")
    print(
        "Above, these are compared with what Keras 3 gives that builds the model from the same code"
        " with the same weights; where that is another function, such as `hard_sigmoid`, with what"
        " Keras 2 gave. From what Keras 2 gave these differ by more than 1e-6:\n"
    )
    print("| case | form | difference |")
    print("|---|---|---|")
    for key in sorted(rows):
        for column, result in sorted(rows[key].items()):
            if result.get(ORIGINAL, 0) > BOUND[dtype(key)]:
                print(f"| {key} | {column} | {result[ORIGINAL]:.1e} |")


def main():
    rows, versions, remarks = read(sys.argv[1:])
    columns = sorted({column for row in rows.values() for column in row})
    print("# What Python says of lmu4j's exports\n")
    for each in versions:
        print("- " + ", ".join(f"{k} {v}" for k, v in each.items()))
    print(
        "\nLargest difference from Keras' own numbers in the world of the file, relative to the"
        " largest of the case's: outputs (of SavedModels also for batches of 1, 7 and 100, for two"
        " other lengths where the length is free, and through TFSMLayer in Keras 3) / losses of five"
        " training steps, and the optimizer's variables where the file holds them. `WIDE`: above"
        " 1e-6 in float32, 1e-10 in float64, 1e-4 in training.\n\n"
        "`step`: the sequence one time step a call by the signature `step`, beside"
        " `serving_default`; bound 1e-5. Models that do not stream have none. `step of truncated`:"
        " the same where `truncate_ir` cuts the impulse response, which a step does not. `variables`:"
        " the values in `tf.saved_model.load(...).variables`, by name, beside the weights."
        " `gradient`: by the variables that Python can train, beside differences of outputs;"
        " float64 alone, bound 1e-6.\n"
    )
    print_summary(rows, columns)
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
    bad = [
        f"{key}: {column}"
        for key, row in rows.items()
        for column, result in row.items()
        if "error" in result or (REFUSED not in result and is_wide(key, column, result))
    ]
    if bad:
        sys.exit("above bounds, or wrong: " + ", ".join(bad))


if __name__ == "__main__":
    main()
