"""SageMaker assuming the role that a request passed.

Our server calls sts:AssumeRole with the account's own key and the session name SageMaker. MiniStack lets that key
through any trust policy that names any service. AWS lets SageMaker in only where sagemaker.amazonaws.com is named,
and fills aws:SourceAccount and aws:SourceArn for the policy's conditions.
"""

import json
from dataclasses import replace

from ministack.core import iam_evaluator

from ..patching import Hook, wrap
from ..settings import Settings
from .iam_sagemaker import PRINCIPAL

HOOKS = (
    Hook("core.iam_evaluator:evaluate_trust_policy", "trust_doc caller_arn ctx"),
    Hook("services.sts:handle_request"),
    Hook("core.iam_evaluator:_service_principal_matches", "principal service"),
)

SESSION = "SageMaker"


def statements_for(trust_doc: str | dict) -> dict:
    """The trust policy without the statements that do not name SageMaker."""
    document = json.loads(trust_doc) if isinstance(trust_doc, str) else trust_doc
    found = document.get("Statement", [])
    return {
        "Statement": [
            statement
            for statement in ([found] if isinstance(found, dict) else found)
            if iam_evaluator._service_principal_matches(statement.get("Principal"), PRINCIPAL)
        ]
    }


def apply(settings: Settings) -> None:
    @wrap("core.iam_evaluator:evaluate_trust_policy")
    def trust(original):
        def evaluate_trust_policy(trust_doc, caller_arn, ctx=None):
            session = (ctx.service_context if ctx else {}).get("sts:rolesessionname")
            if session != SESSION or not caller_arn.endswith(":root"):
                return original(trust_doc, caller_arn, ctx)
            source = {
                "aws:sourceaccount": ctx.principal_account,
                "aws:sourcearn": f"arn:aws:sagemaker:{ctx.region}:{ctx.principal_account}:*",
            }
            context = replace(ctx, service_context={**ctx.service_context, **source})
            return original(statements_for(trust_doc), caller_arn, context)

        return evaluate_trust_policy
