"""Alarm ARNs and the condition key cloudwatch:namespace.

MiniStack reads the alarm's name from form-encoded requests only, and the SDKs send CBOR or JSON: the resource comes
out as "*", and a policy on alarm:NAME never matches. It never sets cloudwatch:namespace, so a PutMetricData limited
to a namespace is always denied. On AWS a DescribeAlarms that names no alarm is checked on alarm:*.
"""

import json
from typing import Any
from urllib.parse import parse_qs

import cbor2
from ministack.core import iam_actions

from ..patching import Hook, wrap
from ..permissions import Permission, with_more
from ..settings import Settings
from .iam_sagemaker import EXTRACT_RESOURCE

HOOKS = (
    Hook("core.iam_actions:extract_resource_arn", EXTRACT_RESOURCE),
    Hook("core.iam_actions:request_tag_context", "service iam_action body params"),
)

# CloudWatch operations without resource-level permissions act on "*".
ON_ALARMS = frozenset(
    {
        "PutMetricAlarm", "PutCompositeAlarm", "SetAlarmState", "DescribeAlarms", "DescribeAlarmHistory",
        "DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions",
    }
)


def members(body: bytes, params: dict[str, Any]) -> dict[str, Any]:
    """A request's members, whichever of the three protocols it came in. Lists of a form are gathered by name."""
    if body[:1] == b"{":
        return json.loads(body)
    form = {**parse_qs(body.decode("utf-8", "replace")), **params} if b"=" in body[:200] else dict(params)
    if body and "Action" not in form:
        return cbor2.loads(body)
    names = [values[0] for key, values in sorted(form.items()) if key.startswith("AlarmNames.member.")]
    flat = {key: values[0] if isinstance(values, list) else values for key, values in form.items()}
    return flat | ({"AlarmNames": names} if names else {})


def alarms(body: bytes, params: dict[str, Any]) -> list[str]:
    """The names of the alarms a request is about; none when it is about all."""
    request = members(body, params)
    return list(request.get("AlarmNames") or filter(None, [request.get("AlarmName")]))


def apply(settings: Settings) -> None:
    @wrap("core.iam_actions:extract_resource_arn")
    def resource_of(original):
        def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
            if service != "monitoring":
                return original(service, method, path, headers, body, query_params, region, account_id)
            action = iam_actions.extract_iam_action(service, method, path, headers, body, query_params) or ":"
            action_name = action.partition(":")[2]
            if action_name not in ON_ALARMS:
                return "*"
            arns = [f"arn:aws:cloudwatch:{region}:{account_id}:alarm:{name}" for name in alarms(body, query_params)]
            if not arns:
                return f"arn:aws:cloudwatch:{region}:{account_id}:alarm:*"
            return with_more(arns[0], [Permission(action, arn) for arn in arns[1:]])

        return extract_resource_arn

    @wrap("core.iam_actions:request_tag_context")
    def context_of(original):
        def request_tag_context(service, iam_action, body, params):
            context = original(service, iam_action, body, params)
            if iam_action != "cloudwatch:PutMetricData":
                return context
            # A string: MiniStack's StringEquals does not match a list.
            return {**context, "cloudwatch:namespace": members(body, params).get("Namespace", "")}

        return request_tag_context
