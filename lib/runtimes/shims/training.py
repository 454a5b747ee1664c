"""The training side of SageMaker's script mode, without a container: `python training.py`.

Does under SAGEMAKER_BASE_DIR (default /opt/ml) what AWS's XGBoost image does when it is started with `train`: reads
input/config/*.json, unpacks the code named by `sagemaker_submit_directory` into code/, runs `python -m <program>` there
with the hyperparameters as arguments and the SM_* environment, and leaves output/failure and the exit code.
Standard library only. Source of the rules: sagemaker-containers 2.8.6, which that image uses.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

from lifeline import die_with_parent, follow_parent, lead_group

CONTAINER_BASE = Path("/opt/ml")
KEPT_STDERR = 4096
RESERVED = {
    "sagemaker_program",
    "sagemaker_submit_directory",
    "sagemaker_enable_cloudwatch_metrics",
    "sagemaker_region",
    "sagemaker_container_log_level",
    "sagemaker_job_name",
    "sagemaker_s3_output",
    "default_user_module_name",
    "_tuning_objective_metric",
}
"""Hyperparameters with a meaning to the toolkit; others that start with `sagemaker_` are framework parameters."""


class SetupError(Exception):
    """The job cannot be started; the text says what is wrong with the request or its code."""


def local_path(base, text):
    """The path that `text` means in the container, below this job's base directory."""
    path = Path(text)
    return base / path.relative_to(CONTAINER_BASE) if path.is_relative_to(CONTAINER_BASE) else path


def decode(text):
    """A hyperparameter's value: JSON if it parses, else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return text


def read_config(base, name):
    return json.loads((base / "input" / "config" / name).read_text(encoding="utf-8"))


def unpack(source, target):
    """Puts the code into `target`: from a folder, or from a gzipped tar under any name."""
    if str(source).startswith("s3:"):
        raise SetupError(f"sagemaker_submit_directory is {source}: code must come through an input channel")
    if source == target or (target.exists() and any(target.iterdir())):
        return
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file() and tarfile.is_tarfile(source):
        with tarfile.open(source, mode="r:gz") as archive:
            archive.extractall(target, filter="data")
    else:
        raise SetupError(f"sagemaker_submit_directory {source} is neither a folder nor a gzipped tar file")


def to_text(value):
    """An environment value: text as it is, everything else as compact JSON with sorted keys."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, separators=(",", ":"))


def to_arguments(hyperparameters):
    """`--name value` pairs sorted by name; one-letter names get a single dash, maps become `a=1,b=2`."""
    arguments = []
    for name in sorted(hyperparameters):
        value = hyperparameters[name]
        if isinstance(value, dict):
            value = ",".join(f"{key}={item}" for key, item in sorted(value.items()))
        arguments += [f"--{name}" if len(name) > 1 else f"-{name}", "" if value is None else str(value)]
    return arguments


def toolkit_environment(base, job):
    """The SM_* variables of sagemaker-containers."""
    channels = {name: str(base / "input" / "data" / name) for name in job["channels"]}
    values = {
        "channels": sorted(channels),
        "current_host": job["resources"]["current_host"],
        "framework_module": os.environ.get("SAGEMAKER_TRAINING_MODULE"),
        "framework_params": job["framework"],
        "hosts": job["resources"]["hosts"],
        "hps": job["hyperparameters"],
        "input_config_dir": str(base / "input" / "config"),
        "input_data_config": job["channels"],
        "input_dir": str(base / "input"),
        "log_level": job["settings"].get("sagemaker_container_log_level", 20),
        "model_dir": str(base / "model"),
        "module_dir": str(job["code"]),
        "module_name": job["module"],
        "network_interface_name": job["resources"].get("network_interface_name", "eth0"),
        "num_cpus": os.cpu_count(),
        "num_gpus": 0,
        "output_data_dir": str(base / "output" / "data"),
        "output_dir": str(base / "output"),
        "output_intermediate_dir": str(base / "output" / "intermediate"),
        "resource_config": job["resources"],
        "user_args": to_arguments(job["hyperparameters"]),
        "user_entry_point": job["program"],
    }
    # Before channels and hyperparameters are added by name, as the toolkit has it.
    values["training_env"] = {**values, "channel_input_dirs": channels, "job_name": os.environ.get("TRAINING_JOB_NAME")}
    values |= {f"channel_{name}": path for name, path in channels.items()}
    values |= {f"hp_{name}": value for name, value in job["hyperparameters"].items()}
    return {f"SM_{name}".upper(): to_text(value) for name, value in values.items()}


def read_job(base):
    """Everything the job's configuration files say, with hyperparameters parted into the user's and SageMaker's."""
    everything = {name: decode(text) for name, text in read_config(base, "hyperparameters.json").items()}
    settings = {n: v for n, v in everything.items() if n.startswith("sagemaker_") or n in RESERVED}
    program = os.environ.get("SAGEMAKER_PROGRAM") or settings.get("sagemaker_program")
    if not program:
        raise SetupError("hyperparameter sagemaker_program is missing: name the training script, e.g. train.py")
    if not program.endswith(".py") or "/" in program:
        raise SetupError(f"sagemaker_program {program!r} must be a Python file at the top of the code, e.g. train.py")
    return {
        "program": program,
        "module": program.removesuffix(".py"),
        "code": local_path(base, settings.get("sagemaker_submit_directory", str(CONTAINER_BASE / "code"))),
        "hyperparameters": {n: v for n, v in everything.items() if n not in settings},
        "settings": settings,
        "framework": {n: v for n, v in settings.items() if n not in RESERVED},
        "resources": read_config(base, "resourceconfig.json"),
        "channels": read_config(base, "inputdataconfig.json"),
    }


def run(command, directory, environment):
    """Runs the user's program. SIGTERM is passed on. Returns (exit code, the end of its stderr, which is shown too)."""
    child = subprocess.Popen(
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=die_with_parent,  # safe: no second thread runs yet
    )
    signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGTERM))
    follow_parent()
    tail = b""
    while block := child.stderr.read1():
        sys.stderr.buffer.write(block)
        sys.stderr.buffer.flush()
        tail = (tail + block)[-KEPT_STDERR:]
    code = child.wait()
    return (128 - code if code < 0 else code), tail.decode("utf-8", "replace")


def write_failure(base, text):
    """Leaves the reason in output/failure, unless the program has left its own."""
    failure = base / "output" / "failure"
    failure.parent.mkdir(parents=True, exist_ok=True)
    if not failure.exists():
        failure.write_text(text, encoding="utf-8")


def train(base):
    """Runs the job below `base` and returns its exit code."""
    code = base / "code"
    try:
        job = read_job(base)
        unpack(job["code"], code)
        if not (code / job["program"]).is_file():
            raise SetupError(f"the code has no file {job['program']} (sagemaker_program) at its top")
        if (code / "requirements.txt").exists():
            print("requirements.txt is not installed here: the local environment is fixed", file=sys.stderr, flush=True)
    except (SetupError, OSError, ValueError, KeyError, tarfile.TarError) as error:
        reason = str(error) if isinstance(error, SetupError) else f"{type(error).__name__}: {error}"
        print(f"training cannot start: {reason}", file=sys.stderr, flush=True)
        write_failure(base, reason)
        return 1
    for folder in ("model", "output/data", "output/intermediate"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", job["module"], *to_arguments(job["hyperparameters"])]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **toolkit_environment(base, job)}
    exit_code, stderr = run(command, code, environment)
    if exit_code:
        lines = [line for line in stderr.splitlines() if line.strip()]
        reason = lines[-1].strip() if lines else ""
        shown = " ".join(["python", *command[1:]])
        write_failure(
            base, f'ExecuteUserScriptError:\nExitCode {exit_code}\nErrorMessage "{reason}"\nCommand "{shown}"\n'
        )
    return exit_code


if __name__ == "__main__":
    lead_group()
    sys.exit(train(Path(os.environ.get("SAGEMAKER_BASE_DIR", CONTAINER_BASE)).absolute()))
