"""Faults of saving and loading state are told, not only logged.

MiniStack logs a service whose state it could not write or read, and goes on without it: the next start would be an
account with holes. Here saving ends with `saved.json` in STATE_DIR, which names what failed, the objects that were
not written through among it; state that cannot be read ends the process before it answers anything.
"""

import json
import os
import sys

from .. import lifeline, state_log
from ..patching import Hook, wrap
from ..settings import Settings

HOOKS = (
    Hook("app:save_all", "services"),
    Hook("app:_load_persisted_state", "", text="Failed to restore persisted state for"),
    Hook("core.persistence:save_state", text="Persistence: failed to save"),
    Hook("core.persistence:load_state", text="Persistence: failed to load"),
    Hook("services.s3:_persist_object", text="Failed to persist S3 object"),
    Hook("services.s3:_load_persisted_data", text="Failed to load persisted S3 data"),
)

STATE_UNREADABLE = 4
SAVED = "saved.json"


def apply(settings: Settings) -> None:
    if os.environ.get("PERSIST_STATE") != "1":
        return
    @wrap("app:save_all")
    def save(original):
        def save_all(services):
            original(services)
            path = os.path.join(os.environ["STATE_DIR"], SAVED)
            with open(path, "w") as file:
                json.dump({"services": len(services), "failed": state_log.faults()}, file)

        return save_all

    @wrap("app:_load_persisted_state")
    def load(original):
        def _load_persisted_state():
            original()
            if state_log.faults():
                print("The kept state cannot be read:\n  " + "\n  ".join(state_log.faults()), file=sys.stderr, flush=True)
                lifeline.end_now(settings.temporary_folder, STATE_UNREADABLE)

        return _load_persisted_state
