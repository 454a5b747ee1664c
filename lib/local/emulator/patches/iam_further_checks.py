"""Calls that need more than one permission, and what a refusal says.

MiniStack's enforcement checks one action on one ARN for most services. The further permissions that a resource
carries (permissions.ResourceWithMore) are checked here. The refusal names action and resource of the permission that
was missing, as AWS's does; MiniStack's leaves the resource out.
"""

import contextvars

from ministack.core import iam_actions

from ..patching import Hook, wrap
from ..permissions import Permission
from ..settings import Settings

HOOKS = (
    Hook("core.iam_evaluator:enforce", "access_key_id iam_action service region resource_arn service_context"),
    Hook(
        "core.iam_actions:access_denied_response",
        "service action principal_arn request_id error_code message headers resource_arn explicit_deny "
        "resource_policy_arn",
    ),
    Hook("core.iam_actions:identity_denial_message", "action principal_arn resource explicit_deny"),
    Hook("app:_dispatch_service_request", text="from ministack.core.iam_evaluator import AuthError, enforce"),
)

_refused: contextvars.ContextVar[Permission | None] = contextvars.ContextVar("refused", default=None)


def apply(settings: Settings) -> None:
    @wrap("core.iam_evaluator:enforce")
    def enforce_all(original):
        def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
            own = Permission(iam_action, str(resource_arn))
            for permission in (own, *getattr(resource_arn, "more", ())):
                context = {**(service_context or {}), **permission.context}
                denied = original(access_key_id, permission.action, service, region, permission.resource, context)
                if denied:
                    _refused.set(permission)
                    return denied
            return None

        return enforce

    @wrap("core.iam_actions:access_denied_response")
    def say_which(original):
        def access_denied_response(service, action, principal_arn, request_id, **named):
            refused = _refused.get()
            if refused is not None and not named.get("error_code"):
                action, named["resource_arn"] = refused.action, refused.resource
                by_resource = named.get("explicit_deny") and named.get("resource_policy_arn")
                if refused.resource != "*" and not by_resource:
                    named["message"] = iam_actions.identity_denial_message(
                        action, principal_arn, refused.resource, named.get("explicit_deny", False)
                    )
            return original(service, action, principal_arn, request_id, **named)

        return access_denied_response
