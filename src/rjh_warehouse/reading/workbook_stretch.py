"""A stretch of a sheet's XML taken apart with one strict pattern per cell, or refused whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from rjh_warehouse.reading.workbook_bulk_numbers import Ints
from rjh_warehouse.reading.workbook_sheet import column_number

# What may stand between one "<c " and the next; only then it is taken apart, by a pattern that is quicker and looser.
_CELL = (
    r'^r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,5}")?(?: t="(?:n|s|str|inlineStr)")?'
    r"(?:/>|>(?:<v>[^<]*</v>|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>)?</c>)"
    r"\s*(?:</row>)?\s*(?:<row(?: [a-zA-Z0-9:]+=\"[^\"<>]*\")*>\s*)?$"
)
_PARTS = r'^r="([A-Z]+)([0-9]+)"([^>]*)>(?:<(?:v|is><t(?: xml:space="preserve")?)>([^<]*)<)?'
_STYLE = re.compile(r' s="([0-9]+)"')
_KIND = re.compile(r' t="([a-zA-Z]+)"')
_FIRST = re.compile(r'\s*<row(?: [a-zA-Z0-9:]+="[^"<>]*")*>\s*')
_REFUSED = (b"hidden", b"\0", "\ufffd".encode())
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ENTITY = re.compile(r"&[^;<&]{0,8};?")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # & last


class CellClass(NamedTuple):
    """What a cell's attributes say: s, str or inlineStr for a text, n for a number; and its style."""

    kind: str
    style: int

    @property
    def is_text(self) -> bool:
        return self.kind != "n"


@dataclass(slots=True)
class Stretch:
    """The cells of a stretch: one entry per cell, and where each column's cells are (-1: none)."""

    first_row: int
    height: int
    at: dict[int, Ints]  # column (from 1) → position among the cells, by row
    classes: list[CellClass]
    class_of: Ints  # position in `classes`
    text: pl.Series  # value as stored, texts resolved; null for an empty cell


def take_apart(data: bytes, last_row: int, strings: pl.Series, style_count: int) -> Stretch | None:
    if any(mark in data for mark in _REFUSED) or (b"_x" in data and _ESCAPED.search(data)):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    entities = set(_ENTITY.findall(text)) if b"&" in data else set()
    if not entities <= _ENTITIES.keys():
        return None
    first = text.find("<c ")
    if first < 0 or not _FIRST.fullmatch(text, 0, first):
        return None
    cells = pl.Series([text[first + 3 :]]).str.split("<c ").list.explode()
    if not cells.str.contains(_CELL).all():
        return None
    ends = cells.str.contains("</row>", literal=True).to_numpy()
    parts = cells.str.extract_groups(_PARTS).struct.unnest()
    parts.columns = ["column", "row", "attributes", "value"]
    rows = parts.get_column("row").cast(pl.Int64).to_numpy()
    follows = np.array_equal(np.diff(rows), ends[:-1].astype(np.int64))
    if not ends[-1] or rows[0] != last_row + 1 or not follows:
        return None
    classes, class_of = _classes(parts.get_column("attributes"))
    if max(c.style for c in classes) >= style_count:
        return None
    height = int(ends.sum())
    at = _positions(parts.get_column("column"), rows, height)
    values = _texts(parts.get_column("value"), classes, class_of, entities, strings)
    if values is None or at is None:
        return None
    return Stretch(last_row + 1, height, at, classes, class_of, values)


def _texts(
    values: pl.Series, classes: list[CellClass], class_of: Ints, entities: set[str], strings: pl.Series
) -> pl.Series | None:
    """Each cell's stored number or text; None when a shared text does not exist."""
    for entity, letter in _ENTITIES.items():
        if entity in entities:
            values = values.str.replace_all(entity, letter, literal=True)
    shared = [i for i, c in enumerate(classes) if c.kind == "s"]
    if not shared:
        return values
    is_shared = pl.Series(np.isin(class_of, shared))
    frame = values.to_frame("v").select(pl.when(is_shared).then("v").cast(pl.UInt32, strict=False))
    index = frame.to_series()
    highest = index.max()
    if index.null_count() != len(index) - int(is_shared.sum()):
        return None
    if isinstance(highest, int) and highest >= len(strings):
        return None
    return strings.gather(index).zip_with(is_shared, values)


def _classes(attributes: pl.Series) -> tuple[list[CellClass], Ints]:
    """The different attributes of cells, and which each cell has."""
    different = attributes.unique().to_list()
    classes = []
    for text in different:
        style, kind = _STYLE.search(text), _KIND.search(text)
        classes.append(CellClass(kind[1] if kind else "n", int(style[1]) if style else 0))
    numbers = attributes.replace_strict(different, list(range(len(different))), return_dtype=pl.Int64)
    return classes, numbers.to_numpy()


def _positions(letters: pl.Series, rows: Ints, height: int) -> dict[int, Ints] | None:
    """Column → the position of its cell in each row; None when a cell stands twice."""
    names = letters.unique().to_list()
    numbers = [column_number(n) for n in names]
    columns = letters.replace_strict(names, numbers, return_dtype=pl.Int64).to_numpy()
    at: dict[int, Ints] = {}
    for number in sorted(numbers):
        here = np.flatnonzero(columns == number)
        position: Ints = np.full(height, -1, dtype=np.int64)
        row = rows[here] - rows[0]
        position[row] = here
        if len(here) != int((position >= 0).sum()):
            return None
        at[number] = position
    return at
