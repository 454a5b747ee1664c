"""What the judges have in common: reads the job from stdin, prints a verdict a file."""

import json
import sys

import pandas as pd


def main(prepare):
    """prepare(reference) gives judge(current), which gives names of columns."""
    job = json.load(sys.stdin)
    drop = job["ignore"]
    reference = pd.read_csv(job["reference"]).drop(columns=drop)
    judge = prepare(reference)
    verdicts = []
    for file in job["files"]:
        try:
            current = pd.read_csv(file).drop(columns=drop)
            verdicts.append({"columns": sorted(set(judge(current))), "file": False})
        except Exception as error:  # a tool that breaks has stopped the file, too
            print(f"{file}: {type(error).__name__}: {error}"[:300], file=sys.stderr)
            verdicts.append({"columns": [], "file": True})
    print(json.dumps(verdicts))


def is_text(series):
    return not pd.api.types.is_numeric_dtype(series)


def allowed(series):
    """The values of a category; none for names and free text."""
    values = series.dropna().unique()
    return list(values) if len(values) <= 200 else None


NULLS = 0.02  # points that a share of missing cells may rise
