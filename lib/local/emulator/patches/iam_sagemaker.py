"""Action, resource and passed roles of SageMaker calls.

MiniStack does not know the service, so it would let every signed call through. AWS checks sagemaker:ACTION on the
resource that the call names, on the endpoint configuration too when an endpoint is created or updated, and
iam:PassRole on each role that is handed over.
"""

import json
import re
from typing import Any
from urllib.parse import unquote

from ministack.core import iam_actions

from ..patching import Hook, wrap
from ..permissions import Permission, pass_role, with_more
from ..settings import Settings

EXTRACT_RESOURCE = "service method path headers body query_params region account_id"
HOOKS = (
    Hook("core.iam_actions:SERVICE_TO_IAM_NAMESPACE", key="states"),
    Hook("core.iam_actions:extract_iam_action", "service method path headers body query_params"),
    Hook("core.iam_actions:extract_resource_arn", EXTRACT_RESOURCE),
    Hook("core.iam_actions:request_tag_context", "service iam_action body params"),
)

PRINCIPAL = "sagemaker.amazonaws.com"
INVOCATION = re.compile(r"^/endpoints/([^/]+)/(invocations|async-invocations|invocations-response-stream)$")
INVOCATION_ACTIONS = {
    "invocations": "InvokeEndpoint",
    "async-invocations": "InvokeEndpointAsync",
    "invocations-response-stream": "InvokeEndpointWithResponseStream",
}
# The kind of resource that an action's name ends in, with the member that names it and the word in its ARN.
KINDS = {
    "TrainingJob": ("TrainingJobName", "training-job"),
    "TransformJob": ("TransformJobName", "transform-job"),
    "ProcessingJob": ("ProcessingJobName", "processing-job"),
    "HyperParameterTuningJob": ("HyperParameterTuningJobName", "hyper-parameter-tuning-job"),
    "ModelPackageGroup": ("ModelPackageGroupName", "model-package-group"),
    "EndpointConfig": ("EndpointConfigName", "endpoint-config"),
    "EndpointWeightsAndCapacities": ("EndpointName", "endpoint"),
    "Endpoint": ("EndpointName", "endpoint"),
    "Model": ("ModelName", "model"),
}


def document_of(body: bytes) -> dict[str, Any]:
    """A JSON request body; what is no JSON object names nothing."""
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def permissions(action: str, document: dict[str, Any], region: str, account: str) -> list[Permission]:
    """What sagemaker:`action` with this request document needs, its own permission first."""

    def arn(word: str, name: Any) -> str:
        return f"arn:aws:sagemaker:{region}:{account}:{word}/{name}"

    resource = document.get("ResourceArn") or "*"
    for suffix, (member, word) in KINDS.items():
        if action.endswith(suffix) and document.get(member):
            resource = arn(word, document[member])
            break
    needed = [Permission(f"sagemaker:{action}", resource)]
    if action in ("CreateEndpoint", "UpdateEndpoint") and document.get("EndpointConfigName"):
        needed.append(Permission(f"sagemaker:{action}", arn("endpoint-config", document["EndpointConfigName"])))
    if action.startswith("Create") and document.get("Tags"):
        needed.append(Permission("sagemaker:AddTags", resource))
    definition = document.get("TrainingJobDefinition")
    passed = (document.get("RoleArn"), document.get("ExecutionRoleArn"), (definition or {}).get("RoleArn"))
    return needed + [pass_role(role, PRINCIPAL) for role in passed if role]


def apply(settings: Settings) -> None:
    iam_actions.SERVICE_TO_IAM_NAMESPACE["sagemaker"] = "sagemaker"

    @wrap("core.iam_actions:extract_iam_action")
    def action_of(original):
        def extract_iam_action(service, method, path, headers, body, query_params):
            if service != "sagemaker":
                return original(service, method, path, headers, body, query_params)
            invocation = INVOCATION.match(path)
            if invocation:
                return f"sagemaker:{INVOCATION_ACTIONS[invocation[2]]}"
            # An unknown path gets an action nobody is allowed, never none: none would be let through.
            return f"sagemaker:{iam_actions._action_from_target(headers) or 'UnknownOperation'}"

        return extract_iam_action

    @wrap("core.iam_actions:extract_resource_arn")
    def resource_of(original):
        def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
            if service != "sagemaker":
                return original(service, method, path, headers, body, query_params, region, account_id)
            invocation = INVOCATION.match(path)
            if invocation:
                return f"arn:aws:sagemaker:{region}:{account_id}:endpoint/{unquote(invocation[1])}"
            action = iam_actions._action_from_target(headers) or ""
            own, *more = permissions(action, document_of(body), region, account_id)
            return with_more(own.resource, more)

        return extract_resource_arn

    @wrap("core.iam_actions:request_tag_context")
    def tags_of(original):
        def request_tag_context(service, iam_action, body, params):
            if service != "sagemaker":
                return original(service, iam_action, body, params)
            tags = document_of(body).get("Tags") or []
            context = {f"aws:requesttag/{tag['Key']}".lower(): tag.get("Value", "") for tag in tags}
            return context | ({"aws:TagKeys": [tag["Key"] for tag in tags]} if tags else {})

        return request_tag_context
