"""EventBridge asks the target before it delivers.

MiniStack delivers to every queue, topic, function and state machine. AWS needs the queue's, topic's or function's
policy to admit events.amazonaws.com (with the rule as aws:SourceArn), and for a state machine the target's role:
trusted by events.amazonaws.com and allowed states:StartExecution. Otherwise the invocation fails, silently.
"""

import logging
from typing import Any

from ministack.services import lambda_svc, sns, sqs

from .. import roles
from ..patching import Hook, wrap
from ..permissions import Permission
from ..service_principal import allowed
from ..settings import Settings

HOOKS = (
    Hook("services.eventbridge:_invoke_target", "target event rule view"),
    Hook("services.sqs:queue_policy_for_arn", "queue_arn"),
    Hook("services.sns:topic_policy_for_arn", "topic_arn"),
    Hook("services.lambda_svc:_get_func_record_for_ref", "function_ref"),
)

PRINCIPAL = "events.amazonaws.com"
SESSION = "EventBridge"

logger = logging.getLogger("emulator")


def resource_policy(service: str, arn: str) -> str | dict | None:
    """The policy of a queue, topic or function."""
    if service == "sqs":
        return (sqs.queue_policy_for_arn(arn) or (None,))[0]
    if service == "sns":
        return (sns.topic_policy_for_arn(arn) or (None,))[0]
    function, _, _ = lambda_svc._get_func_record_for_ref(arn)
    return (function or {}).get("policy")


ACTIONS = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}


def refusal(target: dict[str, Any], rule: dict[str, Any]) -> str | None:
    """Why this rule may not invoke this target, or None when it may."""
    arn, rule_arn = target.get("Arn", ""), rule.get("Arn", "")
    service, account = arn.split(":")[2] if arn.count(":") >= 5 else "", rule_arn.split(":")[4]
    if service in ACTIONS:
        if allowed(resource_policy(service, arn), PRINCIPAL, ACTIONS[service], arn, rule_arn, account):
            return None
        return f"its policy does not let {PRINCIPAL} {ACTIONS[service]} for {rule_arn}"
    if service != "states":
        return None
    role, start = target.get("RoleArn"), Permission("states:StartExecution", arn)
    if not role or not roles.trusts(role, PRINCIPAL):
        return f"the target's role {role} does not trust {PRINCIPAL}"
    return None if roles.allows(role, start, SESSION) else roles.denial(role, start, SESSION)


def apply(settings: Settings) -> None:
    @wrap("services.eventbridge:_invoke_target")
    def invoke(original):
        def invoke_target(target, event, rule, view=None):
            reason = refusal(target, rule)
            if reason is None:
                original(target, event, rule, view)
            else:
                logger.warning("rule %s did not reach %s: %s", rule.get("Name"), target.get("Arn"), reason)

        return invoke_target
