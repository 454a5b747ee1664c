"""A range of an older version of an object. MiniStack answers with all of it; AWS with the range, as of the newest."""

from ministack.services import s3

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.s3:_get_object", "bucket_name key headers query_params"),
    Hook("services.s3:_parse_range", "range_header total"),
    Hook("services.s3:_range_error_xml", "bucket_name key"),
)

# Of the whole object, so they do not fit a part of it.
WHOLE = ("range", "x-amz-checksum-mode")


def apply(settings: Settings) -> None:
    @wrap("services.s3:_get_object")
    def get(original):
        def get_object(bucket_name, key, headers, query_params=None):
            wanted = headers.get("range", "")
            if not wanted or not s3._qp(query_params or {}, "versionId", ""):
                return original(bucket_name, key, headers, query_params)
            rest = {name: value for name, value in headers.items() if name not in WHOLE}
            status, found, body = original(bucket_name, key, rest, query_params)
            if status != 200:
                return status, found, body
            span = s3._parse_range(wanted, len(body))
            if span is None:
                refused = {"Content-Type": "application/xml", "Content-Range": f"bytes */{len(body)}"}
                return 416, refused, s3._xml_body(s3._range_error_xml(bucket_name, key))
            start, end = span
            part = body[start : end + 1]
            place = {"Content-Length": str(len(part)), "Content-Range": f"bytes {start}-{end}/{len(body)}"}
            return 206, {**found, **place}, part

        return get_object
