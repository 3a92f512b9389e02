"""A sample file as grids of rows: format by content, encoding, delimiter and quote, and which texts are numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path

from rjh_warehouse.reading.content import content_of
from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_text
from rjh_warehouse.reading.table.number_forms import parse_form
from rjh_warehouse.reading.table.numbers import NumberFault, NumberRules, Parsed
from rjh_warehouse.reading.table.result import DeliveryError
from rjh_warehouse.reading.text.encoding import Decoding, find_encoding
from rjh_warehouse.reading.text.lines import RecordReader
from rjh_warehouse.reading.text.text import open_text
from rjh_warehouse.reading.workbook.bounds import Budget
from rjh_warehouse.reading.workbook.sheet import grid_rows
from rjh_warehouse.reading.workbook.workbook import open_workbook

MAX_ROWS = 20_000  # rows of each sheet that are looked at
DELIMITERS = (";", "\t", "|", ",", ", ")  # in this order when several fit: a decimal comma is no delimiter
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1")
_TOO_LONG = {"reject.too_many_decimals", "reject.overflow", "reject.exponent"}
_LENIENT = (NumberRules(decimal=",", thousands_point=True, any_unit=False),
            NumberRules(decimal=",", any_unit=False), NumberRules(decimal=".", any_unit=False))  # fmt: skip
_WIDE = {
    mark: [NumberRules(decimal=mark, thousands_point=has, scale=8, any_unit=False) for has in (True, False)]
    for mark in ",."
}


@dataclass(frozen=True)
class Grid:
    """The rows of one sheet, or of a text file."""

    sheet: str | None
    rows: list[GridRow]


@dataclass(frozen=True)
class Sample:
    """A file as it was found to be written."""

    path: Path
    format: str  # csv | excel | json
    grids: list[Grid]
    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'


def read_sample(path: Path) -> Sample:
    """Read a sample of any format; its content decides, not its name.

    Raises:
        DeliveryError: a workbook or text file that cannot be read at all, or neither of them.
    """
    content = content_of(path)
    if content == "text" and path.suffix.lower() == ".json":
        return Sample(path, "json", [])
    if content == "workbook":
        budget = Budget(path.name)
        with open_workbook(path, budget) as workbook:
            grids = [Grid(s.facts.name, list(islice(grid_rows(s, budget), MAX_ROWS))) for s in workbook.sheets()]
        return Sample(path, "excel", grids)
    if content != "text":
        raise DeliveryError("error.other_content", file=path.name, found=content)
    decoding = find_encoding(path, ENCODINGS)
    quote = _quote(path, decoding)
    fitting, delimiter, rows = max((_cut(path, decoding, d, quote) for d in DELIMITERS), key=lambda s: s[0])
    spaced = _cut(path, decoding, " ", quote)
    if spaced[0] > fitting and _is_spaced(path, decoding, quote, spaced[2]):
        _, delimiter, rows = spaced
    return Sample(path, "csv", [Grid(None, rows)], decoding.encoding, delimiter, quote)


def _cut(path: Path, decoding: Decoding, delimiter: str, quote: str) -> tuple[int, str, list[GridRow]]:
    """The rows under a delimiter, and how many of them have the number of fields that most have."""
    with open_text(path, decoding) as stream:
        rows: list[GridRow] = list(islice(RecordReader(stream, delimiter=delimiter, quote=quote), MAX_ROWS))
    widths = Counter(len(r) for _, r in rows if len(r) > 1)
    return (widths.most_common(1)[0][1] if widths else 0), delimiter, rows


def _is_spaced(path: Path, decoding: Decoding, quote: str, rows: list[GridRow]) -> bool:
    """Whether fields are cut at spaces: every row has as many, and a field that holds a space itself is quoted."""
    if len({len(r) for _, r in rows if any(map(cell_text, r))}) != 1:
        return False
    with open_text(path, decoding) as stream:
        lines = RecordReader(stream, delimiter="\0", quote="")
        texts = [cell_text(r[0]) for _, r in islice(lines, len(rows))]
    fields = [cell_text(c) for _, r in rows for c in r]
    return any(quote in t for t in texts) and any(" " in f for f in fields)


def _quote(path: Path, decoding: Decoding) -> str:
    """The quote round fields: the apostrophe where whole fields stand in it and none in the usual one."""
    with open_text(path, decoding) as stream:
        text = stream.read(1 << 16)
    around = {
        q: len(re.findall(rf"(?:^|[;,\t|] ?){q}[^{q}\n]*{q}(?=[;,\t|\r\n]|$)", text, re.MULTILINE)) for q in "\"'"
    }
    return "'" if around["'"] > around['"'] and not around['"'] else '"'


def is_number(cell: GridCell) -> bool:
    """Whether a cell holds a number, in some reading of its text."""
    if isinstance(cell, Cell) and not isinstance(cell.value, str):
        return cell.value is not None and not isinstance(cell.value, bool | dt.date | dt.time | dt.timedelta)
    return parses(cell_text(cell))


@lru_cache(maxsize=100_000)
def parses(text: str) -> bool:
    """Whether a text is a number with a decimal comma or point, maybe a longer one than the lake keeps."""
    for rules in _LENIENT:
        try:
            parse_form(text, rules)
        except NumberFault as fault:
            if fault.code not in _TOO_LONG:
                continue
        return True
    return False


def number_value(cell: GridCell, decimal: str) -> Decimal | None:
    """The value of a number under a decimal mark; None of anything else."""
    if isinstance(cell, Cell) and not isinstance(cell.value, str):
        value = cell.value
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            return None
        return round(Decimal(f"{value:.15g}"), 6)
    parsed = _parsed(cell_text(cell), decimal)
    return parsed.value if parsed else None


@lru_cache(maxsize=100_000)
def number_unit(text: str) -> str | None:
    """The unit that stands in a number's text; None without one."""
    parsed = _parsed(text, ",") or _parsed(text, ".")
    return parsed.unit if parsed else None


def _parsed(text: str, decimal: str) -> Parsed | None:
    for rules in _WIDE[decimal]:
        try:
            return parse_form(text, rules)
        except NumberFault:
            continue
    return None
