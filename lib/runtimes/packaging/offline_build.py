"""A PEP 517 build backend without requirements: the wheel holds the modules that lie beside this file."""

import base64
import hashlib
import zipfile
from pathlib import Path

NAME = "sluice_code"
VERSION = "1.0.0"
NOT_INSTALLED = {"setup.py", "offline_build.py"}


def _record(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel of the current directory's modules and returns its file name."""
    info = f"{NAME}-{VERSION}.dist-info"
    files = {path.name: path.read_bytes() for path in sorted(Path.cwd().glob("*.py")) if path.name not in NOT_INSTALLED}
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n".encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: sluice\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(_record(name, data) for name, data in files.items()) + f"{info}/RECORD,,\n"
    files[f"{info}/RECORD"] = record.encode()
    wheel = f"{NAME}-{VERSION}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    """Not needed: pip installs the folder itself."""
    raise NotImplementedError("this folder is installed in place; no source distribution is made")
