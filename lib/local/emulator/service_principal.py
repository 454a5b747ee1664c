"""Whether a resource's own policy lets an AWS service (events.amazonaws.com, ...) use it."""

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_region


def allowed(policy: str | dict | None, service: str, action: str, resource: str, source_arn: str, account: str) -> bool:
    """Evaluate `policy` for a call that `service` makes because of `source_arn`. No policy allows nothing.

    aws:SourceOwner stays unset: EventBridge and API Gateway do not send it, so the default topic policy, which
    asks for it, does not admit them.
    """
    if not policy:
        return False
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context={"aws:sourcearn": source_arn, "aws:sourceaccount": account},
    )
    return evaluate_resource_policy(policy, context, service=service).decision == "Allow"
