"""The role of a state machine, before each integration.

MiniStack runs every task with all rights. AWS makes each call as the machine's role: it must trust
states.amazonaws.com and allow the action on the resource, iam:PassRole for roles that are handed on included.
"""

import json
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from .. import roles, running_task
from ..patching import Hook, wrap
from ..permissions import Permission, required
from ..settings import Settings

HOOKS = (
    Hook("services.stepfunctions:_call_lambda", "func_ref event"),
    Hook("services.stepfunctions:_invoke_with_callback", "resource input_data token state_def"),
    Hook("services.stepfunctions:_invoke_aws_sdk_integration", "resource input_data"),
    Hook("services.stepfunctions:_nested_start_execution_request", "input_data"),
    Hook("services.stepfunctions:_SERVICE_DISPATCH", key="arn:aws:states:::sqs:sendMessage"),
    Hook("services.stepfunctions:_SERVICE_DISPATCH", key="arn:aws:states:::events:putEvents"),
    Hook("app:call_service_handler_sync", "handler method path headers body query_params timeout"),
)

PRINCIPAL = "states.amazonaws.com"
DYNAMODB_ACTIONS = {"putItem": "PutItem", "getItem": "GetItem", "deleteItem": "DeleteItem", "updateItem": "UpdateItem"}


def require(permission: Permission, error: str) -> None:
    """Raise the task error `error` unless the running machine's role has the permission."""
    role = running_task.role_arn.get()
    if role is None:
        return
    session = (running_task.execution.get() or {}).get("name", "StepFunctions")[:64]
    if not roles.trusts(role, PRINCIPAL):
        raise stepfunctions._ExecutionError("States.Permissions", f"{PRINCIPAL} may not assume the role {role}")
    if not roles.allows(role, permission, session):
        raise stepfunctions._ExecutionError(error, roles.denial(role, permission, session))


def require_call(service: str, target: str, request: Any, error: str) -> None:
    """require() all that a JSON call needs; `target` is its X-Amz-Target."""
    body = json.dumps(request).encode()
    for permission in required(service, {"x-amz-target": target}, body, get_region(), get_account_id()):
        require(permission, error)


def function_arn(reference: str) -> str:
    """The ARN a policy names for a function given by ARN, name or name:qualifier."""
    if reference.startswith("arn:"):
        return reference
    return f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{reference}"


def require_optimized(resource: str, data: dict[str, Any]) -> None:
    """The permissions of the optimized integrations that MiniStack implements."""
    integration = resource.partition("arn:aws:states:::")[2].partition(".")[0]
    service, _, action = integration.partition(":")
    if integration == "sqs:sendMessage":
        queue = data.get("QueueUrl", "").rsplit("/", 1)[-1]
        arn = f"arn:aws:sqs:{get_region()}:{get_account_id()}:{queue}"
        require(Permission("sqs:SendMessage", arn), "SQS.AmazonSQSException")
    elif integration == "sns:publish":
        require(Permission("sns:Publish", data.get("TopicArn") or "*"), "SNS.AmazonSNSException")
    elif integration == "events:putEvents":
        require_call("events", "AWSEvents.PutEvents", data, "EventBridge.AmazonEventBridgeException")
    elif service == "dynamodb":
        target = f"DynamoDB_20120810.{DYNAMODB_ACTIONS.get(action, action)}"
        require_call("dynamodb", target, data, "DynamoDB.AmazonDynamoDBException")
    else:
        require(Permission(f"{service}:{action[:1].upper()}{action[1:]}", "*"), "States.Permissions")


def apply(settings: Settings) -> None:
    for prefix, handler in list(stepfunctions._SERVICE_DISPATCH.items()):
        if prefix == "arn:aws:states:::sagemaker:":
            continue  # checks for itself: it knows the roles that are passed

        def checked(resource, data, handler=handler):
            require_optimized(resource, data)
            return handler(resource, data)

        stepfunctions._SERVICE_DISPATCH[prefix] = checked

    @wrap("services.stepfunctions:_call_lambda")
    def call(original):
        def call_lambda(func_ref, event):
            require(Permission("lambda:InvokeFunction", function_arn(func_ref)), "Lambda.AWSLambdaException")
            return original(func_ref, event)

        return call_lambda

    @wrap("services.stepfunctions:_invoke_with_callback")
    def call_back(original):
        def invoke_with_callback(resource, input_data, token, state_def):
            # MiniStack swallows what _call_lambda raises here, so a denial would wait for its timeout.
            if "states:::lambda:invoke" in resource:
                function = function_arn(input_data.get("FunctionName", ""))
                require(Permission("lambda:InvokeFunction", function), "Lambda.AWSLambdaException")
            return original(resource, input_data, token, state_def)

        return invoke_with_callback

    @wrap("services.stepfunctions:_nested_start_execution_request")
    def nested(original):
        def nested_start_execution_request(input_data):
            request = original(input_data)
            start = Permission("states:StartExecution", request["stateMachineArn"])
            require(start, "StepFunctions.AWSStepFunctionsException")
            return request

        return nested_start_execution_request

    @wrap("services.stepfunctions:_invoke_aws_sdk_integration")
    def sdk(original):
        def invoke_aws_sdk_integration(resource, input_data):
            token = running_task.sdk_service.set(resource.split(":")[6].lower())
            try:
                return original(resource, input_data)
            finally:
                running_task.sdk_service.reset(token)

        return invoke_aws_sdk_integration

    @wrap("app:call_service_handler_sync")
    def service_call(original):
        def call_service_handler_sync(handler, method, path, headers, body, query_params, timeout=None):
            sdk_service = running_task.sdk_service.get()
            if sdk_service is not None:
                service = next(name for name, known in app.SERVICE_HANDLERS.items() if known is handler)
                prefix = stepfunctions._AWS_SDK_ERROR_PREFIX.get(sdk_service, sdk_service.capitalize())
                sent = body.encode() if isinstance(body, str) else body
                for permission in required(service, headers, sent, get_region(), get_account_id()):
                    require(permission, f"{prefix}.{prefix}Exception")
            return original(handler, method, path, headers, body, query_params, timeout)

        return call_service_handler_sync
