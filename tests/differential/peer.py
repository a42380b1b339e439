"""Reads CSV with Python's csv module: a JSON object a line in, a JSON array of rows out."""

import csv
import io
import json
import sys

csv.field_size_limit(sys.maxsize)
sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
for line in sys.stdin:
    case = json.loads(line)
    text = io.StringIO(case["text"].removeprefix("\ufeff"), newline="")
    rows = list(csv.reader(text, delimiter=case["delimiter"], strict=True))
    print(json.dumps(rows))
