"""The figures of a CSV by NumPy, in extended precision: `numpy_profile.py`, JSON in and out.

In: {file, delimiter, columns: [{name, type, edges}]}, types as Sluice has them. Out, per column: count, nulls, and for numbers and timestamps (epoch
seconds) min, max, mean, sd, quartiles (type 7), distinct, zeros, negatives, whole, and how many values lie below each of `edges`; for the others the
count of each level. Cells of white space are missing.
"""

import collections
import csv
import datetime
import json
import sys

import numpy as np

csv.field_size_limit(2**30)
TRUE = {"true", "yes", "y", "t", "1"}


def number(cell):
    return float(cell)


def timestamp(cell):
    moment = datetime.datetime.fromisoformat(cell)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp()


def numbers(cells, read, edges):
    values = np.array([read(cell.strip()) for cell in cells])
    if len(values) == 0:
        return {}
    wide = values.astype(np.longdouble)
    mean = wide.mean()
    sd = np.sqrt(((wide - mean) ** 2).sum() / (len(values) - 1)) if len(values) > 1 else None
    ordered = np.sort(values)
    return {
        "min": ordered[0],
        "max": ordered[-1],
        "mean": float(mean),
        "sd": None if sd is None else float(sd),
        "quartiles": np.quantile(values, [0.25, 0.5, 0.75]).tolist(),
        "distinct": len(np.unique(values)),
        "zeros": int((values == 0).sum()),
        "negatives": int((values < 0).sum()),
        "whole": int((values == np.floor(values)).sum()),
        "below": np.searchsorted(ordered, edges, "left").tolist(),
        "atMost": np.searchsorted(ordered, edges, "right").tolist(),
    }


def column(cells, about):
    present = [cell for cell in cells if cell.strip() != ""]
    found = {"count": len(present), "nulls": len(cells) - len(present)}
    if about["type"] in ("integer", "number"):
        return found | numbers(present, number, about["edges"])
    if about["type"] == "timestamp":
        return found | numbers(present, timestamp, about["edges"])
    if about["type"] == "boolean":
        present = ["true" if cell.strip().lower() in TRUE else "false" for cell in present]
    return found | {"levels": collections.Counter(present)}


given = json.load(sys.stdin)
with open(given["file"], newline="", encoding="utf-8-sig") as file:
    header, *rows = [row for row in csv.reader(file, delimiter=given["delimiter"]) if row]
places = {name.strip(): index for index, name in enumerate(header)}
print(json.dumps([column([row[places[about["name"]]] for row in rows], about) for about in given["columns"]]))
