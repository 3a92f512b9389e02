"""What is read in bulk: a stretch of rows as columns of cells, whatever file the cells were cut from.

A maker of stretches (lines of text, a sheet's XML) gives each column as one of three: few different cells, many
different texts, or numbers stored as such.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rjh_warehouse.reading.table.arrays import Bytes, Mask, Places, text_array, text_parts
from rjh_warehouse.reading.table.cell import SPACES, GridCell, cell_text
from rjh_warehouse.reading.table.numbers_plain import PlainNumbers, plain_numbers
from rjh_warehouse.reading.table.typed import ColumnReader, Typed

OFTEN = 8  # a column whose cells come so many times on average is kept as its different cells


def are_few(different: int, rows: int) -> bool:
    """Whether a column of so many different cells is better kept as them."""
    return different * OFTEN <= rows


@dataclass(frozen=True, slots=True)
class Few:
    """A column of few different cells: each of them, and for every row the place of its cell."""

    cells: Sequence[GridCell]
    at: Places

    def cell(self, row: int) -> GridCell:
        return self.cells[int(self.at[row])]

    def is_filled(self) -> Mask:
        """Rows whose cell is not only white space."""
        is_filled = np.array([bool(cell_text(c)) for c in self.cells], np.bool_)
        return is_filled[self.at]


@dataclass(frozen=True, slots=True)
class Many:
    """A column of many different texts: their UTF-8 bytes, where each begins, and where the last one ends."""

    data: Bytes
    begins: Places

    def cell(self, row: int) -> str:
        raw: bytes = self.data[self.begins[row] : self.begins[row + 1]].tobytes()
        return raw.decode()

    @property
    def array(self) -> pa.Array:
        """The texts as an arrow array."""
        return text_array(self.data, self.begins)

    @classmethod
    def of(cls, texts: pa.Array) -> Many:
        """From an arrow array of texts without nulls."""
        return cls(*text_parts(texts))

    def few(self) -> Few:
        """The column as different texts, however many they are."""
        coded = self.array.dictionary_encode()
        return Few(coded.dictionary.to_pylist(), np.frombuffer(coded.indices.buffers()[1], np.int32)[: len(coded)])

    def is_empty(self) -> Mask:
        """Rows without any character."""
        return np.asarray(np.diff(self.begins) == 0)

    def is_filled(self) -> Mask:
        """Rows whose text is not only white space."""
        return ~self.trimmed().is_empty()

    def trimmed(self) -> Many:
        """The texts without white space at their ends."""
        starts, ends = self.begins[:-1], self.begins[1:]
        is_filled = ends > starts
        edges = np.concatenate([self.data[starts[is_filled]], self.data[ends[is_filled] - 1]])
        if not ((edges <= 0x20) | (edges >= 0x7F)).any():
            return self
        return Many.of(pc.utf8_trim(self.array, characters=SPACES))

    def numbers(self, reader: ColumnReader) -> PlainNumbers:
        """The numbers among the texts that have the plain form."""
        return plain_numbers(self.data, self.begins, reader.rules)

    def shown(self, numbers: PlainNumbers, read: Mapping[int, Typed]) -> pa.Array:
        """The texts as delivered, null where there is none."""
        texts = self.trimmed()
        return text_array(texts.data, texts.begins, ~texts.is_empty())


class Stored(Protocol):
    """A column in which numbers stand as numbers; a text may stand among them."""

    def cell(self, row: int) -> GridCell: ...

    def few(self) -> Few:
        """The column as different cells, however many they are."""

    def is_empty(self) -> Mask:
        """Rows without a cell."""

    def is_filled(self) -> Mask:
        """Rows whose cell is not only white space."""

    def numbers(self, reader: ColumnReader) -> PlainNumbers:
        """The numbers that mean what is stored, and their decimals as stated; what is not sure is not plain."""

    def shown(self, numbers: PlainNumbers, read: Mapping[int, Typed]) -> pa.Array:
        """The numbers as texts, with those of the cells that were `read` one by one."""


Cells = Few | Many | Stored


class Stretch(Protocol):
    """Rows that follow each other in an open table."""

    @property
    def height(self) -> int: ...

    @property
    def indices(self) -> Collection[int]:
        """The columns, from 0, in which a cell may stand."""

    def column(self, index: int) -> Cells: ...

    def row(self, row: int) -> Sequence[GridCell]:
        """One row, from 0, as the careful path is given it."""
