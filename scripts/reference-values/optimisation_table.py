"""Writes the table of docs/optimisation.md, between its two comments, from the output of optimisation.py.

    python optimisation_table.py optimisation.json
"""

import json
import os
import sys

docs = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "optimisation.md")
begin, end = "<!-- table -->\n", "<!-- end of the table -->\n"


def size(result):
    return f"{result['sizeBytes'] / 1e6:.2f} MB"


def score(result):
    low_high = result["interval"]
    return f"{result['score']:.4f}" + (f" ({low_high[0]:.3f} to {low_high[1]:.3f})" if low_high else "")


def times(result):
    return [f"{result['makeSeconds']} s", f"{result['medianMs']} ms ({result['originalMs']} ms)"] if "medianMs" in result else ["not measured"] * 2


def cells(result):
    if result is None:
        return ["no equivalent", "", "", ""]
    return ["does not load", "", "", ""] if "failed" in result else [size(result), score(result), *times(result)]


with open(sys.argv[1]) as file:
    runs = json.load(file)["runs"]
lines = []
for model in dict.fromkeys(run["model"] for run in runs):
    of_model = [run for run in runs if run["model"] == model]
    original = of_model[0]["assay"]
    lines += [f"\n### {model}, {of_model[0]['metric']} (n = {original['n']})\n", "| step | size | score (95 %) | retained | time to make | median time (original) | other tool: size | score | time to make | median time (original) |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    for run in of_model:
        retained = f"{100 * run['assay']['score'] / original['score']:.2f} %" if "score" in run["assay"] else ""
        assay = cells(run["assay"])
        lines.append("| " + " | ".join([run["scheme"], *assay[:2], retained, *assay[2:], *(["", "", "", ""] if run is of_model[0] else cells(run["peer"]))]) + " |")
with open(docs) as file:
    text = file.read()
before, following = text.split(begin)
_, after = following.split(end)
with open(docs, "w") as file:
    file.write(before + begin + "\n".join(lines) + "\n\n" + end + after)
