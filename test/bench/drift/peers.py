"""Evidently, NannyML, or pandas with SciPy on two CSV files, as a process of its own: `peers.py JUDGE BEFORE NOW`.

Each answers as it does by default: Evidently's DataDriftPreset as JSON, NannyML's univariate drift, SciPy's ks_2samp and
chi2_contingency at 0.05 with Bonferroni's correction. Prints the columns called, CPU seconds and peak memory of the whole process.
"""

import json
import os
import resource
import sys

os.environ["DO_NOT_TRACK"] = "1"
os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
import pandas as pd  # noqa: E402


def is_number(frame, name):
    return pd.api.types.is_numeric_dtype(frame[name])


def by_evidently(before, now):
    from evidently import Report
    from evidently.presets import DataDriftPreset

    answer = json.loads(Report([DataDriftPreset()]).run(now, before).json())
    called = []
    for metric in answer["metrics"]:
        config = metric.get("config") or {}
        if "column" not in config or "threshold" not in config:
            continue
        value, threshold = metric["value"], config["threshold"]
        distance = "distance" in config.get("method", "")
        if value > threshold if distance else value < threshold:
            called.append(config["column"])
    return called


def by_nannyml(before, now):
    import flaml

    # NannyML imports it for a drift detector that is not used here; it is not installed, for it would bring 470 MB.
    flaml.AutoML = None
    import nannyml

    names = list(before.columns)
    frame = nannyml.UnivariateDriftCalculator(column_names=names).fit(before).calculate(now).filter(period="analysis").to_df()
    return [name for name in names if any(frame[key].any() for key in frame.columns if key[0] == name and key[2] == "alert")]


def by_scipy(before, now):
    from scipy.stats import chi2_contingency, ks_2samp

    called = []
    for name in before.columns:
        if is_number(before, name):
            p = ks_2samp(before[name].dropna(), now[name].dropna()).pvalue
        else:
            counts = pd.concat([before[name].value_counts(), now[name].value_counts()], axis=1).fillna(0)
            p = chi2_contingency(counts.T.to_numpy()).pvalue
        if p < 0.05 / len(before.columns):
            called.append(name)
    return called


judge = {"evidently": by_evidently, "nannyml": by_nannyml, "scipy": by_scipy}[sys.argv[1]]
frames = [pd.read_csv(path) for path in sys.argv[2:4]]
called = judge(*frames)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": len(frames[1]), "called": sorted(called), "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))
