"""What schemathesis is told about this platform: how to sign, what there is, and what to write down of each call.

Environment: AWS credentials of the caller, SLUICE_FUZZ_NAMES (JSON: names and ids that exist, by path parameter),
SLUICE_FUZZ_TAKEN (JSON: names of models that others may use meanwhile) and SLUICE_FUZZ_CALLS (a file; one JSON line a
call).
"""

import json
import os
import re
import zlib

import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests.auth import AuthBase

CREDENTIALS = Credentials(
    os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ["AWS_SESSION_TOKEN"]
)
NAMES = json.loads(os.environ["SLUICE_FUZZ_NAMES"])
TAKEN = json.loads(os.environ["SLUICE_FUZZ_TAKEN"])
CALLS = open(os.environ["SLUICE_FUZZ_CALLS"], "a", encoding="utf-8", buffering=1)

ULID = re.compile(r"^[0-7][0-9A-HJKMNP-TV-Z]{25}$")
NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
# What a parameter must look like to be replaced by something that exists: what is wrong on purpose stays wrong.
VALID = {
    "model": lambda value: isinstance(value, str) and len(value) <= 28 and NAME.match(value),
    "stage": lambda value: isinstance(value, str) and len(value) <= 12 and NAME.match(value),
    "version": lambda value: isinstance(value, int) and 1 <= value <= 999_999,
}
# Of four valid values, three become something that exists: else nearly every request would end at "no such model".
KEEP_ONE_OF = 4
# Members of an answer that tell what a request has stored.
STORED = ("model", "upload", "release", "approval", "revision", "changed")


class Signature(AuthBase):
    """AWS Signature Version 4 over the request as it will be sent."""

    def __call__(self, request):
        signed = AWSRequest(method=request.method, url=request.url, data=request.body, headers={})
        SigV4Auth(CREDENTIALS, "execute-api", os.environ["AWS_REGION"]).add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        return request


schemathesis.auth.set_from_requests(Signature())


def existing(parameter, value):
    valid = VALID.get(parameter, lambda text: isinstance(text, str) and ULID.match(text))
    known = NAMES.get(parameter, [])
    dice = zlib.crc32(repr((parameter, value)).encode())
    if not known or not valid(value) or dice % KEEP_ONE_OF == 0:
        return value
    return known[dice // KEEP_ONE_OF % len(known)]


@schemathesis.hook
def map_case(_context, case):
    parameters = case.path_parameters or {}
    for name, value in parameters.items():
        parameters[name] = existing(name, value)
    body = case.body
    # A manifest of another model than the path's is refused before anything else is looked at.
    if case.method == "PUT" and isinstance(body, dict) and VALID["model"](body.get("model")):
        body["model"] = parameters.get("model")
    return case


# The examples of the document come this way only.
@schemathesis.hook
def before_call(_context, case, _kwargs):
    for holder in (case.path_parameters, case.body):
        if isinstance(holder, dict) and holder.get("model") in TAKEN:
            holder["model"] = NAMES["model"][0]


@schemathesis.hook
def after_call(_context, case, response):
    stored = {}
    if case.method != "GET" and response.status_code < 300:
        try:
            answer = json.loads(response.content)
            stored = {name: answer[name] for name in STORED if name in answer}
        except (ValueError, TypeError):
            pass  # an answer that is no JSON object stores nothing that could be named; the checks judge it
    line = {
        "operation": case.operation.label,
        "model": (case.path_parameters or {}).get("model"),
        "status": response.status_code,
        "stored": stored,
    }
    CALLS.write(json.dumps(line) + "\n")
