"""aws-sdk:cloudwatch tasks.

MiniStack sends them as forms: nested members get lost, and numbers and booleans of the answer come back as text. Sent
as JSON, which CloudWatch speaks too, both are what the API model says. Error names are those of the Java SDK, which
Step Functions shows: exceptions it does not model are <Service>Exception.
"""

from ministack.services import stepfunctions

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.stepfunctions:_AWS_SDK_SERVICE_MAP", key="cloudwatch"),
    Hook("services.stepfunctions:_prefix_sdk_error", "service_name error_code"),
    Hook("services.stepfunctions:_dispatch_aws_sdk_json", "service_info service_name action input_data"),
)

# Wire code -> exception of the Java SDK; None: it has none, and the service's base exception is thrown.
CLOUDWATCH = {
    "ResourceNotFound": "ResourceNotFoundException",
    "ResourceNotFoundException": "ResourceNotFoundException",
    "LimitExceeded": "LimitExceededException",
    "LimitExceededFault": "LimitExceededException",
    "InvalidFormat": "InvalidFormatException",
    "InvalidFormatFault": "InvalidFormatException",
    "InvalidParameterValue": "InvalidParameterValueException",
    "InvalidParameterCombination": "InvalidParameterCombinationException",
    "MissingParameter": "MissingRequiredParameterException",
}
UNMODELLED = frozenset({"ValidationException", "AccessDeniedException", "ThrottlingException", "ServiceUnavailable"})


def apply(settings: Settings) -> None:
    stepfunctions._AWS_SDK_SERVICE_MAP["cloudwatch"] = {
        "target_prefix": "GraniteServiceVersion20100801",
        "protocol": "json",
        "service_key": "monitoring",
    }

    @wrap("services.stepfunctions:_prefix_sdk_error")
    def name(original):
        def prefix_sdk_error(service_name, error_code):
            code = error_code.rpartition("#")[2]
            if service_name == "cloudwatch":
                return f"CloudWatch.{CLOUDWATCH.get(code, 'CloudWatchException')}"
            if service_name == "dynamodb" and code in UNMODELLED:
                return "DynamoDb.DynamoDbException"
            return original(service_name, code)

        return prefix_sdk_error
