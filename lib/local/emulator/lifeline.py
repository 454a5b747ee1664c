"""Ends the emulator when the process that started it is gone.

The parent holds the other end of stdin. However it dies, SIGKILL too, the pipe closes and reading it ends.
"""

import os
import shutil
import signal
import sys
import threading
import time

# How long an orderly shutdown may take before it is cut short.
GRACE_SECONDS = 5.0


def hold(temporary_folder: str) -> None:
    """Watch stdin from a thread; at its end shut down in order, and after GRACE_SECONDS at once."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        end_now(temporary_folder)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def kill_lambda_workers() -> None:
    """SIGKILL each Lambda process: one in a busy loop does not see that its stdin ended."""
    runtime = sys.modules.get("ministack.core.lambda_runtime")
    for worker in [worker for pool in list(runtime._workers.values()) for worker in pool] if runtime else []:
        process = worker._proc
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


def end_now(temporary_folder: str, code: int = 1) -> None:
    """Leave without waiting for anybody."""
    kill_lambda_workers()
    shutil.rmtree(temporary_folder, ignore_errors=True)
    os._exit(code)
