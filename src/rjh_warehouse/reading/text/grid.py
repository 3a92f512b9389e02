"""A stretch of whole lines → columns of texts, cut in the file's own bytes and decoded column by column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from rjh_warehouse.reading.table.arrays import Bytes, Places, text_parts
from rjh_warehouse.reading.table.bulk_cells import Few, Many, are_few
from rjh_warehouse.reading.table.cell import GridCell

_MARK = b"\xef\xbb\xbf"  # the engine drops it at the begin of a stretch, so that an empty line is put before it


@dataclass(frozen=True, slots=True)
class Grid:
    """A stretch of lines as columns. A line without any character is a row of empty texts in them."""

    columns: list[Few | Many]
    height: int
    empty_lines: frozenset[int]

    @property
    def indices(self) -> range:
        return range(len(self.columns))

    def column(self, index: int) -> Few | Many:
        return self.columns[index]

    def row(self, row: int) -> list[GridCell]:
        """The fields of a line."""
        return [""] if row in self.empty_lines else [texts.cell(row) for texts in self.columns]


class NotPlain(ValueError):
    """The stretch is not a plain grid of lines."""


class GridReader:
    """Cuts stretches of a text file with a fixed number of columns.

    Args:
        encoding: one in which bytes below 128 always are ASCII.
    """

    def __init__(self, width: int, *, delimiter: str, quote: str, encoding: str) -> None:
        self._delimiter, self._quote, self._encoding = delimiter, quote, encoding
        self._is_few = [True] * width

    def read(self, data: bytes) -> Grid:
        """Cut a stretch in which every line has its line end.

        Raises:
            NotPlain: a line has not the header's number of fields, ends in a lone CR, holds a NUL or a quote that
                is not round a whole field; or the bytes do not decode.
        """
        if b"\0" in data:
            raise NotPlain
        lead = int(data.startswith(_MARK))
        try:
            table = self._cut(b"\n" * lead + data)
            lines = np.count_nonzero(np.frombuffer(data, np.uint8) == ord("\n"))
            if table.num_rows - lead != lines:  # a lone CR ends one too
                raise NotPlain
            has_quotes = bool(self._quote) and self._quote.encode() in data
            columns = [self._texts(i, table.column(i).chunk(0), has_quotes) for i in range(len(self._is_few))]
            columns = [without_first(texts) for texts in columns] if lead else columns
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            raise NotPlain from error
        return Grid(columns, table.num_rows - lead, _empty_lines(data) if _has_empty(columns[0]) else frozenset())

    def _cut(self, data: bytes) -> pa.Table:
        coded = pa.dictionary(pa.int32(), pa.binary())
        types = {str(i): coded if is_few else pa.binary() for i, is_few in enumerate(self._is_few)}
        return csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=list(types), use_threads=False, block_size=len(data) + 1),
            parse_options=csv.ParseOptions(delimiter=self._delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )

    def _texts(self, index: int, column: pa.Array, has_quotes: bool) -> Few | Many:
        if self._is_few[index]:
            self._is_few[index] = are_few(len(column.dictionary), len(column))
            if self._is_few[index]:
                texts = [self._unquoted(raw.decode(self._encoding)) for raw in column.dictionary.to_pylist()]
                return Few(texts, np.frombuffer(column.indices.buffers()[1], np.int32)[: len(column)])
            column = column.dictionary_decode()
        return self._decoded(*self._without_quotes(*text_parts(column), has_quotes))

    def _unquoted(self, text: str) -> str:
        """The text without quotes round it; any other quote may be part of a field that has been cut."""
        if not self._quote or self._quote not in text:
            return text
        inner = text[1:-1]
        if len(text) < 2 or self._quote in inner or text[0] != self._quote or text[-1] != self._quote:
            raise NotPlain
        return inner

    def _without_quotes(self, data: Bytes, begins: Places, has_quotes: bool) -> tuple[Bytes, Places]:
        """The same as `_unquoted` of many texts."""
        if not has_quotes or not (is_quote := data == ord(self._quote)).any():
            return data, begins
        starts, ends = begins[:-1], begins[1:]
        long = ends - starts >= 2
        whole = is_quote[starts[long]] & is_quote[ends[long] - 1]
        if 2 * int(whole.sum()) != int(is_quote.sum()):
            raise NotPlain
        gone = np.append(np.int32(0), np.cumsum(is_quote, dtype=np.int32))
        return data[~is_quote], begins - gone[begins]

    def _decoded(self, data: Bytes, begins: Places) -> Many:
        raw = data.tobytes()
        if raw.isascii():
            return Many(data, begins)
        text = raw.decode(self._encoding)
        if self._encoding == "utf-8":
            return Many(data, begins)
        encoded = np.frombuffer(text.encode(), np.uint8)  # a byte was a character: texts begin at the characters
        characters = np.append(np.flatnonzero((encoded & 0xC0) != 0x80), len(encoded)).astype(np.int32)
        return Many(encoded, characters[begins])


def without_first(texts: Few | Many) -> Few | Many:
    """The column without its first row, which is empty."""
    return Few(texts.cells, texts.at[1:]) if isinstance(texts, Few) else Many(texts.data, texts.begins[1:])


def _has_empty(texts: Few | Many) -> bool:
    return "" in texts.cells if isinstance(texts, Few) else bool(texts.is_empty().any())


def _empty_lines(data: bytes) -> frozenset[int]:
    """Lines of nothing but their line end."""
    letters = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    length = np.diff(ends, prepend=-1) - 1
    is_empty = (length == 0) | ((length == 1) & (letters[ends - 1] == ord("\r")))
    return frozenset(np.flatnonzero(is_empty).tolist())
