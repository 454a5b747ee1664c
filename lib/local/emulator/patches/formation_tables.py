"""DynamoDB tables made by CloudFormation.

MiniStack derives a generated table name from stack and logical id alone. A retained table of a destroyed stack is
then overwritten, empty, by the next deployment; AWS gives the new table another name. It also drops the table's time
to live and point-in-time recovery.
"""

import json
import secrets
from typing import Any

from ministack.services import dynamodb
from ministack.services.cloudformation import provisioners

from ..patching import Hook
from ..settings import Settings

TABLE, GLOBAL_TABLE = "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"
HOOKS = (
    Hook("services.cloudformation.provisioners:_RESOURCE_HANDLERS", key=TABLE),
    Hook("services.cloudformation.provisioners:_RESOURCE_HANDLERS", key=GLOBAL_TABLE),
    Hook("services.cloudformation.provisioners:_ddb_create", "logical_id props stack_name"),
    Hook("services.cloudformation.provisioners:_physical_name", "stack_name logical_id lowercase max_len seeded"),
    Hook("services.dynamodb:_update_ttl", "data"),
    Hook("services.dynamodb:_update_continuous_backups", "data"),
)

MAX_NAME = 255


def must(answer: tuple[int, dict[str, str], Any]) -> None:
    """Raise when an internal call was refused: the resource then fails, as on AWS."""
    if answer[0] >= 400:
        raise ValueError(json.loads(answer[2]).get("message", "DynamoDB refused a table setting"))


def settle(name: str, props: dict[str, Any]) -> None:
    """Apply what the provisioner leaves out."""
    if props.get("TimeToLiveSpecification") is not None:
        must(dynamodb._update_ttl({"TableName": name, "TimeToLiveSpecification": props["TimeToLiveSpecification"]}))
    replica = next(iter(props.get("Replicas") or []), {})
    recovery = props.get("PointInTimeRecoverySpecification") or replica.get("PointInTimeRecoverySpecification")
    if recovery is not None:
        must(dynamodb._update_continuous_backups({"TableName": name, "PointInTimeRecoverySpecification": recovery}))


def creating(create):
    """The provisioner's create, with a name that is not taken and with the settings it leaves out."""

    def create_table(logical_id, props, stack_name):
        generated = provisioners._physical_name(stack_name, logical_id, max_len=MAX_NAME)
        if not props.get("TableName") and generated in dynamodb._tables:
            suffix = f"-{secrets.token_hex(4).upper()}"
            props = {**props, "TableName": generated[: MAX_NAME - len(suffix)] + suffix}
        name, attributes = create(logical_id, props, stack_name)
        settle(name, props)
        return name, attributes

    return create_table


def updating(update):
    """The provisioner's update. Under a name of its own a table would count as renamed, and be replaced, empty."""

    def update_table(physical_id, old_props, new_props, *stack):
        if not old_props.get("TableName") and not new_props.get("TableName"):
            old_props = {**old_props, "TableName": physical_id}
            new_props = {**new_props, "TableName": physical_id}
        name, attributes = update(physical_id, old_props, new_props, *stack)
        settle(name, new_props)
        return name, attributes

    return update_table


def apply(settings: Settings) -> None:
    for kind in (TABLE, GLOBAL_TABLE):
        handlers = provisioners._RESOURCE_HANDLERS[kind]
        handlers["create"], handlers["update"] = creating(handlers["create"]), updating(handlers["update"])
