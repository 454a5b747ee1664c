"""XGBoost, imported without scikit-learn: half the import time and half the memory of a server.

One thread everywhere: histogram sums then have one order, so equal input and seed give a byte-identical booster, and a
serving process never spins on a busy core.
"""

import os
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# XGBoost imports scikit-learn only for its wrapper classes. A None entry makes that import fail quietly. It is taken
# back at once, and not done where another part of the process (AWS's serving worker) has loaded either of the two.
_hide = "sklearn" not in sys.modules and "xgboost" not in sys.modules
if _hide:
    sys.modules["sklearn"] = None
try:
    import xgboost
finally:
    if _hide:
        del sys.modules["sklearn"]

OBJECTIVES = {
    "binary-classification": {"objective": "binary:logistic", "eval_metric": ["logloss", "auc"]},
    "regression": {"objective": "reg:squarederror", "eval_metric": ["rmse", "mae"]},
}


class _PrintMetrics(xgboost.callback.TrainingCallback):
    """Prints `metric train_<name>=<value>` lines about ten times and after the last round."""

    def __init__(self, rounds):
        self._every = max(1, rounds // 10)
        self._rounds = rounds

    def after_iteration(self, model, epoch, evals_log):
        if (epoch + 1) % self._every == 0 or epoch + 1 == self._rounds:
            for name, values in evals_log["train"].items():
                print(f"metric train_{name}={values[-1]:.6g}", flush=True)
        return False


def train(matrix, labels, encoding, parameters):
    """A booster trained on a float32 matrix with NaN for missing. `parameters` are hyperparameters by XGBoost name."""
    options = {**OBJECTIVES[encoding.task], **parameters, "tree_method": "hist", "nthread": 1}
    rounds = options.pop("num_boost_round")
    if encoding.task == "regression":
        options.pop("scale_pos_weight")
    data = xgboost.DMatrix(
        matrix,
        label=labels,
        feature_types=["c" if column.encoding == "category" else "q" for column in encoding.features],
        enable_categorical=True,
        nthread=1,
    )
    return xgboost.train(
        options,
        data,
        num_boost_round=rounds,
        evals=[(data, "train")],
        verbose_eval=False,
        callbacks=[_PrintMetrics(rounds)],
    )


def load(path):
    """The booster saved at `path` (UBJSON; loading runs no code)."""
    return xgboost.Booster({"nthread": 1}, model_file=str(path))


def predict(booster, matrix):
    """Float32 predictions: the probability of the positive label, or the regression value."""
    return booster.inplace_predict(matrix, validate_features=False)
