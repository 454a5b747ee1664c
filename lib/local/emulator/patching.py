"""How a patch names what it relies on in MiniStack, and how it replaces it.

A patch module has HOOKS (what it needs to find) and apply(settings). All hooks of all patches are checked
before the first patch is applied, so a MiniStack release that moved something is a refused start with a name
in it, never an emulator that quietly enforces less.
"""

import functools
import importlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any


class HookChanged(Exception):
    """MiniStack no longer has what a patch was written against."""


@dataclass(frozen=True)
class Hook:
    """One place in MiniStack that a patch relies on.

    `path` is "module:attribute[.attribute]", the module relative to the package ministack.
    `parameters` are the names a function takes, in order, separated by blanks; `text` must occur in the
    function's source, or in the value when it is a string; `key` must be present when it is a mapping.
    """

    path: str
    parameters: str | None = None
    text: str | None = None
    key: str | None = None


def resolve(path: str) -> Any:
    """The object a hook's path names."""
    module_name, _, attribute = path.partition(":")
    found: Any = importlib.import_module(f"ministack.{module_name}")
    for part in attribute.split("."):
        found = getattr(found, part)
    return found


def fault(hook: Hook) -> str | None:
    """What is wrong with a hook, in words, or None."""
    try:
        found = resolve(hook.path)
    except (ImportError, AttributeError) as absent:
        return f"is not there any more ({absent})"
    if hook.parameters is not None:
        now = " ".join(inspect.signature(found).parameters)
        if now != hook.parameters:
            return f"takes ({now}), not ({hook.parameters})"
    if hook.text is not None:
        text = found if isinstance(found, str) else inspect.getsource(found)
        if text.count(hook.text) != 1:
            return f"holds the text {hook.text!r} {text.count(hook.text)} times, not once"
    if hook.key is not None and hook.key not in found:
        return f"has no entry {hook.key!r}"
    return None


def check(patches: Iterable[ModuleType]) -> None:
    """Raise HookChanged naming each hook of each patch that no longer holds."""
    faults = [
        f"  {hook.path} {wrong} - needed by patches/{patch.__name__.rpartition('.')[2]}.py"
        for patch in patches
        for hook in patch.HOOKS
        if (wrong := fault(hook)) is not None
    ]
    if faults:
        raise HookChanged(
            "The installed MiniStack is not the one this emulator was written for. Install the version pinned in "
            "requirements.lock, or mend the patches:\n" + "\n".join(faults)
        )


def wrap(path: str) -> Callable[[Callable[[Any], Callable[..., Any]]], None]:
    """Decorator: replaces the function at `path` by what the decorated factory makes of the original."""
    module_name, _, attribute = path.partition(":")
    *owners, name = attribute.split(".")

    def install(make: Callable[[Any], Callable[..., Any]]) -> None:
        owner: Any = importlib.import_module(f"ministack.{module_name}")
        for part in owners:
            owner = getattr(owner, part)
        original = getattr(owner, name)
        setattr(owner, name, functools.wraps(original)(make(original)))

    return install
