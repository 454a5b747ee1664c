"""What an HTTP API answers to whom it does not admit.

On a route with AWS_IAM, MiniStack calls the function for an Authorization header that is no Signature Version 4, only
without an identity, and refuses others with an error of its own. An HTTP API answers 403 {"message": "Forbidden"} to all
of them, and the function is not called. REST APIs have other texts, which MiniStack knows.
"""

import json

from ministack import app
from ministack.services import apigateway_v1

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("app:_enforce_execute_api", "api_id stage method execute_path headers query_params iam_action"),
    Hook("app:_execute_api_authorization_type", "api_id stage method execute_path"),
    Hook("services.apigateway_v1:find_api_scope"),
)

SCHEME = "AWS4-HMAC-SHA256 "


def forbidden() -> tuple[int, dict, bytes]:
    return 403, {"Content-Type": "application/json"}, json.dumps({"message": "Forbidden"}).encode()


def apply(settings: Settings) -> None:
    @wrap("app:_enforce_execute_api")
    def enforce(original):
        def enforce_execute_api(api_id, stage, method, execute_path, headers, query_params, **named):
            if apigateway_v1.find_api_scope(api_id) is not None:
                return original(api_id, stage, method, execute_path, headers, query_params, **named)
            header = headers.get("authorization", "")
            by_iam = app._execute_api_authorization_type(api_id, stage, method, execute_path) == "AWS_IAM"
            if by_iam and header and not header.startswith(SCHEME):
                return forbidden()
            denied = original(api_id, stage, method, execute_path, headers, query_params, **named)
            return forbidden() if denied else None

        return enforce_execute_api
