"""MLflow's digest of tables: a line of JSON a table with its changes in, a list out: whether each change has another digest.

Columns are read as their types say, as somebody who knows them would: integers as Int64 or int64, numbers as float64,
booleans as bool, categories as pandas' category, texts and times as texts.
"""

import io
import json
import sys

import pandas as pd
from mlflow.data.pandas_dataset import from_pandas


def frame(given):
    table = pd.read_csv(io.StringIO(given["csv"]), dtype=str, keep_default_na=False, na_values=[""])
    for name, kind in given["types"].items():
        column = table[name]
        if kind == "integer":
            table[name] = pd.to_numeric(column).astype("Int64" if column.isna().any() else "int64")
        elif kind == "number":
            table[name] = pd.to_numeric(column).astype("float64")
        elif kind == "boolean" and not column.isna().any():
            table[name] = column == "true"
        elif kind == "category":
            table[name] = column.astype("category")
    return table


def digest(given):
    return from_pandas(frame(given), source="table.csv").digest


for line in sys.stdin:
    case = json.loads(line)
    before = digest(case["table"])
    print(json.dumps([digest(change) != before for change in case["changes"]]), flush=True)
