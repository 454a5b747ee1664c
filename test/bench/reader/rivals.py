"""What the reader is measured against, as a process of its own: `rivals.py csv|loadtxt TABLE`.

`csv`      Python's csv module (C), float(), counts of categories; numpy for moments and 256 quantiles; SHA-256 of the bytes.
`loadtxt`  numpy.loadtxt (C) on the numbers alone, gaps as NaN by a converter; moments and 256 quantiles.

Neither checks rules, splits, or writes anything. Prints rows, CPU seconds and peak memory of the whole process.
"""

import collections
import csv
import hashlib
import json
import resource
import sys

import numpy as np

NUMBERS = 20
EDGES = np.linspace(0, 1, 257)


def profile(columns):
    for column in columns:
        known = column[~np.isnan(column)]
        np.quantile(known, EDGES)
        known.mean(), known.std(), known.min(), known.max()


def read_csv(path):
    numbers = [[] for _ in range(NUMBERS)]
    counts = [collections.Counter(), collections.Counter()]
    rows = 0
    nan = float("nan")
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        for row in reader:
            rows += 1
            for i in range(NUMBERS):
                cell = row[i]
                numbers[i].append(float(cell) if cell else nan)
            counts[0][row[NUMBERS]] += 1
            counts[1][row[NUMBERS + 1]] += 1
            float(row[NUMBERS + 2])
    profile([np.array(column) for column in numbers])
    with open(path, "rb") as file:
        hashlib.file_digest(file, "sha256")
    return rows


def read_loadtxt(path):
    nan = float("nan")
    table = np.loadtxt(
        path,
        delimiter=",",
        skiprows=1,
        usecols=range(NUMBERS),
        converters=lambda cell: float(cell) if cell else nan,
        encoding="utf-8",
    )
    profile(list(table.T))
    return len(table)


count = {"csv": read_csv, "loadtxt": read_loadtxt}[sys.argv[1]](sys.argv[2])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"rows": count, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}))
