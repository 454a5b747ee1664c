"""The condition key dynamodb:LeadingKeys: the partition key values a request touches.

MiniStack never sets it, so a ForAllValues condition on it allows every key and a ForAnyValue one denies all.
"""

import contextvars
import json
import re
from typing import Any

from ministack.services import dynamodb

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("core.iam_actions:dynamodb_service_context", "body"),
    Hook("core.iam_evaluator:enforce", "access_key_id iam_action service region resource_arn service_context"),
    Hook("services.dynamodb:_tables"),
)

KEY = "dynamodb:LeadingKeys"
EQUALITY = re.compile(r"(#?[\w.]+)\s*=\s*(:\w+)")

# Values by table: the items of one transaction are checked one by one, each against its own table's keys.
_by_table: contextvars.ContextVar[dict[str, list[str]] | None] = contextvars.ContextVar("leading_keys", default=None)


def key_name(table_name: str, index_name: str | None) -> str | None:
    """The partition key attribute of a table or of one of its indexes."""
    table = dynamodb._tables.get(table_name.rpartition("/")[2])
    if table is None:
        return None
    indexes = [*(table.get("GlobalSecondaryIndexes") or []), *(table.get("LocalSecondaryIndexes") or [])]
    schema = next((index["KeySchema"] for index in indexes if index["IndexName"] == index_name), table["KeySchema"])
    return next((each["AttributeName"] for each in schema if each["KeyType"] == "HASH"), None)


def text_of(value: Any) -> str:
    """The text IAM compares of an attribute value such as {"S": "a"}."""
    return str(next(iter(value.values()))) if isinstance(value, dict) and value else str(value)


def of_query(request: dict[str, Any], hash_key: str) -> list[str]:
    """The partition key value in a KeyConditionExpression."""
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    pairs = EQUALITY.findall(request.get("KeyConditionExpression") or "")
    return [text_of(values[value]) for name, value in pairs if names.get(name, name) == hash_key and value in values]


def of_items(request: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """(table, item or key) of each item a request reads or writes."""
    found = [(request.get("TableName"), request.get("Key") or request.get("Item"))]
    for table, batch in (request.get("RequestItems") or {}).items():
        if isinstance(batch, dict):
            found += [(table, key) for key in batch.get("Keys") or []]
        else:
            for write in batch:
                found.append((table, (write.get("PutRequest") or {}).get("Item")))
                found.append((table, (write.get("DeleteRequest") or {}).get("Key")))
    for member in request.get("TransactItems") or []:
        found += [(each.get("TableName"), each.get("Key") or each.get("Item")) for each in member.values()]
    return [(table, item) for table, item in found if table and item]


def leading_keys(request: dict[str, Any]) -> dict[str, list[str]]:
    """Partition key values by table name. A Scan has none, as on AWS."""
    found: dict[str, list[str]] = {}
    for table, item in of_items(request):
        name = key_name(table, None)
        if name in item:
            found.setdefault(table.rpartition("/")[2], []).append(text_of(item[name]))
    table = request.get("TableName")
    name = key_name(table, request.get("IndexName")) if table else None
    if name and request.get("KeyConditionExpression"):
        found.setdefault(table.rpartition("/")[2], []).extend(of_query(request, name))
    return found


def apply(settings: Settings) -> None:
    @wrap("core.iam_actions:dynamodb_service_context")
    def context_of(original):
        def dynamodb_service_context(body):
            context = original(body)
            try:
                found = leading_keys(json.loads(body or b"{}"))
            except (ValueError, AttributeError):
                found = {}  # malformed: the operation itself answers with AWS's error
            _by_table.set(found)
            values = [value for keys in found.values() for value in keys]
            return context | ({KEY: values} if values else {})

        return dynamodb_service_context

    @wrap("core.iam_evaluator:enforce")
    def enforce_of_table(original):
        def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
            table = resource_arn.partition(":table/")[2].partition("/")[0]
            own = (_by_table.get() or {}).get(table)
            if service == "dynamodb" and own and service_context and KEY in service_context:
                service_context = {**service_context, KEY: own}
            return original(access_key_id, iam_action, service, region, resource_arn, service_context)

        return enforce
