"""SageMaker on the gateway.

MiniStack has none. Requests that name it (X-Amz-Target SageMaker.*, or the signing name sagemaker) pass its
authentication and IAM like any other, then go to our SageMaker server with the caller's account and region.
"""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

from ministack import app
from ministack.core import router
from ministack.core.responses import get_account_id, get_region

from ..patching import Hook
from ..settings import Settings
from ..upstream import Upstream

HOOKS = (
    Hook("core.router:SERVICE_PATTERNS", key="dynamodb"),
    Hook("core.router:detect_service", "method path headers query_params", text="if svc_name in SERVICE_PATTERNS:"),
    Hook("app:SERVICE_HANDLERS", key="dynamodb"),
)

# Invocations wait for a model; with fewer threads a slow endpoint would hold up the control plane.
CONCURRENT_REQUESTS = 64


def apply(settings: Settings) -> None:
    server = Upstream(settings.sagemaker_upstream)
    pool = ThreadPoolExecutor(CONCURRENT_REQUESTS, thread_name_prefix="sagemaker")

    async def handle_request(method, path, headers, body, query_params):
        target = path + ("?" + urlencode(query_params, doseq=True) if query_params else "")
        send = contextvars.copy_context().run
        answer = await asyncio.get_running_loop().run_in_executor(
            pool, send, server.request, method, target, headers, body or b"", get_account_id(), get_region()
        )
        return answer.status, dict(answer.headers), answer.body

    router.SERVICE_PATTERNS["sagemaker"] = {
        "host_patterns": [r"^(runtime\.|api\.)?sagemaker\."],
        "target_prefixes": ["SageMaker."],
    }
    app.SERVICE_HANDLERS["sagemaker"] = handle_request
