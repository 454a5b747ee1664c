"""Resources of ssm:GetParametersByPath, GetParameters and DeleteParameters.

MiniStack checks them on "*", so a policy on the platform's own parameter path never matches.
"""

import json

from ..patching import Hook, wrap
from ..permissions import Permission, with_more
from ..settings import Settings
from .iam_sagemaker import EXTRACT_RESOURCE

HOOKS = (Hook("core.iam_actions:extract_resource_arn", EXTRACT_RESOURCE),)


def apply(settings: Settings) -> None:
    @wrap("core.iam_actions:extract_resource_arn")
    def resource_of(original):
        def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
            action = headers.get("x-amz-target", "").rpartition(".")[2]
            if service != "ssm" or action not in ("GetParametersByPath", "GetParameters", "DeleteParameters"):
                return original(service, method, path, headers, body, query_params, region, account_id)
            request = json.loads(body or b"{}")
            names = request.get("Names") or [request.get("Path", "/")]
            prefix = f"arn:aws:ssm:{region}:{account_id}:parameter"
            arns = [name if name.startswith("arn:") else f"{prefix}/{name.strip('/')}" for name in names]
            return with_more(arns[0], [Permission(f"ssm:{action}", arn) for arn in arns[1:]])

        return extract_resource_arn
