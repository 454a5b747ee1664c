"""Another judge, with its defaults, on pairs of files: which columns does it call? One line of JSON for all."""

import json
import sys

import pandas as pd


def is_text(series):
    return not pd.api.types.is_numeric_dtype(series)


def evidently(before, now):
    from evidently import Report
    from evidently.presets import DataDriftPreset

    called = []
    for metric in Report([DataDriftPreset()]).run(now, before).dict()["metrics"]:
        config = metric["config"]
        if "column" not in config:
            continue
        # Tests give a p-value, distances a distance.
        value, limit = float(metric["value"]), config["threshold"]
        if value < limit if "p_value" in config["method"] else value >= limit:
            called.append(config["column"])
    return called


def nannyml(before, now):
    import flaml

    # It imports this for a drift detector that is not used here, and it would bring 470 MB.
    flaml.AutoML = None
    from nannyml import UnivariateDriftCalculator

    names = list(before.columns)
    texts = [name for name in names if is_text(before[name])]
    judge = UnivariateDriftCalculator(column_names=names, treat_as_categorical=texts, chunk_size=len(now))
    judge.fit(before)
    told = judge.calculate(now).filter(period="analysis").to_df(multilevel=True)
    return [name for name in names if any(told[column].any() for column in told.columns if column[0] == name and column[-1] == "alert")]


def alibi_detect(before, now):
    import numpy as np
    from alibi_detect.cd import TabularDrift

    # It takes no missing cells, and levels as whole numbers.
    before, now = before.dropna(), now.dropna()
    texts = {}
    for i, name in enumerate(before.columns):
        if is_text(before[name]):
            codes = {level: code for code, level in enumerate(sorted({*before[name].astype(str), *now[name].astype(str)}))}
            before = before.assign(**{name: before[name].astype(str).map(codes)})
            now = now.assign(**{name: now[name].astype(str).map(codes)})
            texts[i] = None
    judge = TabularDrift(before.to_numpy(np.float64), p_val=0.05, categories_per_feature=texts)
    told = judge.predict(now.to_numpy(np.float64))["data"]
    return [name for name, p in zip(before.columns, told["p_val"]) if p < told["threshold"]]


JUDGES = {"evidently": evidently, "nannyml": nannyml, "alibi-detect": alibi_detect}


def main():
    judge = JUDGES[sys.argv[1]]
    verdicts = []
    for before, now in json.load(sys.stdin):
        try:
            verdicts.append({"columns": judge(pd.read_csv(before), pd.read_csv(now))})
        except Exception as error:  # a tool that breaks has said nothing
            verdicts.append({"columns": [], "broke": f"{type(error).__name__}: {error}"[:200]})
    print(json.dumps(verdicts))


main()
