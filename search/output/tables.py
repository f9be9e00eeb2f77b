"""Lists as JSON Lines and as CSV, a line at a time: what every export is written with."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

Record = dict[str, Any]

_json = json.JSONEncoder(ensure_ascii=False).encode
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")  # as spreadsheets take it, the full-width forms in East Asia
_QUOTED = re.compile('[",\r\n]')


def flat(record: Record) -> Record:
    """Return the record of what is from somewhere as a row: `path` and `locator` of its `source` as columns."""
    place: Record = record["source"]
    return {name: value for name, value in record.items() if name != "source"} | place


def jsonl_lines(records: Iterable[Record]) -> Iterator[str]:
    """Yield each record as a line of JSON, its line end included."""
    for record in records:
        yield _json(record) + "\n"


def csv_lines(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """Yield a header and each record as a row (RFC 4180), line ends included; a list or map in a cell is JSON.

    Text from anywhere must not run as a formula where a spreadsheet opens it: text that begins with = + - @, a tab or
    a line end gets an apostrophe before it. So does text that begins with apostrophes before one of these: whoever
    takes one apostrophe off where one of these follows it, or more apostrophes do, has exactly the text.
    """
    rows = ([record[column] for column in columns] for record in records)
    for row in chain([columns], rows):
        yield (",".join(map(_cell, row)) or '""') + "\r\n"  # a line with nothing in it would be no row


def _cell(value: object) -> str:
    """Return a cell as it is written; the standard library takes three times as long for long texts."""
    if isinstance(value, str):
        text = f"'{value}" if _FORMULA.match(value) else value
    elif isinstance(value, list | tuple | dict):
        text = _json(value)
    else:
        text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
