"""Makes the table of what Python says of lmu4j's exports, from the lines of ``check_exports.py``.

    report_exports.py LINES [LINES ...] > results/exports.md
"""

import json
import sys

BOUND = {"float32": 1e-6, "float64": 1e-10}
TRAINED = 1e-4
REFUSED = "refused"


def cell(case, result):
    """One outcome: the largest difference of outputs, and what else was looked at."""
    if REFUSED in result:
        return "refused"
    if "error" in result:
        return "ERROR"
    bound = BOUND["float64" if case.endswith("-float64") else "float32"]
    trained = [result[k] for k in ("training", "trains", "optimizer") if k in result]
    compared = [v for k, v in result.items() if k not in ("training", "trains", "optimizer")]
    text = f"{max(compared):.0e}"
    if trained:
        text += f" / {max(trained):.0e}"
    if max(compared) > bound or max(trained, default=0) > TRAINED:
        text += " WIDE"
    return text


def main():
    rows, versions, remarks = {}, [], {}
    for name in sys.argv[1:]:
        for line in open(name):
            key, _, rest = line.partition(" ")
            if key == "versions":
                versions.append(rest.strip())
                continue
            results = json.loads(rest)
            for form, result in results.items():
                world = "keras3" if form == "model.keras" else json.loads(versions[-1])["world"]
                column = form if form != "saved_model" else f"saved_model in {world}"
                if REFUSED in result:
                    column = form
                if column in rows.setdefault(key, {}):
                    continue
                rows[key][column] = result
                if REFUSED in result or "error" in result:
                    reason = result.get(REFUSED) or result["error"]
                    remarks.setdefault(key, set()).add(f"{form}: {reason}".replace("|", "/"))
    columns = sorted({column for row in rows.values() for column in row})
    cells = [(key, c, cell(key, row[c])) for key, row in rows.items() for c in row]
    print("# What Python says of lmu4j's exports\n")
    for text in versions:
        print("- " + ", ".join(f"{k} {v}" for k, v in json.loads(text).items()))
    print(
        "\nLargest difference from Keras' own numbers, relative to the largest of them: outputs"
        " (of SavedModels also for batches of 1, 7 and 100, for two other lengths where the length"
        " is free, and through TFSMLayer in Keras 3) / losses of five training steps, and the"
        " optimizer's variables where the file holds them. `WIDE`: above 1e-6 in float32, 1e-10 in"
        " float64, 1e-4 in training.\n"
    )
    print("| form | cases | largest outputs | largest training | above bounds | errors | refused |")
    print("|---|---|---|---|---|---|---|")
    for column in columns:
        results = [(k, row[column]) for k, row in rows.items() if column in row]
        good = [(k, r) for k, r in results if REFUSED not in r and "error" not in r]
        single = [(k, r) for k, r in good if not k.endswith("-float64")]
        outputs = [v for _, r in single for k, v in r.items() if k not in ("training", "trains", "optimizer")]
        trained = [r[k] for _, r in single for k in ("training", "trains", "optimizer") if k in r]
        wide = sum("WIDE" in cell(k, r) for k, r in good)
        errors = sum("error" in r for _, r in results)
        refused = sum(REFUSED in r for _, r in results)
        print(
            f"| {column} | {len(results)} | {max(outputs, default=0):.1e} |"
            f" {max(trained, default=0):.1e} | {wide} | {errors} | {refused} |"
        )
    print("\n| case | " + " | ".join(columns) + " | remarks |")
    print("|---" * (len(columns) + 2) + "|")
    for key in sorted(rows):
        row = [cell(key, rows[key][c]) if c in rows[key] else "" for c in columns]
        print(f"| {key} | " + " | ".join(row) + f" | {'; '.join(sorted(remarks.get(key, [])))} |")
    print(f"\n{len(rows)} cases, {len(cells)} files.")
    print(
        "\nWeights alone of `feedforward-everything` lead to other losses in Keras 3 than its"
        " archive does, from Keras' own file too: the model is built anew there. SavedModels and"
        " models of Keras 2 in Keras 3 are computed otherwise than the numbers were, hence the few"
        " that stand between 1e-6 and 2e-6."
    )


if __name__ == "__main__":
    main()
