"""Who may publish events whose source starts with "aws.".

MiniStack refuses them to everybody, as AWS does to its customers. Our SageMaker server is AWS here: with the
account's own key it may publish aws.sagemaker, and nobody else may.
"""

from ministack.core import iam_evaluator

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.eventbridge:_put_events", "data allow_aws_source"),
    Hook("core.iam_evaluator:caller_arn", ""),
)

SOURCES = frozenset({"aws.sagemaker"})


def apply(settings: Settings) -> None:
    @wrap("services.eventbridge:_put_events")
    def put(original):
        def put_events(data, allow_aws_source=False):
            sources = {entry.get("Source") for entry in data.get("Entries") or []}
            ours = sources <= SOURCES and iam_evaluator.caller_arn().endswith(":root")
            return original(data, allow_aws_source or ours)

        return put_events
