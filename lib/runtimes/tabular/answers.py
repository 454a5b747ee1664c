"""What inference answers: predictions as CSV or JSON, and refusals with an HTTP status of their own."""

import csv
import io
import json

CSV = "text/csv"
JSON = "application/json"


class Refusal:
    """A client's mistake, answered as `{"error": message}` with the given HTTP status.

    A WSGI application, because that is the one result of a script-mode handler which both AWS's server (flask) and ours
    answer with a status: an exception always becomes 500, and 5xx would make a caller's typing error look like ours.
    """

    def __init__(self, status, message):
        self.status = status
        self.message = message

    def __call__(self, _environ, start_response):
        body = json.dumps({"error": self.message}, ensure_ascii=False).encode()
        start_response(self.status, [("Content-Type", JSON), ("Content-Length", str(len(body)))])
        return [body]


def bad_request(message):
    """400: the body cannot be read; the message names row and column."""
    return Refusal("400 BAD REQUEST", message)


def unsupported(content_type):
    """415: the request's content type is not one of ours."""
    message = f"content type {content_type!r} is not supported; send {CSV} or {JSON}"
    return Refusal("415 UNSUPPORTED MEDIA TYPE", message)


def not_acceptable(accept):
    """406: no answer can be given in what the caller accepts."""
    return Refusal("406 NOT ACCEPTABLE", f"accept {accept!r} is not supported; accept {CSV} or {JSON}")


def media_type(header):
    """`text/csv` from `Text/CSV; charset=utf-8`."""
    return header.split(";", 1)[0].strip().lower()


def accepted(header):
    """The first of our two media types in an Accept header (any range counts as JSON), or None."""
    for part in header.split(","):
        kind = media_type(part)
        if kind in (CSV, JSON):
            return kind
        if kind in ("*/*", "application/*"):
            return JSON
        if kind == "text/*":
            return CSV
    return None


def render(predictions, accept):
    """The body of predictions, a list of (label or None, float32 score): one CSV line each, or the JSON document.

    Scores are written with the fewest digits that read back as the same float32.
    """
    if accept == JSON:
        items = [
            {"score": float(str(score))} if label is None else {"label": label, "score": float(str(score))}
            for label, score in predictions
        ]
        return json.dumps({"predictions": items}, ensure_ascii=False)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([str(score)] if label is None else [label, str(score)] for label, score in predictions)
    return out.getvalue()
