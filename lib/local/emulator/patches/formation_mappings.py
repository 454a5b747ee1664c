"""Event source mappings need the function's role to read the source.

MiniStack polls whatever the role may do. AWS refuses to create a mapping whose function role lacks the rights, so
a right that the template forgot is a failed deployment here too. Rights that are removed later are not noticed.
"""

from typing import Any

from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners

from .. import roles
from ..patching import Hook, wrap
from ..permissions import Permission
from ..settings import Settings

MAPPING = "AWS::Lambda::EventSourceMapping"
HOOKS = (
    Hook("services.cloudformation.provisioners:_RESOURCE_HANDLERS", key=MAPPING),
    Hook("services.cloudformation.provisioners:_lambda_esm_create", "logical_id props stack_name"),
    Hook("services.lambda_svc:_create_esm", "data"),
    Hook("services.lambda_svc:_get_func_record_for_ref", "function_ref"),
)

NEEDED = {
    "sqs": ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    "dynamodb": ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"),
    "kinesis": ("kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator"),
}
SHOWN = {"sqs": "SQS", "dynamodb": "DynamoDB", "kinesis": "Kinesis"}


def refusal(mapping: dict[str, Any]) -> str | None:
    """AWS's sentence when the function's role cannot read the mapping's source."""
    source = mapping.get("EventSourceArn") or ""
    service = source.split(":")[2] if source.count(":") >= 5 else ""
    _, config, _ = lambda_svc._get_func_record_for_ref(mapping.get("FunctionName", ""))
    if config is None or service not in NEEDED:
        return None
    role = config.get("Role", "")
    for action in NEEDED[service]:
        if not roles.allows(role, Permission(action, source), config.get("FunctionName", "")):
            return (
                f"The provided execution role does not have permissions to call {action.partition(':')[2]} "
                f"on {SHOWN[service]} ({role}, {source})"
            )
    return None


def apply(settings: Settings) -> None:
    handlers = provisioners._RESOURCE_HANDLERS[MAPPING]
    create = handlers["create"]

    def create_mapping(logical_id, props, stack_name):
        reason = refusal(props)
        if reason is not None:
            raise ValueError(reason)
        return create(logical_id, props, stack_name)

    handlers["create"] = create_mapping

    @wrap("services.lambda_svc:_create_esm")
    def create_by_call(original):
        def create_esm(data):
            reason = refusal(data)
            if reason is not None:
                return lambda_svc.error_response_json("InvalidParameterValueException", reason, 400)
            return original(data)

        return create_esm
