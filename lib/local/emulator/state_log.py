"""What MiniStack logs about state that it could not write or read. Watched before it is imported: it reads then."""

import logging

LOGGERS = ("persistence", "s3", "ministack")
OF_STATE = ("Persistence:", "Failed to persist S3", "Failed to restore persisted", "Failed to load persisted")


class Faults(logging.Handler):
    """Collects these messages."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(OF_STATE):
            self.found.append(message)


_watching = Faults()


def watch() -> None:
    """Begin to collect. Not at the root logger: MiniStack sets that up itself, and does not if it has a handler."""
    for name in LOGGERS:
        logging.getLogger(name).addHandler(_watching)


def faults() -> list[str]:
    """What was collected so far."""
    return list(_watching.found)
