"""What the launcher reads from its environment, and the environment MiniStack and its Lambdas then see.

MiniStack hands its own environment to every Lambda it runs. So it gets a clean one: what a process needs, what
MiniStack reads, and nothing of the caller's credentials, endpoints or test runner.
"""

import math
import os
import socket
from dataclasses import dataclass

KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "PYTHONPATH")
KEPT_OF_MINISTACK = (
    "AUTH", "LOG_LEVEL", "STATE_DIR", "PERSIST_STATE", "BIND_HOST", "SFTP_ENABLED", "IOT_MTLS_ENABLED", "DOCKER_HOST",
)
KEPT_PREFIXES = ("MINISTACK_", "LAMBDA_", "S3_", "ATHENA_")

# Health of the gateway, asked by the launcher itself.
HEALTH_PATH = "/_ministack/health"


class BadSetting(Exception):
    """An environment variable of the launcher that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The launcher's settings. Times are scaled by `time_scale`: alarm periods, waits, schedules (not timeouts)."""

    port: int
    time_scale: float
    sagemaker_upstream: str | None
    lifeline: bool
    set_alarm_state_holds: bool
    temporary_folder: str


def scale_of(text: str) -> float:
    """TIME_SCALE as a number above 0 and at most 1: 1 is real time, 0.02 makes a minute 1.2 s."""
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not 0 < scale <= 1:
        raise BadSetting(f"TIME_SCALE is {text!r}; give a number above 0 and at most 1, such as 0.02")
    return scale


def port_of(text: str) -> int:
    """GATEWAY_PORT as a port number; 0 asks for any free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise BadSetting(f"GATEWAY_PORT is {text!r}; give a port from 1 to 65535, or 0 for any free one")
    if int(text) != 0:
        return int(text)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(environ: dict[str, str], temporary_folder: str) -> Settings:
    """The settings in `environ`. Raises BadSetting."""
    return Settings(
        port=port_of(environ.get("GATEWAY_PORT", "4566")),
        time_scale=scale_of(environ.get("TIME_SCALE", "1")),
        sagemaker_upstream=environ.get("SAGEMAKER_UPSTREAM") or None,
        lifeline=environ.get("LIFELINE") == "1",
        set_alarm_state_holds=environ.get("SET_ALARM_STATE_HOLDS", "1") != "0",
        temporary_folder=temporary_folder,
    )


def environment(settings: Settings, environ: dict[str, str]) -> dict[str, str]:
    """The environment MiniStack is imported in."""
    kept = {
        name: value
        for name, value in environ.items()
        if name in KEPT or name in KEPT_OF_MINISTACK or name.startswith(KEPT_PREFIXES)
    }
    defaults = {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "STATE_DIR": os.path.join(settings.temporary_folder, "state"),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "DOCKER_HOST": "unix:///nonexistent",
        "MINISTACK_REGION": environ.get("AWS_REGION", "us-east-1"),
        "LAMBDA_ACCOUNT_CONCURRENCY": "50",
        # AWS waits one minute before it repeats a failed asynchronous invocation.
        "LAMBDA_ASYNC_RETRY_BASE_SECONDS": str(60 * settings.time_scale),
    }
    return {
        **defaults,
        **kept,
        "GATEWAY_PORT": str(settings.port),
        "TMPDIR": settings.temporary_folder,
        "SFN_WAIT_SCALE": str(settings.time_scale),
    }


def install(settings: Settings) -> None:
    """Make environment() this process's environment."""
    wanted = environment(settings, dict(os.environ))
    os.environ.clear()
    os.environ.update(wanted)
