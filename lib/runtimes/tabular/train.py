"""Training entry point of the default tabular algorithm (SageMaker script mode).

Channels: `train` holds features.csv and labels.csv, `schema` holds schema.json. Hyperparameters come as arguments.
Writes to the model directory: tabular/{booster.ubj,encoding.json} and code/ with what serving needs.
"""

import json
import os
import shutil
import sys
import traceback
from pathlib import Path

import boosting
from fitting import fit, read_labels
from hyperparameters import from_arguments
from reading import BadInput

TYPES = ("integer", "number", "boolean", "category", "text", "timestamp")
SERVING_CODE = ("inference.py", "answers.py", "boosting.py", "encoding.py", "reading.py")
PACKAGING = ("pyproject.toml", "offline_build.py")


def read_schema(path):
    """schema.json, checked as far as this algorithm relies on it."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    if schema.get("v") != 1:
        raise BadInput(f"schema.json has version {schema.get('v')!r}, this algorithm reads version 1")
    if schema["task"] not in boosting.OBJECTIVES:
        raise BadInput(f"task {schema['task']!r} is not supported; known are {', '.join(boosting.OBJECTIVES)}")
    for column in schema["columns"]:
        if column["type"] not in TYPES:
            raise BadInput(f"column {column['name']} has type {column['type']!r}; known are {', '.join(TYPES)}")
    if schema["task"] == "binary-classification" and len(set(schema["target"].get("labels", []))) != 2:
        raise BadInput("target.labels of schema.json must hold two different texts, the second the positive one")
    return schema


def copy_serving_code(target):
    """Puts the inference code into the artefact, so that the artefact serves by itself."""
    source = Path(__file__).resolve().parent
    target.mkdir(parents=True, exist_ok=True)
    for name in SERVING_CODE:
        shutil.copyfile(source / name, target / name)
    # Present when the code archive was made with lib/runtimes/packaging; AWS's image needs it without a network.
    for name in PACKAGING:
        if (source / name).exists():
            shutil.copyfile(source / name, target / name)


def main(arguments, environment):
    """Trains one model. Raises ValueError for input or hyperparameters that the user can mend."""
    parameters = from_arguments(arguments)
    train_channel = Path(environment["SM_CHANNEL_TRAIN"])
    model_directory = Path(environment["SM_MODEL_DIR"])
    schema = read_schema(Path(environment["SM_CHANNEL_SCHEMA"]) / "schema.json")
    encoding, matrix = fit(schema, train_channel / "features.csv")
    labels = read_labels(schema, train_channel / "labels.csv")
    if len(labels) != len(matrix):
        raise BadInput(f"features.csv has {len(matrix)} rows, labels.csv has {len(labels)}; they must be aligned")
    print(f"training on {len(matrix)} rows, {len(encoding.features)} of {len(encoding.columns)} columns", flush=True)
    booster = boosting.train(matrix, labels, encoding, parameters)
    # In a subdirectory: AWS's image takes every file at the top of the model directory for a model in algorithm mode.
    target = model_directory / "tabular"
    target.mkdir(parents=True, exist_ok=True)
    booster.save_model(str(target / "booster.ubj"))
    encoding.save(target / "encoding.json")
    copy_serving_code(model_directory / "code")


def report_failure(error, environment):
    """Leaves the reason where SageMaker looks for it (its first 1024 characters become the job's FailureReason)."""
    reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
    if not isinstance(error, ValueError):
        traceback.print_exc()
    print(f"training failed: {reason}", file=sys.stderr, flush=True)
    output = Path(environment.get("SM_OUTPUT_DIR", "/opt/ml/output"))
    output.mkdir(parents=True, exist_ok=True)
    (output / "failure").write_text(reason, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:], os.environ)
    except Exception as error:  # every end of a job must carry a reason
        report_failure(error, os.environ)
        sys.exit(1)
