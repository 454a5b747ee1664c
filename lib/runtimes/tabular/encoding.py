"""The encoding that turns text cells into the float32 matrix XGBoost sees. Learned once, kept in the artefact as JSON.

A column is encoded as `number`, `boolean` (0/1), `timestamp` (epoch seconds), `category` (code of its level, split
natively by XGBoost) or `ignored`. Missing is NaN: an empty cell, and the words that stand for one by the contract (`nulls` of a column, such as "?").
A level that training did not see is missing too: it never fails.
"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from reading import BadInput

MISSING = math.nan
FLOAT32_MAX = float(np.finfo(np.float32).max)
_BOOLEANS = {"true": 1.0, "1": 1.0, "yes": 1.0, "y": 1.0, "t": 1.0}
_BOOLEANS |= {"false": 0.0, "0": 0.0, "no": 0.0, "n": 0.0, "f": 0.0}


def parse_number(text):
    """A finite number, or NaN for an empty cell. Raises ValueError."""
    if not text or text.isspace():
        return MISSING
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    # float() also reads "nan", "inf" and "1_000", which are no numbers in a CSV
    if not abs(value) <= FLOAT32_MAX or "_" in text:
        raise ValueError("is not a finite number")
    return value


def parse_boolean(text):
    """0 or 1 from true/false, 1/0, yes/no, t/f, y/n in any case; NaN for an empty cell. Raises ValueError."""
    word = text.strip().lower()
    if not word:
        return MISSING
    if word not in _BOOLEANS:
        raise ValueError("is not a boolean (true or false)")
    return _BOOLEANS[word]


def parse_timestamp(text):
    """Epoch seconds of an ISO 8601 date or time (UTC when it names no zone); NaN for an empty cell. Raises ValueError.

    XGBoost keeps float32, so two times of today closer than about two minutes are one value to the model.
    """
    if not text or text.isspace():
        return MISSING
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("is not an ISO 8601 date or time") from None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


PARSERS = {"number": parse_number, "boolean": parse_boolean, "timestamp": parse_timestamp}


def read_cell(parse, text, row, name):
    """`parse(text)`, with row and column in the message of a failure (BadInput)."""
    try:
        return parse(text)
    except ValueError as error:
        raise BadInput(f"row {row}, column {name}: {text[:40]!r} {error}") from error


@dataclass(frozen=True)
class Column:
    """A contract column, the encoding chosen for it, the levels of a category (code = index), and its null words."""

    name: str
    encoding: str
    levels: tuple = ()
    nulls: tuple = ()

    def parser(self):
        """The function from a cell's text to its value."""
        parse = self._parser()
        if not self.nulls:
            return parse
        words = frozenset(self.nulls)
        return lambda text: MISSING if text.strip() in words else parse(text)

    def _parser(self):
        if self.encoding == "category":
            codes = {level: float(code) for code, level in enumerate(self.levels)}
            return lambda text: codes.get(text, MISSING)
        return PARSERS[self.encoding]


class Encoding:
    """The task, the target's labels and the columns of one trained model, in contract order."""

    def __init__(self, task, labels, columns):
        self.task = task
        self.labels = tuple(labels)
        self.columns = tuple(columns)
        self.names = [column.name for column in self.columns]
        self.features = [column for column in self.columns if column.encoding != "ignored"]
        self._parsers = [
            (index, column.name, column.parser())
            for index, column in enumerate(self.columns)
            if column.encoding != "ignored"
        ]

    def matrix(self, rows):
        """The float32 matrix (rows x features) of (row number, cells) pairs. Raises BadInput."""
        values = [
            [read_cell(parse, cells[index], row, name) for index, name, parse in self._parsers] for row, cells in rows
        ]
        return np.array(values, dtype=np.float32).reshape(len(values), len(self.features))

    def save(self, path):
        """Writes the encoding as JSON; equal encodings give equal bytes."""
        document = {
            "v": 1,
            "task": self.task,
            "labels": list(self.labels),
            "columns": [
                {"name": column.name, "encoding": column.encoding, "levels": list(column.levels)}
                | ({"nulls": list(column.nulls)} if column.nulls else {})
                for column in self.columns
            ],
        }
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @staticmethod
    def load(path):
        """Reads what `save` wrote."""
        document = json.loads(path.read_text(encoding="utf-8"))
        if document.get("v") != 1:
            raise ValueError(f"{path.name} has version {document.get('v')!r}, this runtime reads version 1")
        columns = [Column(c["name"], c["encoding"], tuple(c["levels"]), tuple(c.get("nulls", ()))) for c in document["columns"]]
        return Encoding(document["task"], document["labels"], columns)
