"""Serving side of the default tabular algorithm: the four handlers of SageMaker script mode.

Request: `text/csv` (feature columns in contract order, no header) or `application/json` (`{"instances": [...]}`).
Answer: by Accept `text/csv` (`label,score`, or `prediction` for a regression) or `application/json`
(`{"predictions": [{"label", "score"}]}`). A client's mistake is answered 400, 406 or 415 with the reason.
"""

from pathlib import Path

import boosting
from answers import CSV, JSON, Refusal, accepted, bad_request, media_type, not_acceptable, render, unsupported
from encoding import Encoding
from reading import BadInput, body_lines, csv_rows, json_rows

_READERS = {
    CSV: lambda text, names: csv_rows(body_lines(text), names),
    JSON: json_rows,
}


class Model:
    """A booster and the encoding it was trained with."""

    def __init__(self, directory):
        self.encoding = Encoding.load(directory / "encoding.json")
        self.booster = boosting.load(directory / "booster.ubj")

    def predict(self, rows):
        """[(label or None, float32 score)] for (row number, cells) pairs, in order. Raises BadInput."""
        matrix = self.encoding.matrix(rows)
        if len(matrix) == 0:
            raise BadInput("the request has no rows")
        scores = boosting.predict(self.booster, matrix)
        if not self.encoding.labels:
            return [(None, score) for score in scores]
        negative, positive = self.encoding.labels
        return [(positive if score >= 0.5 else negative, score) for score in scores]


def model_fn(model_dir):
    """Loads the model once per process."""
    return Model(Path(model_dir) / "tabular")


def input_fn(body, content_type):
    """(reader, text) of a request, or the refusal. Rows are read in predict_fn, which knows the columns."""
    reader = _READERS.get(media_type(content_type))
    if reader is None:
        return unsupported(content_type)
    if isinstance(body, str):
        return reader, body
    try:
        return reader, body.decode("utf-8")
    except UnicodeDecodeError as error:
        return bad_request(f"the body is not UTF-8: {error.reason} at byte {error.start}")


def predict_fn(data, model):
    """Predictions of the rows, or the refusal that names row and column."""
    if isinstance(data, Refusal):
        return data
    reader, text = data
    try:
        return model.predict(reader(text, model.encoding.names))
    except BadInput as error:
        return bad_request(str(error))


def output_fn(predictions, accept):
    """The answer's body and media type, or the refusal."""
    if isinstance(predictions, Refusal):
        return predictions
    kind = accepted(accept)
    return not_acceptable(accept) if kind is None else (render(predictions, kind), kind)
