"""A resource stays while something that depends on it could not be deleted.

MiniStack goes on with the rest of the stack, also with what the failed resource depends on. CloudFormation deletes a
resource only after its dependents are gone, which is what lets one resource hold a whole stack.
"""

from ministack.services import cloudformation

from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("services.cloudformation.stacks:_delete_resource", "resource_type physical_id props stack_name logical_id"),
    Hook("services.cloudformation.stacks:_with_dependencies", "logical_ids res_defs remaining"),
    Hook("services.cloudformation.stacks:_delete_stack_async", text='res["ResourceStatus"] = "DELETE_FAILED"'),
    Hook("services.cloudformation:_stacks"),
)


def apply(settings: Settings) -> None:
    @wrap("services.cloudformation.stacks:_delete_resource")
    def delete_after_dependents(original):
        from ministack.services.cloudformation import stacks

        def delete_resource(resource_type, physical_id, props, stack_name=None, logical_id=None):
            stack = cloudformation._stacks.get(stack_name) or {}
            resources = stack.get("_resources", {})
            definitions = (stack.get("_template") or {}).get("Resources", {})
            deleting = stack.get("StackStatus") == "DELETE_IN_PROGRESS"
            held = [
                one
                for one, resource in resources.items()
                if deleting and one != logical_id and resource.get("ResourceStatus") == "DELETE_FAILED"
                and logical_id in stacks._with_dependencies([one], definitions, set(resources))
            ]
            if held:
                raise ValueError(f"{held[0]} depends on it, and could not be deleted")
            return original(resource_type, physical_id, props, stack_name, logical_id)

        return delete_resource
