"""Reads AWS CLI commands, a JSON list of words a line; prints what the service models know nothing of."""

import json
import sys

from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.session import get_session

GLOBAL = {"region", "output", "query", "profile", "endpoint-url"}
# The CLI's own names of services.
SERVICES = {"s3api": "s3"}

session = get_session()


def faults(words):
    service, operation, *rest = words
    try:
        model = session.get_service_model(SERVICES.get(service, service))
    except UnknownServiceError:
        return [f"no service {service}"]
    names = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in names:
        return [f"{service} has no {operation}"]
    shape = model.operation_model(names[operation]).input_shape
    members = {xform_name(name, "-"): member.type_name for name, member in shape.members.items()}
    flags = [word[2:] for word in rest if word.startswith("--")]
    found = []
    for flag in flags:
        if flag in GLOBAL or flag in members:
            continue
        if flag.startswith("no-") and members.get(flag[3:]) == "boolean":
            continue
        found.append(f"{service} {operation} has no --{flag}")
    required = [xform_name(name, "-") for name in shape.required_members]
    found += [f"{service} {operation} wants --{name}" for name in required if name not in flags]
    return found


print(json.dumps([fault for line in sys.stdin for fault in faults(json.loads(line))]))
