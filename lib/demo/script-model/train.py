"""Example of `algorithm: script`: a logistic regression in numpy on the numeric columns, missing values imputed.

Reads the same channels as the default algorithm, writes coefficients as JSON and copies the serving code into the
artefact. Hyperparameters: ridge (default 1), iterations (default 25).
"""

import argparse
import json
import os
import shutil
from pathlib import Path

import numpy as np

from inference import csv_rows


def fit(x, y, ridge, iterations):
    """Coefficients (intercept first) by iteratively reweighted least squares, L2 penalty on all but the intercept.

    Newton's method for the logistic likelihood: McCullagh and Nelder, Generalized Linear Models, section 4.4.
    """
    design = np.column_stack([np.ones(len(x)), x])
    penalty = np.diag([0.0, *np.full(x.shape[1], ridge)])
    beta = np.zeros(design.shape[1])
    for _ in range(iterations):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + penalty + 1e-9 * np.eye(len(beta))
        step = np.linalg.solve(hessian, design.T @ (y - p) - penalty @ beta)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--ridge", type=float, default=1.0)
    parser.add_argument("--iterations", type=int, default=25)
    arguments = parser.parse_args()

    schema = json.loads((Path(os.environ["SM_CHANNEL_SCHEMA"]) / "schema.json").read_text(encoding="utf-8"))
    if schema["task"] != "binary-classification":
        raise SystemExit(f"this model does binary-classification, the contract says {schema['task']}")
    channel = Path(os.environ["SM_CHANNEL_TRAIN"])
    used = [index for index, column in enumerate(schema["columns"]) if column["type"] in ("integer", "number")]
    cells = csv_rows((channel / "features.csv").read_text(encoding="utf-8"))
    x = np.array([[float(row[index]) if row[index] else np.nan for index in used] for row in cells])
    labels = schema["target"]["labels"]
    y = np.array([labels.index(row[0]) for row in csv_rows((channel / "labels.csv").read_text(encoding="utf-8"))])

    mean, scale = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    scale[scale == 0] = 1
    standardised = np.nan_to_num((x - mean) / scale, nan=0.0)  # a missing value becomes the column's mean
    beta = fit(standardised, y, arguments.ridge, arguments.iterations)
    p = 1 / (1 + np.exp(-(beta[0] + standardised @ beta[1:])))
    print(f"metric train_logloss={-np.mean(np.log(np.where(y == 1, p, 1 - p) + 1e-15)):.6g}", flush=True)

    model = Path(os.environ["SM_MODEL_DIR"])
    document = {
        "columns": [column["name"] for column in schema["columns"]],
        "used": used,
        "labels": labels,
        "mean": mean.tolist(),
        "scale": scale.tolist(),
        "intercept": beta[0],
        "coefficients": beta[1:].tolist(),
    }
    (model / "logistic").mkdir(parents=True, exist_ok=True)
    (model / "logistic" / "model.json").write_text(json.dumps(document), encoding="utf-8")

    here = Path(__file__).resolve().parent
    (model / "code").mkdir(exist_ok=True)
    for name in ("inference.py", "pyproject.toml", "offline_build.py"):
        if (here / name).exists():
            shutil.copyfile(here / name, model / "code" / name)


if __name__ == "__main__":
    main()
