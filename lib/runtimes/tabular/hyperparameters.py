"""The hyperparameters of the tabular algorithm: one table of names, XGBoost names, defaults and ranges."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """An allowed number: [low, high], low excluded where `above`; `whole` for integers."""

    xgboost: str
    default: float
    low: float
    high: float
    whole: bool = False
    above: bool = False

    def parse(self, name, text):
        """The value of the text. Raises ValueError that names the parameter and its range."""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        inside = (self.low < value if self.above else self.low <= value) and value <= self.high
        if not inside or (self.whole and not value.is_integer()):
            kind = "a whole number" if self.whole else "a number"
            bound = f"above {self.low:g}" if self.above else f"from {self.low:g}"
            raise ValueError(f"hyperparameter {name} is {text!r}; it must be {kind} {bound} up to {self.high:g}")
        return int(value) if self.whole else value


RANGES = {
    "maxDepth": Range("max_depth", 4, 1, 16, whole=True),
    "eta": Range("eta", 0.1, 0, 1, above=True),
    "rounds": Range("num_boost_round", 200, 1, 5000, whole=True),
    "subsample": Range("subsample", 1, 0, 1, above=True),
    "colsampleBytree": Range("colsample_bytree", 1, 0, 1, above=True),
    "minChildWeight": Range("min_child_weight", 1, 0, 1e6),
    "regLambda": Range("reg_lambda", 1, 0, 1e6),
    "seed": Range("seed", 0, 0, 2**31 - 1, whole=True),
    "positiveWeight": Range("scale_pos_weight", 1, 0, 1e6, above=True),
}


def from_arguments(arguments):
    """Hyperparameters by XGBoost name, defaults filled in, from the toolkit's `--name value ...`. Raises ValueError."""
    if len(arguments) % 2:
        raise ValueError(f"arguments must come in pairs `--name value`; got {' '.join(arguments)}")
    values = {entry.xgboost: entry.default for entry in RANGES.values()}
    for flag, text in zip(arguments[::2], arguments[1::2], strict=True):
        name = flag.lstrip("-")
        if name not in RANGES:
            raise ValueError(f"unknown hyperparameter {name!r}; known are {', '.join(RANGES)}")
        values[RANGES[name].xgboost] = RANGES[name].parse(name, text)
    return values
