"""Rows of a delivered file as they stand there: the lines, and the text of each cell under the file's own headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rjh_warehouse.contract.contract import Contract, Table
from rjh_warehouse.reading.table.cell import Cell, GridCell, GridRow, cell_found, column_letters
from rjh_warehouse.reading.table.header import HeaderMatch, HeaderMatcher, numbered, read_headings

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Standing:
    """One row as it stands in its file.

    `texts` is heading → text, white space and signs as delivered; `columns` is the contract's column → its heading
    there. `first_line` and `last_line` are physical lines from 1 (of a workbook the row, twice); `place` is the
    character in the line where several records share it.
    """

    first_line: int
    last_line: int
    texts: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of one sheet (None: no workbook) that are looked for, and the rows of the headers above them."""

    table: Table
    sheet: str | None
    rows: Collection[int]
    headers: Collection[int]


def standing_rows(path: Path, contract: Contract, encoding: str | None, wanted: Wanted) -> dict[int, Standing]:
    """The wanted rows by the row number that the lake keeps; those that are not found are left out.

    Args:
        encoding: what the file was read in; None for a workbook.

    Raises:
        DeliveryError: the file can no longer be read; also OSError, UnicodeError and ValueError.
    """
    if contract.format == "json":
        from rjh_warehouse.reading.kolada_place import places

        return {
            row: Standing(found.line, found.line, found.texts, {}, found.place)
            for row, found in places(path, set(wanted.rows)).items()
        }
    if contract.format == "sie":
        return _sie_rows(path, wanted)
    with _grid(path, contract, encoding, wanted.sheet) as rows:
        return _grid_rows(rows, wanted)


def _sie_rows(path: Path, wanted: Wanted) -> dict[int, Standing]:
    """The whole line of a record, and of a posting its voucher's."""
    from rjh_warehouse.reading.sie.lines import read_text, records

    found = {}
    for record in records(read_text(path)[0], path.name):
        if record.row_number in wanted.rows:
            lines = [r for r in (record, record.voucher) if r is not None]
            texts = {r.label: r.text for r in lines}
            found[record.row_number] = Standing(record.row_number, record.row_number, texts)
    return found


@contextmanager
def _grid(path: Path, contract: Contract, encoding: str | None, sheet: str | None) -> Iterator[Iterable[GridRow]]:
    """The rows of a text file or of one sheet, each with its physical number."""
    if sheet is None:
        from rjh_warehouse.reading.text.encoding import find_encoding
        from rjh_warehouse.reading.text.lines import RecordReader
        from rjh_warehouse.reading.text.text import find_delimiter, open_text

        decoding = find_encoding(path, (encoding,) if encoding else contract.csv.encodings)
        delimiter = find_delimiter(path, contract, decoding)
        with open_text(path, decoding) as stream:
            yield RecordReader(stream, delimiter=delimiter, quote=contract.csv.quote)
        return
    from rjh_warehouse.reading.workbook.bounds import Budget
    from rjh_warehouse.reading.workbook.sheet import grid_rows
    from rjh_warehouse.reading.workbook.workbook import open_workbook

    budget = Budget(path.name)
    with open_workbook(path, budget) as workbook:
        yield next((grid_rows(s, budget) for s in workbook.sheets() if s.facts.name == sheet), ())


def _grid_rows(rows: Iterable[GridRow], wanted: Wanted) -> dict[int, Standing]:
    last = max(wanted.rows, default=0)
    kept: dict[int, Sequence[GridCell]] = {}
    next_line: dict[int, int] = {}
    before = 0
    for number, cells in rows:
        next_line[before] = number
        if number > last:
            break
        before = number if number in wanted.rows else 0
        if number in wanted.rows or number in wanted.headers:
            kept[number] = list(cells)
    matches: dict[tuple[int, ...], HeaderMatch] = {}
    found = {}
    for number in sorted(set(wanted.rows) & set(kept)):
        above = _header_above(number, wanted)
        if above not in matches:
            matches[above] = _match(wanted.table, [kept[n] for n in above if n in kept])
        end = next_line.get(number, number + 1) - 1
        if wanted.sheet is None and number not in next_line:  # the file's last record: as many lines as it holds
            end = number + sum(len(_LINE_END.findall(c)) for c in kept[number] if isinstance(c, str))
        found[number] = _standing(number, max(number, end), kept[number], matches[above], wanted)
    return found


def _header_above(row: int, wanted: Wanted) -> tuple[int, ...]:
    """The rows of the header nearest above a row."""
    above = sorted(n for n in wanted.headers if n < row)
    return tuple(above[-wanted.table.header_rows :]) if wanted.table.header_rows else ()


def _match(table: Table, header: list[Sequence[GridCell]]) -> HeaderMatch:
    return HeaderMatcher(table).match(header) if header or not table.header_rows else HeaderMatch(read_headings([]))


def _standing(first: int, last: int, cells: Sequence[GridCell], match: HeaderMatch, wanted: Wanted) -> Standing:
    named = numbered(match.headings)
    headings = [
        named[i] if i < len(named) and match.headings[i].text else f"[{column_letters(i)}]" for i in range(len(cells))
    ]
    texts = {
        headings[i]: _text(cell) for i, cell in enumerate(cells) if not isinstance(cell, Cell) or cell.value is not None
    }
    columns = {name: headings[i] for name, i in match.columns.items() if i < len(headings)}
    columns |= {a.heading: headings[a.index] for a in match.across if a.index < len(headings)}
    return Standing(first, first if wanted.sheet is not None else last, texts, columns)


def _text(cell: GridCell) -> str:
    """A text file's field as it is, white space too; a workbook's cell with the unit that its format writes."""
    return cell if isinstance(cell, str) else cell_found(cell)
