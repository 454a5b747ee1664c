"""Work that AWS does by itself every so often, on one daemon thread a job."""

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger("emulator")


def every(seconds: float, name: str, work: Callable[[], None], wake: threading.Event | None = None) -> None:
    """Run `work` every `seconds`, or sooner when `wake` is set. A failure is logged and does not stop the next run."""
    signal = wake or threading.Event()

    def loop() -> None:
        while True:
            signal.wait(seconds)
            signal.clear()
            try:
                work()
            except Exception:
                logger.exception("%s failed", name)

    threading.Thread(target=loop, name=name, daemon=True).start()
