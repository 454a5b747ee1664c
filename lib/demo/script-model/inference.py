"""Serving side of the example: the same request and answer formats as the default algorithm.

The demo's planted flaw is here: training imputes missing values, but `float(cell)` below was written for complete rows
and raises on an empty cell. Held-out rows have none, so scoring passes; live traffic has some, and a canary finds out.
"""

import csv
import io
import json
from pathlib import Path

import numpy as np


def csv_rows(text):
    """The records of a CSV text without header; a blank line of a one-column table is an empty cell."""
    return [row or [""] for row in csv.reader(io.StringIO(text))]


def json_rows(text, names):
    """The rows of {"instances": [...]}: objects by column name or arrays in contract order; null is an empty cell."""
    instances = json.loads(text)["instances"]
    rows = [[i.get(name) for name in names] if isinstance(i, dict) else i for i in instances]
    return [["" if value is None else str(value) for value in row] for row in rows]


def model_fn(model_dir):
    return json.loads((Path(model_dir) / "logistic" / "model.json").read_text(encoding="utf-8"))


def input_fn(body, content_type):
    text = body if isinstance(body, str) else body.decode("utf-8")
    return text, content_type.split(";", 1)[0].strip() == "application/json"


def predict_fn(data, model):
    text, is_json = data
    rows = json_rows(text, model["columns"]) if is_json else csv_rows(text)
    x = np.array([[float(row[index]) for index in model["used"]] for row in rows])
    margin = model["intercept"] + ((x - model["mean"]) / model["scale"]) @ np.array(model["coefficients"])
    scores = 1 / (1 + np.exp(-margin))
    return [(model["labels"][int(score >= 0.5)], float(score)) for score in scores]


def output_fn(predictions, accept):
    if accept == "text/csv":
        return "".join(f"{label},{score}\n" for label, score in predictions), accept
    items = [{"label": label, "score": score} for label, score in predictions]
    return json.dumps({"predictions": items}), "application/json"
