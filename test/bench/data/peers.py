"""pandera or whylogs on the table, as a process of its own: `peers.py pandera|whylogs TABLE CONTRACT`.

`pandera` holds the frame against types, ranges and allowed values; it profiles nothing. `whylogs` profiles each column (counts, moments, a KLL sketch,
frequent levels, a distinct-count sketch); it checks nothing. CONTRACT is JSON: {numbers: [{name, whole, min, max}], categories: [{name, values?}]}.
Prints rows, means and standard deviations where the tool gives them, CPU seconds and peak memory of the whole process.
"""

import json
import os
import resource
import sys

os.environ["WHYLOGS_NO_ANALYTICS"] = "True"
os.environ["DISABLE_PANDERA_IMPORT_WARNING"] = "True"
import pandas as pd  # noqa: E402


def read(path, contract):
    types = {column["name"]: "float64" for column in contract["numbers"]}
    types |= {column["name"]: "str" for column in contract["categories"]}
    return pd.read_csv(path, dtype=types)


def by_pandera(frame, contract):
    import pandera.pandas as pa

    columns = {c["name"]: pa.Column(float, pa.Check.in_range(c["min"], c["max"]), nullable=True) for c in contract["numbers"]}
    for column in contract["categories"]:
        checks = pa.Check.isin(column["values"]) if "values" in column else None
        columns[column["name"]] = pa.Column(str, checks, nullable=True)
    pa.DataFrameSchema(columns).validate(frame, lazy=True)
    return []


def by_whylogs(frame, contract):
    import whylogs as why

    summary = why.log(frame).view().to_pandas()
    names = [column["name"] for column in contract["numbers"]]
    return [float(summary.loc[name, key]) for name in names for key in ("distribution/mean", "distribution/stddev")]


with open(sys.argv[3], encoding="utf-8") as file:
    contract = json.load(file)
table = read(sys.argv[2], contract)
moments = {"pandera": by_pandera, "whylogs": by_whylogs}[sys.argv[1]](table, contract)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": len(table), "moments": moments, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))
