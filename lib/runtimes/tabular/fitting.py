"""Learning the encoding from the training channel, in one streaming pass that keeps four bytes a cell."""

from array import array
from collections import Counter

import numpy as np

from encoding import PARSERS, Column, Encoding, read_cell
from reading import BadInput, csv_rows, file_lines

MAX_LEVELS = 255
"""A category keeps its most frequent levels; the rest are missing. More would mostly memorise single rows."""

MAX_TEXT_LEVELS = 32
"""A text column with at most this many different texts is a category in all but name; with more it is ignored."""

_NUMERIC = {"integer": "number", "number": "number", "boolean": "boolean", "timestamp": "timestamp"}


class _Numbers:
    """Collects a column whose cells are parsed one by one."""

    def __init__(self, spec):
        self.name = spec["name"]
        self.encoding = _NUMERIC[spec["type"]]
        self._nulls = tuple(spec.get("nulls", ()))
        self._parse = self.column().parser()
        self._values = array("f")

    def add(self, text, row):
        self._values.append(read_cell(self._parse, text, row, self.name))

    def column(self):
        return Column(self.name, self.encoding, nulls=self._nulls)

    def values(self, _column):
        return np.frombuffer(self._values, dtype=np.float32)


class _Levels:
    """Collects a column of texts. Codes are given by first appearance and renumbered when the levels are known."""

    def __init__(self, spec):
        self.name = spec["name"]
        self._type = spec["type"]
        self._declared = spec.get("values")
        self._nulls = tuple(spec.get("nulls", ()))
        self._codes = {"": 0}
        self._values = array("i")

    def add(self, text, _row):
        self._values.append(self._codes.setdefault(text, len(self._codes)))

    def column(self):
        if self._declared:
            return Column(self.name, "category", tuple(self._declared), self._nulls)
        counts = Counter(self._values)
        missing = {"", *self._nulls}
        seen = {text: counts[code] for text, code in self._codes.items() if text.strip() not in missing}
        if not seen or (self._type == "text" and len(seen) > MAX_TEXT_LEVELS):
            print(f"column {self.name} is ignored: {len(seen)} different texts", flush=True)
            return Column(self.name, "ignored")
        kept = sorted(seen, key=lambda text: (-seen[text], text))[:MAX_LEVELS]
        if len(kept) < len(seen):
            print(f"column {self.name} keeps {MAX_LEVELS} of {len(seen)} levels; the rest count as missing", flush=True)
        return Column(self.name, "category", tuple(sorted(kept)), self._nulls)

    def values(self, column):
        parse = column.parser()
        final = np.array([parse(text) for text in self._codes], dtype=np.float32)
        return final[np.frombuffer(self._values, dtype=np.int32)]


def fit(schema, features_path):
    """The encoding learned from `features.csv`, and its float32 matrix (rows x features). Raises BadInput."""
    collectors = [_Numbers(spec) if spec["type"] in _NUMERIC else _Levels(spec) for spec in schema["columns"]]
    names = [spec["name"] for spec in schema["columns"]]
    rows = 0
    for row, cells in csv_rows(file_lines(features_path), names):
        for collector, text in zip(collectors, cells, strict=True):
            collector.add(text, row)
        rows = row
    columns = [collector.column() for collector in collectors]
    encoding = Encoding(schema["task"], schema["target"].get("labels", []), columns)
    if rows == 0:
        raise BadInput(f"{features_path.name} has no rows")
    if not encoding.features:
        raise BadInput("no column can be used: every text column is empty or has too many different texts")
    used = [c.values(column) for c, column in zip(collectors, columns, strict=True) if column.encoding != "ignored"]
    return encoding, np.column_stack(used)


def read_labels(schema, labels_path):
    """The target as float32: 0/1 by `target.labels` (the second is the positive one), or the number itself."""
    name = schema["target"]["name"]
    if schema["task"] == "binary-classification":
        codes = {label: float(code) for code, label in enumerate(schema["target"]["labels"])}

        def parse(text):
            if text not in codes:
                raise ValueError(f"is not one of the labels {', '.join(codes)}")
            return codes[text]
    else:
        parse = PARSERS["number"]
    values = array("f")
    for row, (text,) in csv_rows(file_lines(labels_path), [name]):
        if not text:
            raise BadInput(f"row {row}, column {name}: the target is empty")
        values.append(read_cell(parse, text, row, name))
    labels = np.frombuffer(values, dtype=np.float32)
    if schema["task"] == "binary-classification" and len(np.unique(labels)) < 2:
        raise BadInput(f"column {name}: the training rows hold only one of the two labels, nothing can be learned")
    return labels
