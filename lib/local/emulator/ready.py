"""Says on stdout, in one JSON line, that the gateway answers."""

import http.client
import json
import os
import threading
import time
from typing import TextIO

from .settings import HEALTH_PATH

POLL_SECONDS = 0.02


def healthy(port: int) -> bool:
    """Whether the gateway on 127.0.0.1 answers its health path."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", HEALTH_PATH)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def announce(port: int, out: TextIO) -> None:
    """From a thread: wait until healthy, then write {"event": "ready", "port": N, "pid": N}."""

    def wait() -> None:
        while not healthy(port):
            time.sleep(POLL_SECONDS)
        out.write(json.dumps({"event": "ready", "port": port, "pid": os.getpid()}) + "\n")
        out.flush()

    threading.Thread(target=wait, name="ready", daemon=True).start()
