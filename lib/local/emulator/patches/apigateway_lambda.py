"""HTTP APIs and the functions behind them.

MiniStack invokes a function without its permission, and answers an exception with 502, message and stack. AWS needs
the function's policy to admit apigateway.amazonaws.com for the route, and answers 500 {"message": "Internal Server
Error"} when it does not and when the function throws. The ARN holds the route's path ({model}), not the request's.
"""

import contextvars
import json

from ministack.core.responses import get_account_id, get_region
from ministack.services import apigateway, lambda_svc

from ..patching import Hook, wrap
from ..service_principal import allowed
from ..settings import Settings

HOOKS = (
    Hook(
        "services.apigateway:_invoke_lambda_proxy",
        "integration api_id stage path method headers body query_params route_key path_params authorizer_claims "
        "authorizer_scopes authorizer_lambda_context authorizer_iam owner_account_id owner_region raw_query_string",
    ),
    Hook("services.apigateway:_extract_lambda_ref_from_integration_uri"),
    Hook("services.lambda_svc:_get_func_record_for_ref_in_scope", "function_ref account_id region"),
    Hook("services.lambda_svc:lambda_execute_result_to_api_proxy_response", "exec_result"),
)

PRINCIPAL = "apigateway.amazonaws.com"
BODY = json.dumps({"message": "Internal Server Error"})
HEADERS = {"Content-Type": "application/json"}

_http_api: contextvars.ContextVar[bool] = contextvars.ContextVar("http_api", default=False)


def admitted(integration: dict, source_arn: str, account: str, region: str) -> bool:
    """Whether the integration's function admits this API's route. A function that is not there is not admitted."""
    reference = apigateway._extract_lambda_ref_from_integration_uri(integration.get("integrationUri", ""))
    function, config, _ = lambda_svc._get_func_record_for_ref_in_scope(reference, account_id=account, region=region)
    if not function or not config:
        return False
    arn = config.get("FunctionArn", "")
    return allowed(function.get("policy"), PRINCIPAL, "lambda:InvokeFunction", arn, source_arn, account)


def apply(settings: Settings) -> None:
    @wrap("services.apigateway:_invoke_lambda_proxy")
    def proxy(original):
        async def invoke_lambda_proxy(integration, api_id, stage, path, method, headers, body, query_params,
                                      route_key="$default", *arguments, **named):
            account = named.get("owner_account_id") or get_account_id()
            region = named.get("owner_region") or get_region()
            verb, _, route_path = route_key.partition(" ")
            route = f"{method}{route_path}" if route_path else verb
            source = f"arn:aws:execute-api:{region}:{account}:{api_id}/{stage}/{route}"
            if not admitted(integration, source, account, region):
                return 500, dict(HEADERS), BODY.encode()
            token = _http_api.set(True)
            try:
                return await original(integration, api_id, stage, path, method, headers, body, query_params,
                                      route_key, *arguments, **named)
            finally:
                _http_api.reset(token)

        return invoke_lambda_proxy

    @wrap("services.lambda_svc:lambda_execute_result_to_api_proxy_response")
    def shape(original):
        def lambda_execute_result_to_api_proxy_response(exec_result):
            if _http_api.get() and exec_result.get("error") and not exec_result.get("throttle"):
                return {"statusCode": 500, "headers": dict(HEADERS), "body": BODY}, None
            return original(exec_result)

        return lambda_execute_result_to_api_proxy_response
