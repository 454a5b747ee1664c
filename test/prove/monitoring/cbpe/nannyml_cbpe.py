"""NannyML's estimate of performance on its own sample data: one line of JSON a data set.

Out: {name, reference: {scores, predicted, actual}, calibrates, chunks: [{scores, predicted, metrics: {auc: {value, error}, ...}}]}, `error` being the
standard error that NannyML calls sampling error. Chunks are of 5,000 rows, in the order of the data.
"""

import json
import logging
import warnings

import flaml
import numpy as np

# NannyML imports it for a drift detector that is not used here; it is not installed, for it would bring 470 MB.
flaml.AutoML = None

import nannyml
from nannyml.datasets import (
    load_synthetic_binary_classification_dataset,
    load_synthetic_car_loan_dataset,
    load_us_census_ma_employment_data,
)

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
METRICS = {"auc": "roc_auc", "accuracy": "accuracy", "precision": "precision", "recall": "recall", "f1": "f1"}
CHUNK = 5000


def one(name, reference, analysis, score, predicted, actual):
    reference = reference[[score, predicted, actual]].astype(float).reset_index(drop=True)
    analysis = analysis[[score, predicted]].astype(float).reset_index(drop=True)
    cbpe = nannyml.CBPE(
        y_pred_proba=score,
        y_pred=predicted,
        y_true=actual,
        problem_type="classification_binary",
        metrics=list(METRICS.values()),
        chunk_size=CHUNK,
    )
    cbpe.fit(reference)
    found = cbpe.estimate(analysis).filter(period="analysis").to_df()
    chunks = []
    for index, row in found.iterrows():
        part = analysis.iloc[int(row[("chunk", "start_index")]) : int(row[("chunk", "end_index")]) + 1]
        chunks.append(
            {
                "scores": part[score].tolist(),
                "predicted": part[predicted].astype(int).tolist(),
                "metrics": {
                    ours: {"value": float(row[(theirs, "value")]), "error": float(row[(theirs, "sampling_error")])}
                    for ours, theirs in METRICS.items()
                },
            }
        )
    return {
        "name": name,
        "reference": {
            "scores": reference[score].tolist(),
            "predicted": reference[predicted].astype(int).tolist(),
            "actual": reference[actual].astype(int).tolist(),
        },
        "calibrates": bool(cbpe.needs_calibration),
        "chunks": chunks,
    }


reference, analysis, _ = load_synthetic_binary_classification_dataset()
print(json.dumps(one("synthetic binary", reference, analysis, "y_pred_proba", "y_pred", "work_home_actual")))
reference, analysis, _ = load_synthetic_car_loan_dataset()
print(json.dumps(one("synthetic car loan", reference, analysis, "y_pred_proba", "y_pred", "repaid")))
reference, analysis, _ = load_us_census_ma_employment_data()
print(json.dumps(one("census employment", reference, analysis, "predicted_probability", "prediction", "employed")))
