"""Finding a table's header: which delivered column is which contract column, whatever its typography."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rjh_warehouse.contract.contract import Across, Column, Table
from rjh_warehouse.contract.month_name import MONTH_NAMES
from rjh_warehouse.reading.table.cell import SPACES, Cell, GridCell, cell_text
from rjh_warehouse.reading.table.numbers import UNIT_NAMES

_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2212"
_DROPPED = str.maketrans("", "", SPACES + _HYPHENS + "\u200b")
_SPACE_RUN = re.compile(f"[{SPACES}]+")
_UNIT = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(u) for u in sorted(UNIT_NAMES, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)
_UNIT_AT_END = re.compile(rf"[{SPACES},]*[(\[]?\s*(?:i\s+)?{_UNIT.pattern}\s*[)\]]?\s*$", re.IGNORECASE)
_SCALE = re.compile(
    r"1[ .]?000|(?<!\d)000(?!\d)|thousand|million|billion|\btusen|miljon|miljard|1000-tal|\btsd|tausend|\bmio\b|\bmrd\b"
    r"|אלפ|מיליונ",
    re.IGNORECASE,
)  # a word for thousands or more beside a currency: the unit is not the currency alone
UNIT_WITHIN = 60  # characters at the end of a heading
MAX_HEADING = 2_000  # characters of a cell that are looked at as a heading
_NUMERIC_MONTH = re.compile(r"(?:19|20|21)[0-9]{2}-?(0[1-9]|1[0-2])")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,9})\.?(?:[ -]?(?:[0-9]{4}|[0-9]{2}))?")


def header_key(text: str) -> str:
    """What is compared of a header: its letters, digits and marks, without case, white space and hyphens.

    "Perso-\\nnal-kost-nader" and "Personalkostnader" have the same key.
    """
    return unicodedata.normalize("NFC", text).translate(_DROPPED).casefold()


def clean(text: str) -> str:
    """A header as delivered, on one line."""
    return _SPACE_RUN.sub(" ", unicodedata.normalize("NFC", text).replace("\u00ad", "")).strip()


def units_in(text: str) -> set[str]:
    """The units (%, kr, tkr, mkr) that a heading names."""
    return {UNIT_NAMES[found.lower()] for found in _UNIT.findall(text)}


def says_scale(text: str) -> bool:
    """Whether a text speaks of thousands or more: "All values in thousands"."""
    return _SCALE.search(text) is not None


def month_of(header: str) -> int | None:
    """The month number of a header such as "jan", "Januari 2024", "202401" or "2024-01"."""
    if numeric := _NUMERIC_MONTH.fullmatch(header):
        return int(numeric[1])
    named = _NAMED_MONTH.fullmatch(header.lower())
    return MONTH_NAMES.get(named[1]) if named else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A delivered column's header: as one text, and in each of the ways that it may be read."""

    text: str
    variants: tuple[str, ...]


def numbered(headings: Sequence[Heading]) -> list[str]:
    """A name for each column that tells headings apart that stand several times: "Belopp", "Belopp [2]".

    Columns without a heading are "", "[2]", "[3]" … A contract's alias may be such a name.
    """
    seen: Counter[str] = Counter()
    names = []
    for heading in headings:
        key = header_key(heading.text)
        seen[key] += 1
        names.append(heading.text if seen[key] == 1 else f"{heading.text} [{seen[key]}]".strip())
    return names


@dataclass(frozen=True, slots=True)
class AcrossColumn:
    """A value column of a cross-table: where it stands and what its header says."""

    index: int
    heading: str
    kind: str  # data | total
    groups: dict[str, str | None]
    month_number: int | None


@dataclass(slots=True)
class HeaderMatch:
    """What the header rows say. Positions count from 0."""

    headings: list[Heading]
    columns: dict[str, int] = field(default_factory=dict)  # contract column → position
    across: list[AcrossColumn] = field(default_factory=list)
    ignored: list[int] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    missing: list[Column] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)  # (column, header)
    needs_across: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.missing and bool(self.columns or self.across) and not (self.needs_across and not self.across)

    @property
    def score(self) -> int:
        """How much of the table was recognised."""
        return len(self.columns) + bool(self.across)


def read_headings(rows: Sequence[Sequence[GridCell]]) -> list[Heading]:
    """One heading per column from one or more header rows.

    The upper rows of a header span columns: a blank cell there repeats the cell on its left (unless the
    workbook itself says what is merged). Each variant is a way in which the heading may be meant.
    """
    width = max((len(r) for r in rows), default=0)
    plain = [[_heading_text(r[i]) if i < len(r) else "" for i in range(width)] for r in rows]
    spread = [*(_spread(texts, row) for texts, row in zip(plain[:-1], rows[:-1], strict=True)), *plain[-1:]]
    headings = []
    for i in range(width):
        full = _joined([row[i] for row in spread]) if any(row[i] for row in plain) else ""
        bottom = next((row[i] for row in reversed(plain) if row[i]), "")
        variants = dict.fromkeys((full, _joined([row[i] for row in plain]), bottom))
        headings.append(Heading(full, tuple(v for v in variants if v)))
    return headings


def _heading_text(cell: GridCell) -> str:
    if isinstance(cell, Cell) and isinstance(cell.value, dt.date):
        return f"{cell.value:%Y-%m}" if cell.value.day == 1 else f"{cell.value:%Y-%m-%d}"
    return clean(cell_text(cell)[:MAX_HEADING])


def _spread(texts: list[str], row: Sequence[GridCell]) -> list[str]:
    if any(isinstance(cell, Cell) and cell.is_merged_part for cell in row):
        return texts
    filled, last = [], ""
    for text in texts:
        last = text or last
        filled.append(last)
    return filled


def _joined(parts: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(p for p in parts if p))


class HeaderMatcher:
    """Recognises the header of one contract table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._wanted = [c for c in table.columns if not c.is_given]
        self._keys: dict[str, Column] = {}
        for column in self._wanted:
            for name in (column.name, *column.aliases):
                self._keys.setdefault(header_key(name), column)
        across = table.across
        self._header = re.compile(across.header, re.IGNORECASE) if across and across.header else None
        self._total = re.compile(across.total, re.IGNORECASE) if across and across.total else None
        self._ignore = re.compile(across.ignore, re.IGNORECASE) if across and across.ignore else None

    def match(self, rows: Sequence[Sequence[GridCell]]) -> HeaderMatch:
        """What the rows say as this table's header; `is_complete` tells whether they are it."""
        if self.table.header_rows == 0:
            by_position = {c.name: i for i, c in enumerate(self._wanted)}
            return HeaderMatch([Heading(c.name, (c.name,)) for c in self._wanted], columns=by_position)
        found = HeaderMatch(read_headings(rows), needs_across=self.table.across is not None)
        names = numbered(found.headings)
        for index, (heading, name) in enumerate(zip(found.headings, names, strict=True)):
            column = self._keys.get(header_key(name))
            if column is None and heading.text:
                column = self._column(heading)
            if column is None and not heading.text:
                column = self._unnamed(found)
            if not heading.text and column is None:
                continue
            if column is not None and column.name not in found.columns:
                found.columns[column.name] = index
            elif column is not None:
                found.duplicates.append((column.name, heading.text))
            else:
                self._place(found, index, heading)
        found.missing = [c for c in self._wanted if c.name not in found.columns and not c.may_be_absent]
        return found

    def may_begin(self, row: Sequence[GridCell]) -> bool:
        """A cheap look at a row: does any of its cells carry a name of this table's columns?"""
        return "" in self._keys or any(
            self._column(Heading(text, (text,))) is not None for text in map(_heading_text, row) if text
        )

    def _unnamed(self, found: HeaderMatch) -> Column | None:
        """The column that stands under an empty header (alias ""), such as the corner of a cross-table."""
        column = self._keys.get("")
        return column if column is not None and column.name not in found.columns else None

    def _column(self, heading: Heading) -> Column | None:
        for variant in heading.variants:
            if column := self._keys.get(header_key(variant)):
                return column
        for variant in heading.variants:
            without_unit = variant[:-UNIT_WITHIN] + _UNIT_AT_END.sub("", variant[-UNIT_WITHIN:])
            if without_unit and without_unit != variant and (column := self._keys.get(header_key(without_unit))):
                return column
        return None

    def _place(self, found: HeaderMatch, index: int, heading: Heading) -> None:
        across = self.table.across
        if across is None:
            found.unknown.append(index)
        elif _any_search(self._ignore, heading):
            found.ignored.append(index)
        elif _any_search(self._total, heading):
            found.across.append(AcrossColumn(index, heading.text, "total", dict.fromkeys(across.groups), None))
        elif value := self._value_column(across, index, heading):
            found.across.append(value)
        else:
            found.unknown.append(index)

    def _value_column(self, across: Across, index: int, heading: Heading) -> AcrossColumn | None:
        for variant in heading.variants:
            for text in (variant, clean(re.sub(rf"(?<=\w)[{_HYPHENS}] ?(?=[^\W\d_])", "", variant))):
                month = month_of(text) if across.months else None
                match = self._header.fullmatch(text) if self._header else None
                if month is not None or match is not None:
                    said = match.groupdict() if match else {}
                    groups = {name: said.get(name) for name in across.groups}
                    return AcrossColumn(index, heading.text, "data", groups, month)
        return None


def _any_search(pattern: re.Pattern[str] | None, heading: Heading) -> bool:
    return pattern is not None and any(pattern.search(v) for v in heading.variants)
