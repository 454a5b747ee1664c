"""The user's inference module as one function from request to result, by the rules of AWS's XGBoost image."""

import importlib
import json
import os
import sys
from pathlib import Path

CONTAINER_BASE = Path("/opt/ml")


class ServingSetupError(Exception):
    """The artefact or the environment cannot serve; the text says what is missing."""


def load_transform(base):
    """Imports the module, loads the model, returns transform(content, content type, accept)."""
    program = os.environ.get("SAGEMAKER_PROGRAM")
    if not program:
        raise ServingSetupError(
            "SAGEMAKER_PROGRAM is not set, and without it AWS's image ignores the code of the artefact; set it to "
            "inference.py, and SAGEMAKER_SUBMIT_DIRECTORY to /opt/ml/model/code"
        )
    code = _local_path(base, os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/code"))
    if not (code / program).is_file():
        raise ServingSetupError(
            f"{program} (SAGEMAKER_PROGRAM) is not in {code}; set SAGEMAKER_SUBMIT_DIRECTORY to the folder of the "
            "artefact that holds it, /opt/ml/model/code"
        )
    sys.path.insert(0, str(code))
    module = importlib.import_module(program.removesuffix(".py"))
    transform = _transform_of(module)
    model_fn = getattr(module, "model_fn", None)
    if model_fn is None:
        raise ServingSetupError(f"{program} has no model_fn; script mode has no default for it")
    model = model_fn(str(base / "model"))
    return lambda content, content_type, accept: transform(model, content, content_type, accept)


def _transform_of(module):
    """transform_fn alone, or input_fn, predict_fn and output_fn with defaults for those that are absent."""
    parts = [getattr(module, name, None) for name in ("input_fn", "predict_fn", "output_fn")]
    whole = getattr(module, "transform_fn", None)
    if whole is not None:
        if any(parts):
            raise ServingSetupError("transform_fn excludes input_fn, predict_fn and output_fn; keep one or the others")
        return whole
    input_fn = parts[0] or _default_input
    predict_fn = parts[1] or _default_predict
    output_fn = parts[2] or _default_output

    def transform(model, content, content_type, accept):
        return output_fn(predict_fn(input_fn(content, content_type), model), accept)

    return transform


def _local_path(base, text):
    path = Path(text)
    return base / path.relative_to(CONTAINER_BASE) if path.is_relative_to(CONTAINER_BASE) else path


def _default_input(content, content_type):
    """CSV as a DMatrix, an empty cell as missing. The image's libsvm and recordio readers are not rebuilt here."""
    import numpy
    import xgboost

    if content_type.split(";", 1)[0].strip() != "text/csv":
        raise ValueError(f"content type {content_type} has no default reader; give inference.py an input_fn")
    text = content if isinstance(content, str) else content.decode()
    rows = [[cell or "nan" for cell in line.split(",")] for line in text.split("\n")]
    return xgboost.DMatrix(numpy.array(rows).astype(numpy.float64))


def _default_predict(data, model):
    return model.predict(data, validate_features=False)


def _default_output(prediction, accept):
    """JSON, or CSV with one value per line."""
    import numpy

    values = numpy.asarray(prediction)
    if accept == "application/json":
        return json.dumps(values.tolist()), accept
    if accept == "text/csv":
        rows = values.reshape(len(values), -1).tolist()
        return "".join(",".join(map(str, row)) + "\n" for row in rows), accept
    raise ValueError(f"accept {accept} has no default writer; give inference.py an output_fn")
