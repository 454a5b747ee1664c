"""Reads CSV files with Python's csv module. A line of JSON a file in: {"delimiter", "bytes" (Base64)}; its rows out, blank lines left out."""

import base64
import csv
import io
import json
import sys

csv.field_size_limit(2**30)
for line in sys.stdin:
    given = json.loads(line)
    text = base64.b64decode(given["bytes"]).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=given["delimiter"])
    print(json.dumps([row for row in rows if row]))
