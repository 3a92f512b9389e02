"""A stretch of a sheet's XML taken apart, or refused whole.

The tags are found and told apart as bytes, all at once. Which tag may follow which decides whether the stretch is plain
(`_FOLLOWS`); the few tags with attributes are then held to strict patterns. What is taken apart is what the parser of
the careful path would have said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from rjh_warehouse.reading.table.arrays import Mask
from rjh_warehouse.reading.workbook.bulk_numbers import Ints
from rjh_warehouse.reading.workbook.bulk_regular import positions, take_regular

MAX_CLASSES = 250  # different attributes of cells in a stretch
Words = npt.NDArray[np.uint64]


class _Tag(IntEnum):
    OTHER, ROW, ROW_END, CELL, CELL_ALONE, CELL_END, VALUE, VALUE_END, INLINE, INLINE_END, TEXT, SPACED, TEXT_END, \
        FORMULA, FORMULA_ALONE, FORMULA_END = range(16)  # fmt: skip


_BEGINS = {  # how each tag begins; its second and third byte tell it from the others
    b"<row": _Tag.ROW, b"</row>": _Tag.ROW_END, b'<c r="': _Tag.CELL, b"</c>": _Tag.CELL_END, b"<v>": _Tag.VALUE,
    b"</v>": _Tag.VALUE_END, b"<is>": _Tag.INLINE, b"</is>": _Tag.INLINE_END, b"<t>": _Tag.TEXT,
    b"<t xml:s": _Tag.SPACED, b"</t>": _Tag.TEXT_END, b"<f>": _Tag.FORMULA, b"</f>": _Tag.FORMULA_END,
}  # fmt: skip
_ENDLESS = (_Tag.ROW, _Tag.CELL, _Tag.VALUE, _Tag.TEXT, _Tag.SPACED, _Tag.FORMULA)  # a text or attributes follow
_BYTES = np.array([(1 << 8 * k) - 1 for k in range(9)], dtype=np.uint64)  # masks of the first k bytes of a word
_TAG_OF = np.zeros(1 << 16, dtype=np.uint8)
_BEGINNING, _MASK, _LENGTH = np.zeros(16, np.uint64), np.zeros(16, np.uint64), np.zeros(16, np.int64)
for _text, _tag in _BEGINS.items():
    _TAG_OF[int.from_bytes(_text[1:3], "little")] = _tag
    _BEGINNING[_tag], _MASK[_tag] = int.from_bytes(_text, "little"), _BYTES[len(_text)]
    _LENGTH[_tag] = 0 if _tag in _ENDLESS else len(_text)
_TAG_OF[int.from_bytes(b"f ", "little")] = _Tag.FORMULA  # or <f t="shared" …>
_MASK[_Tag.FORMULA] = _BYTES[2]
_BEGINNING[_Tag.FORMULA] &= _BYTES[2]
_NEXT_CELL = (_Tag.CELL, _Tag.CELL_ALONE, _Tag.ROW_END)
_FOLLOWS = {
    _Tag.ROW: (_Tag.CELL, _Tag.CELL_ALONE), _Tag.ROW_END: (_Tag.ROW,),
    _Tag.CELL: (_Tag.VALUE, _Tag.INLINE, _Tag.FORMULA, _Tag.FORMULA_ALONE, _Tag.CELL_END),
    _Tag.CELL_ALONE: _NEXT_CELL, _Tag.CELL_END: _NEXT_CELL,
    _Tag.FORMULA: (_Tag.FORMULA_END,), _Tag.FORMULA_ALONE: (_Tag.VALUE,), _Tag.FORMULA_END: (_Tag.VALUE,),
    _Tag.VALUE: (_Tag.VALUE_END,), _Tag.VALUE_END: (_Tag.CELL_END,),
    _Tag.INLINE: (_Tag.TEXT, _Tag.SPACED), _Tag.TEXT: (_Tag.TEXT_END,), _Tag.SPACED: (_Tag.TEXT_END,),
    _Tag.TEXT_END: (_Tag.INLINE_END,), _Tag.INLINE_END: (_Tag.CELL_END,),
}  # fmt: skip
_ALLOWED = np.zeros(256, dtype=np.bool_)
for _first, _seconds in _FOLLOWS.items():
    _ALLOWED[[_first << 4 | second for second in _seconds]] = True
_ATTRIBUTES = rb'(?: [a-zA-Z0-9:]+="[ !#-;=?-~]*")*'
_ROW = re.compile(rb"<row" + _ATTRIBUTES + rb">\s*")
_ROW_NUMBER = re.compile(rb' r="[0-9]+"')
_FORMULA = re.compile(rb"<f" + _ATTRIBUTES + rb"/?>")
_SPACED = b'<t xml:space="preserve">'
_CELL = b'<c r="'
_CLASS = re.compile(rb'(?: s="([0-9]{1,5})")?(?: t="(n|s|str|inlineStr)")?/?>')
_HIDDEN = re.compile(rb' (?:hidden|ht="0)')
_ESCAPED = re.compile(rb"_x[0-9A-Fa-f]{4}_")
_ENTITY = re.compile(rb"&[^;<&]{0,8};?")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}  # & last
_KNOWN_ENTITIES = {e.encode() for e in _ENTITIES}
_PADDING = bytes(32)


class CellClass(NamedTuple):
    """What a cell's attributes say: s, str or inlineStr for a text, n for a number; and its style."""

    kind: str
    style: int

    @property
    def is_text(self) -> bool:
        return self.kind != "n"


@dataclass(slots=True)
class StoredCells:
    """The cells of a stretch: one entry per cell, and where each column's cells are (-1: none)."""

    first_row: int
    height: int
    at: dict[int, Ints]  # column (from 1) → position among the cells, by row
    classes: list[CellClass]
    class_of: Ints  # position in `classes`
    text: pl.Series  # value as stored, texts resolved; null for an empty cell


class _Bytes:
    """The stretch's bytes, any eight of them as one number."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._padded = data + _PADDING
        self._words: Words = np.ndarray((len(data) + 24,), dtype="<u8", buffer=self._padded, strides=(1,))
        self._pairs = np.ndarray((len(data) + 24,), dtype="<u2", buffer=self._padded, strides=(1,))
        self.buffer = pa.py_buffer(self._padded)

    def words(self, at: Ints) -> Words:
        """The eight bytes from each position on."""
        found: Words = self._words[at]
        return found

    def pairs(self, at: Ints) -> npt.NDArray[np.uint16]:
        """The two bytes from each position on."""
        found: npt.NDArray[np.uint16] = self._pairs[at]
        return found


def take_apart(
    data: bytes, last_row: int, strings: pl.Series, style_count: int, *, has_values: bool = True
) -> StoredCells | None:
    """The cells of whole rows that follow row `last_row`; None when anything but plain cells stands there.

    Args:
        strings: the workbook's shared texts.
        style_count: how many cell styles the workbook has.
        has_values: whether a formula's stored value can be relied on.
    """
    entities = _entities(data)
    if entities is None:
        return None
    if (regular := _regular(data, last_row + 1, entities, strings, style_count)) is not None:
        return regular
    source = _Bytes(data)
    starts = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == ord("<"))
    ends = np.append(starts[1:], len(data))
    tags = _tags(source, starts, ends)
    if tags is None or (not has_values and np.isin(tags, (_Tag.FORMULA, _Tag.FORMULA_ALONE)).any()):
        return None
    is_cell = (tags == _Tag.CELL) | (tags == _Tag.CELL_ALONE)
    height = int((tags == _Tag.ROW_END).sum())
    row_of = np.cumsum(tags == _Tag.ROW_END)[is_cell]
    columns, attributes = _addresses(source, starts[is_cell], row_of, last_row + 1, height)
    classes = None if columns is None else _classes(source, attributes, ends[is_cell])
    if columns is None or classes is None or max(c.style for c in classes[0]) >= style_count:
        return None
    texts = _texts(source, starts, ends, tags, is_cell)
    at = _positions(columns, row_of, height)
    values = None if texts is None else _resolved(texts, *classes, entities, strings)
    if values is None or at is None:
        return None
    return StoredCells(last_row + 1, height, at, *classes, values)


def _regular(data: bytes, first_row: int, entities: set[bytes], strings: pl.Series, styles: int) -> StoredCells | None:
    """The stretch, when all its rows have the form of the first."""
    try:
        found = take_regular(data.decode(), first_row)
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    height, attributes, texts = found
    said = [_CLASS.fullmatch(f"{text}>".encode()) for text in attributes.values()]
    of_column = [CellClass((m[2] or b"n").decode(), int(m[1] or 0)) for m in said if m]
    classes = list(dict.fromkeys(of_column))
    if len(of_column) < len(said) or max(c.style for c in classes) >= styles:
        return None
    class_of = np.repeat([classes.index(c) for c in of_column], height)
    values = _resolved(texts, classes, class_of, entities, strings)
    if values is None:
        return None
    return StoredCells(first_row, height, positions(height, list(attributes)), classes, class_of, values)


def _entities(data: bytes) -> set[bytes] | None:
    """The entities that stand in the stretch; None when a part of it is not for this way of reading."""
    is_broken = b"\0" in data or (b"\xef" in data and b"\xef\xbf\xbd" in data)
    if is_broken or (b"_" in data and b"_x" in data and _ESCAPED.search(data)):
        return None
    entities = set(_ENTITY.findall(data)) if b"&" in data else set()
    return entities if entities <= _KNOWN_ENTITIES else None


def _tags(source: _Bytes, starts: Ints, ends: Ints) -> npt.NDArray[np.uint8] | None:
    """What each tag is; None unless they follow each other as those of plain rows do."""
    words = source.words(starts)
    tags = _TAG_OF[words >> np.uint64(8) & np.uint64(0xFFFF)]
    words &= _MASK[tags]
    if (words != _BEGINNING[tags]).any():
        return None
    for tag in (_Tag.CELL, _Tag.FORMULA):
        here = np.flatnonzero(tags == tag)
        alone = source.pairs(ends[here] - 2) == int.from_bytes(b"/>", "little")
        tags[here[alone]] = tag + 1
    for i in np.flatnonzero(tags == _Tag.SPACED).tolist():
        if not source.data.startswith(_SPACED, starts[i]):
            return None
    if not len(tags) or tags[0] != _Tag.ROW or tags[-1] != _Tag.ROW_END or source.data[: starts[0]].strip():
        return None
    if not _ALLOWED[tags[:-1] << 4 | tags[1:]].all() or not _have_their_lengths(source, starts, ends, tags):
        return None
    if not _are_plain_rows(source, starts[tags == _Tag.ROW], ends[tags == _Tag.ROW]):
        return None
    formulas = int(np.isin(tags, (_Tag.FORMULA, _Tag.FORMULA_ALONE)).sum())
    return tags if not formulas or len(_FORMULA.findall(source.data)) == formulas else None


def _are_plain_rows(source: _Bytes, starts: Ints, ends: Ints) -> bool:
    """Whether the tags of rows are well formed, and no row is hidden."""
    different = {_ROW_NUMBER.sub(b"", source.data[a:b], 1) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)}
    return all(_ROW.fullmatch(tag) and not _HIDDEN.search(tag) for tag in different)


def _have_their_lengths(source: _Bytes, starts: Ints, ends: Ints, tags: npt.NDArray[np.uint8]) -> bool:
    """Whether nothing but white space stands after the tags that have no text."""
    expected, size = _LENGTH[tags], ends - starts
    over = np.flatnonzero((expected > 0) & (size != expected))
    if len(over) > len(tags) // 2:
        return False
    return not any(source.data[starts[i] + expected[i] : ends[i]].strip(b" \t\r\n") for i in over.tolist())


def _addresses(source: _Bytes, starts: Ints, row_of: Ints, first_row: int, height: int) -> tuple[Ints | None, Ints]:
    """Each cell's column and where its further attributes begin; None when a cell does not name its own row."""
    at = starts + len(_CELL)
    word = source.words(at).astype(np.int64)
    letters = [(word >> 8 * k & 0xFF) - 64 for k in range(3)]
    is_letter = [(letter >= 1) & (letter <= 26) for letter in letters]
    columns, count = letters[0], np.ones(len(at), dtype=np.int64)
    more = is_letter[0]
    for letter, is_one in zip(letters[1:], is_letter[1:], strict=True):
        more = more & is_one
        columns = np.where(more, columns * 26 + letter, columns)
        count += more
    names = [b'%d"' % row for row in range(first_row, first_row + height)]
    if not is_letter[0].all() or len(names[-1]) > 8:
        return None, starts
    row_words = np.frombuffer(b"".join(name.ljust(8, b"\0") for name in names), dtype="<u8")
    sizes = np.array([len(name) for name in names])
    at = at + count
    if (source.words(at) & _BYTES[sizes][row_of] != row_words[row_of]).any():
        return None, starts
    return columns, at + sizes[row_of]


def _classes(source: _Bytes, starts: Ints, ends: Ints) -> tuple[list[CellClass], Ints] | None:
    """The different attributes of cells, and which each cell has; None for attributes that are not plain."""
    sizes = ends - starts
    if sizes.min() < 1 or sizes.max() > 32:
        return None
    words = [source.words(starts + 8 * k) & _BYTES[np.clip(sizes - 8 * k, 0, 8)] for k in range(-(-sizes.max() // 8))]
    class_of = np.zeros(len(starts), dtype=np.int64)
    classes: dict[CellClass, int] = {}
    left = np.arange(len(starts))
    while len(left):
        one = left[0]
        found = _CLASS.fullmatch(source.data, int(starts[one]), int(ends[one]))
        if found is None or len(classes) >= MAX_CLASSES:
            return None
        of = CellClass((found[2] or b"n").decode(), int(found[1] or 0))
        same: Mask = np.ones(len(left), dtype=np.bool_)
        for word in words:
            same &= word[left] == word[one]
        class_of[left[same]] = classes.setdefault(of, len(classes))
        left = left[~same]
    return list(classes), class_of


def _texts(source: _Bytes, starts: Ints, ends: Ints, tags: npt.NDArray[np.uint8], is_cell: Mask) -> pl.Series | None:
    """What stands in each cell, without a copy: null without a value.

    None when a formula's value is empty or a text is not UTF-8.
    """
    here = np.flatnonzero((tags == _Tag.VALUE) | (tags == _Tag.TEXT) | (tags == _Tag.SPACED))
    begin = starts[here] + np.where(tags[here] == _Tag.SPACED, len(_SPACED), 3)
    size = ends[here] - begin
    if np.isin(tags[here[size == 0] - 1], (_Tag.FORMULA_END, _Tag.FORMULA_ALONE)).any():
        return None
    count = int(is_cell.sum())
    cell = np.cumsum(is_cell)[here] - 1
    # The layout of a view: 4 bytes of length; then 12 bytes of text, or 4 of it, buffer 0 and its offset.
    views = np.zeros((count, 2), dtype=np.uint64)
    views[cell, 0] = size.astype(np.uint64) | (source.words(begin) & _BYTES[np.minimum(size, 4)]) << np.uint64(32)
    inside = source.words(begin + 4) & _BYTES[np.clip(size - 4, 0, 8)]
    views[cell, 1] = np.where(size <= 12, inside, begin.astype(np.uint64) << np.uint64(32))
    given = np.zeros(count, dtype=np.bool_)
    given[cell] = True
    bitmap = pa.py_buffer(np.packbits(given, bitorder="little"))
    array = pa.Array.from_buffers(pa.string_view(), count, [bitmap, pa.py_buffer(views), source.buffer])
    try:
        array.validate(full=True)  # UTF-8
    except pa.ArrowInvalid:
        return None
    texts = pl.from_arrow(array)
    assert isinstance(texts, pl.Series)
    return texts


def _resolved(
    values: pl.Series, classes: list[CellClass], class_of: Ints, entities: set[bytes], strings: pl.Series
) -> pl.Series | None:
    """Each cell's stored number or text; None when a shared text does not exist."""
    for entity, letter in _ENTITIES.items():
        if entity.encode() in entities:
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


def _positions(columns: Ints, row_of: Ints, height: int) -> dict[int, Ints] | None:
    """Column → the position of its cell in each row; None when a cell stands twice."""
    width = len(columns) // height
    pattern = columns[:width].tolist()
    if len(columns) == width * height and len(set(pattern)) == width:
        grid, rows = columns.reshape(height, width), row_of.reshape(height, width)
        if (grid == grid[0]).all() and (rows == np.arange(height)[:, None]).all():
            return {column: np.arange(height) * width + k for k, column in sorted(enumerate(pattern), key=_second)}
    at: dict[int, Ints] = {}
    for column in np.unique(columns).tolist():
        here = np.flatnonzero(columns == column)
        position: Ints = np.full(height, -1, dtype=np.int64)
        position[row_of[here]] = here
        if len(here) != int((position >= 0).sum()):
            return None
        at[column] = position
    return at


def _second(pair: tuple[int, int]) -> int:
    return pair[1]
