"""SageMaker in state machines: the optimized integration, `.sync` included, and aws-sdk:sagemaker.

MiniStack has neither. AWS's `.sync` creates the job, waits until it ends and returns its description; Failed and
Stopped are States.TaskFailed with the description as cause; a timeout or a stopped execution stops the job.
"""

import json
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import stepfunctions

from .. import running_task
from ..patching import Hook, wrap
from ..settings import Settings
from ..upstream import Upstream
from .iam_sagemaker import permissions
from .states_roles import require

HOOKS = (
    Hook("services.stepfunctions:_SERVICE_DISPATCH", key="arn:aws:states:::dynamodb:putItem"),
    Hook("services.stepfunctions:_AWS_SDK_SERVICE_MAP", key="dynamodb"),
    Hook("services.stepfunctions:_AWS_SDK_ERROR_PREFIX", key="dynamodb"),
    Hook("services.stepfunctions:_prefix_sdk_error", "service_name error_code"),
    Hook("services.stepfunctions:_sdk_json_result", "service_key action result"),
    Hook("services.stepfunctions:_invoke_resource", text="for prefix, handler in _SERVICE_DISPATCH.items():"),
)

POLL_SECONDS = 0.2
# Wire type -> exception that the SDK models. All others are the service's base exception.
MODELLED = {
    "ResourceInUse": "ResourceInUseException",
    "ResourceNotFound": "ResourceNotFoundException",
    "ResourceLimitExceeded": "ResourceLimitExceededException",
    "ResourceInUseException": "ResourceInUseException",
    "ResourceNotFoundException": "ResourceNotFoundException",
    "ResourceLimitExceededException": "ResourceLimitExceededException",
    "ConflictException": "ConflictException",
}
# Job -> (member that names it, member with its status)
JOBS = {
    "TrainingJob": ("TrainingJobName", "TrainingJobStatus"),
    "TransformJob": ("TransformJobName", "TransformJobStatus"),
    "ProcessingJob": ("ProcessingJobName", "ProcessingJobStatus"),
    "HyperParameterTuningJob": ("HyperParameterTuningJobName", "HyperParameterTuningJobStatus"),
}
OPTIMIZED_BASE = "SageMaker.AmazonSageMakerException"


def modelled(code: str, base: str) -> str:
    """The error name a state machine sees for a wire type."""
    name = code.rpartition("#")[2].rpartition(".")[2]
    exception = MODELLED.get(name)
    return f"SageMaker.{exception}" if exception else base


def apply(settings: Settings) -> None:
    server = Upstream(settings.sagemaker_upstream)

    def call(action: str, request: dict[str, Any]) -> dict[str, Any]:
        """One control plane call as the machine's role; raises the optimized integration's errors."""
        for permission in permissions(action, request, get_region(), get_account_id()):
            require(permission, OPTIMIZED_BASE)
        headers = {"x-amz-target": f"SageMaker.{action}", "content-type": "application/x-amz-json-1.1"}
        answer = server.request(
            "POST", "/", headers, json.dumps(request).encode(), get_account_id(), get_region()
        )
        document = json.loads(answer.body or b"{}")
        if answer.status >= 400:
            message = document.get("message") or document.get("Message") or ""
            raise stepfunctions._ExecutionError(modelled(document.get("__type", ""), OPTIMIZED_BASE), message)
        return stepfunctions._sdk_json_result("sagemaker", action, document)

    def run_job(job: str, request: dict[str, Any]) -> dict[str, Any]:
        """Create a job, wait for its end, return its description."""
        name_member, status_member = JOBS[job]
        call(f"Create{job}", request)
        name = {name_member: request[name_member]}
        while True:
            description = call(f"Describe{job}", name)
            status = description.get(status_member)
            if status == "Completed":
                return description
            if status in ("Failed", "Stopped"):
                raise stepfunctions._ExecutionError("States.TaskFailed", json.dumps(description))
            if running_task.stopped() or running_task.timed_out():
                call(f"Stop{job}", name)
                raise running_task.Stopped(f"{job} {request[name_member]} was stopped with its task")
            time.sleep(POLL_SECONDS)

    def integration(resource: str, request: dict[str, Any]) -> dict[str, Any]:
        operation = resource.rpartition(":")[2]
        action, _, pattern = operation.partition(".")
        if not pattern:
            return call(action[:1].upper() + action[1:], request)
        job = action.removeprefix("create")
        if pattern != "sync" or job not in JOBS:
            raise stepfunctions._ExecutionError("States.Runtime", f"{resource} is not an integration of Step Functions")
        return run_job(job, request)

    stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sagemaker:"] = integration
    stepfunctions._AWS_SDK_SERVICE_MAP["sagemaker"] = {"target_prefix": "SageMaker", "protocol": "json"}
    stepfunctions._AWS_SDK_ERROR_PREFIX["sagemaker"] = "SageMaker"

    @wrap("services.stepfunctions:_prefix_sdk_error")
    def name_error(original):
        def prefix_sdk_error(service_name, error_code):
            if service_name == "sagemaker":
                return modelled(error_code, "SageMaker.SageMakerException")
            return original(service_name, error_code)

        return prefix_sdk_error
