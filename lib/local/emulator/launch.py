"""Starts MiniStack with our repairs: `python lib/local/emulator/launch.py`, settings by environment (README.md).

Exit codes: 0 after an orderly end, 2 for a setting that cannot be used, 3 when MiniStack is missing or is not the
version the patches were written for, 4 when the state it is to begin with cannot be read, 48 when the port is in use.
"""

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

# Started by path: what is importable is the package, not its modules one by one.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from emulator import lifeline, ready, settings, state_log  # noqa: E402

BAD_SETTING, NOT_OUR_MINISTACK, PORT_IN_USE = 2, 3, 48


def port_in_use(port: int) -> bool:
    """Whether somebody else listens on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def run(chosen: settings.Settings) -> int:
    """Import MiniStack in the prepared environment, patch it and serve until stopped."""
    out, sys.stdout = sys.stdout, sys.stderr  # stdout is for the ready line alone
    in_use = f"Port {chosen.port} on 127.0.0.1 is in use. Stop what listens there, or set GATEWAY_PORT to another port."
    if port_in_use(chosen.port):
        print(in_use, file=sys.stderr)
        return PORT_IN_USE
    state_log.watch()
    try:
        from emulator import patches, patching
        from ministack import app
    except ModuleNotFoundError as missing:
        print(f"{missing}: install requirements.lock into the Python that runs this file.", file=sys.stderr)
        return NOT_OUR_MINISTACK
    try:
        patching.check(patches.ALL)
    except patching.HookChanged as changed:
        print(changed, file=sys.stderr)
        return NOT_OUR_MINISTACK
    for patch in patches.ALL:
        patch.apply(chosen)
    ready.announce(chosen.port, out)
    sys.argv = sys.argv[:1]  # MiniStack's own --detach would start a server without the patches
    try:
        app.main()
    except OSError:
        if not port_in_use(chosen.port):
            raise
        print(in_use, file=sys.stderr)
        return PORT_IN_USE
    return 0


def main() -> int:
    """Everything from environment to exit code; leaves no file behind."""
    folder = tempfile.mkdtemp(prefix="emulator-")
    try:
        try:
            chosen = settings.read(dict(os.environ), folder)
        except settings.BadSetting as bad:
            print(bad, file=sys.stderr)
            return BAD_SETTING
        if chosen.lifeline:
            lifeline.hold(folder)
        settings.install(chosen)
        tempfile.tempdir = folder
        return run(chosen)
    finally:
        lifeline.kill_lambda_workers()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
