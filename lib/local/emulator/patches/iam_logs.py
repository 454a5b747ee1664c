"""ARNs of log groups and streams.

MiniStack checks log-group:NAME. AWS checks log-group:NAME:log-stream:STREAM, with an empty stream for calls on a
group, so that the policies everybody writes (log-group:NAME:*) match here as there.
"""

import json

from ..patching import Hook, wrap
from ..settings import Settings
from .iam_sagemaker import EXTRACT_RESOURCE

HOOKS = (
    Hook("core.iam_actions:extract_resource_arn", EXTRACT_RESOURCE),
    Hook("core.iam_actions:logs_service_context", "action body resource_arn region account_id"),
)

STREAM = ":log-stream:"


def apply(settings: Settings) -> None:
    @wrap("core.iam_actions:extract_resource_arn")
    def resource_of(original):
        def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
            arn = original(service, method, path, headers, body, query_params, region, account_id)
            if service != "logs" or b'"logGroupName"' not in body:
                return arn
            return f"{arn}{STREAM}{json.loads(body).get('logStreamName') or ''}"

        return extract_resource_arn

    @wrap("core.iam_actions:logs_service_context")
    def context_of(original):
        def logs_service_context(action, body, resource_arn, region, account_id):
            return original(action, body, resource_arn.partition(STREAM)[0], region, account_id)

        return logs_service_context
