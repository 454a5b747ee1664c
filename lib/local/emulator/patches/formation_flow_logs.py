"""CloudFormation knows flow logs.

MiniStack's EC2 has them, its CloudFormation refuses the template. They are made, described and deleted here; no
packet is ever logged, for nothing runs in an emulated network.
"""

from ministack.services import ec2
from ministack.services.cloudformation import provisioners

from ..patching import Hook
from ..settings import Settings

FLOW_LOG = "AWS::EC2::FlowLog"
HOOKS = (
    Hook("services.cloudformation.provisioners:_RESOURCE_HANDLERS", key="AWS::EC2::VPC"),
    Hook("services.ec2:_create_flow_logs", "params", text='_parse_member_list(params, "ResourceId")'),
    Hook("services.ec2:_flow_logs"),
)


def create(logical_id, props, stack_name):
    before = set(ec2._flow_logs)
    ec2._create_flow_logs(
        {
            "ResourceId.1": [props["ResourceId"]],
            "ResourceType": [props["ResourceType"]],
            "TrafficType": [props.get("TrafficType", "ALL")],
            "LogDestinationType": [props.get("LogDestinationType", "cloud-watch-logs")],
            "LogDestination": [props.get("LogDestination", "")],
            "LogGroupName": [props.get("LogGroupName", "")],
        }
    )
    (made,) = set(ec2._flow_logs) - before
    return made, {"Id": made}


def delete(physical_id, props):
    ec2._flow_logs.pop(physical_id, None)


def apply(settings: Settings) -> None:
    provisioners._RESOURCE_HANDLERS[FLOW_LOG] = {"create": create, "delete": delete}
