"""What a handler returned, as (status, headers, body): the conversions that flask makes in AWS's image."""

import json

HTML = "text/html; charset=utf-8"


def _page(status, title, text):
    body = f"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n"
    return status, [("Content-Type", HTML)], body.encode()


PING = (200, [("Content-Type", "application/json")], b"")
NOT_FOUND = _page(404, "Not Found", "The requested URL was not found on the server.")
METHOD_NOT_ALLOWED = _page(405, "Method Not Allowed", "The method is not allowed for the requested URL.")
INTERNAL_ERROR = _page(
    500, "Internal Server Error", "The server encountered an internal error and was unable to complete your request."
)


def content_type_of(mimetype):
    """A media type as a header: text types say their charset."""
    return f"{mimetype}; charset=utf-8" if mimetype.startswith("text/") and "charset" not in mimetype else mimetype


def _bytes(body):
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    return b"".join(_bytes(part) for part in body)


def response_of(result):
    """The response for a handler's result: (body, mimetype), text, bytes, a JSON document or a WSGI application.

    Raises TypeError for anything else, which is answered 500 as it is on AWS.
    """
    if isinstance(result, tuple):
        body, mimetype = result[0], result[1]
        return 200, [("Content-Type", content_type_of(mimetype))], _bytes(body)
    if isinstance(result, (str, bytes, bytearray)):
        return 200, [("Content-Type", HTML)], _bytes(result)
    if isinstance(result, (dict, list)):
        return 200, [("Content-Type", "application/json")], json.dumps(result).encode() + b"\n"
    if callable(result):
        return _run_wsgi(result)
    raise TypeError(f"output_fn returned {type(result).__name__}; return (body, media type)")


def _run_wsgi(application):
    started = []

    def start_response(status, headers, _exc_info=None):
        started.append((int(status.split(" ", 1)[0]), headers))

    body = b"".join(application({"REQUEST_METHOD": "POST", "PATH_INFO": "/invocations"}, start_response))
    status, headers = started[-1]
    return status, [(name, value) for name, value in headers if name.lower() != "content-length"], body
