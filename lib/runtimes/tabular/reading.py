"""Reading of tabular input: CSV lines and JSON bodies become rows of text cells; an empty cell is a missing value."""

import csv
import json


class BadInput(ValueError):
    """Input that its sender can mend. The text names the row, where known the column, and what is expected."""


def body_lines(text):
    """The physical lines of a CSV body. A final line end closes the last record; it does not start another one."""
    if text == "":
        return []
    lines = text.removesuffix("\n").split("\n")
    return [line.removesuffix("\r") for line in lines]


def file_lines(path):
    """The physical lines of a UTF-8 CSV file, one at a time, ended by LF or CRLF only."""
    with open(path, encoding="utf-8", newline="\n") as file:
        try:
            for line in file:
                yield line.removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise BadInput(f"{path.name} is not UTF-8: {error.reason} at byte {error.start} of a block") from error


def cells(line, row):
    """The cells of one record (RFC 4180 quoting; a record is one physical line). `row` counts from 1, for messages."""
    if '"' not in line:
        return line.split(",")
    try:
        (record,) = csv.reader([line], strict=True)
    except csv.Error as error:
        raise BadInput(f"row {row}: not valid CSV ({error}); a quoted cell must end on its own line") from error
    return record


def csv_rows(lines, names):
    """Rows of text cells from CSV lines. Every row must have exactly the columns `names`.

    Yields (row number from 1, cells). Raises BadInput for a wrong number of cells.
    """
    for row, line in enumerate(lines, start=1):
        record = cells(line, row)
        if len(record) != len(names):
            raise BadInput(
                f"row {row} has {len(record)} cells, expected {len(names)} "
                f"(the feature columns in contract order, without header, id and target: {_listed(names)})"
            )
        yield row, record


def json_rows(text, names):
    """Rows of text cells from `{"instances": [...]}`: objects by column name, or arrays in contract order.

    In an object a column that is absent is missing, as null is; an unknown name is refused.
    Yields (row number from 1, cells).
    """
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadInput(f"line {error.lineno}, column {error.colno}: not valid JSON ({error.msg})") from error
    except (ValueError, RecursionError) as error:  # an integer of thousands of digits, or nesting without end
        raise BadInput(f"the JSON body cannot be read: {error}") from error
    instances = body.get("instances") if isinstance(body, dict) else None
    if not isinstance(instances, list):
        raise BadInput('the JSON body must be {"instances": [{"<column>": value, ...}, ...]}')
    for row, instance in enumerate(instances, start=1):
        yield row, _instance_cells(instance, names, row)


def _instance_cells(instance, names, row):
    if isinstance(instance, dict):
        unknown = [name for name in instance if name not in names]
        if unknown:
            raise BadInput(f"row {row}, column {unknown[0]}: no such column; the columns are {_listed(names)}")
        return [_cell(instance.get(name), row, name) for name in names]
    if isinstance(instance, list):
        if len(instance) != len(names):
            raise BadInput(f"row {row} has {len(instance)} values, expected {len(names)} ({_listed(names)})")
        return [_cell(value, row, name) for name, value in zip(names, instance, strict=True)]
    raise BadInput(f"row {row}: an instance must be an object by column name, or an array in contract order")


def _cell(value, row, name):
    """The text a JSON value would have in CSV, so that both formats are read by one set of parsers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, str)):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    raise BadInput(f"row {row}, column {name}: a value must be text, a number, true, false or null")


def _no_constant(text):
    raise BadInput(f"{text} is not JSON; a missing value is null")


def _listed(names):
    shown = ", ".join(names[:8])
    return f"{shown}, ... ({len(names)} in all)" if len(names) > 8 else shown
