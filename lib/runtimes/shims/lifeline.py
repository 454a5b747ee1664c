"""No shim outlives whoever started it, however that one died."""

import os
import signal
import sys
import threading

PR_SET_PDEATHSIG = 1


def lead_group():
    """Makes this process the leader of a group of its own, so that the whole group can be ended by one signal."""
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)


def follow_parent():
    """With LIFELINE=1: kills the own process group when stdin reaches its end, which means that the parent is gone."""
    if os.environ.get("LIFELINE") != "1":
        return

    def wait():
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()


def die_with_parent():
    """To be run in a child before exec: Linux kills the child when its parent dies. Elsewhere the group must do."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
