"""The cell of a grid: what a text file or a workbook gives the table reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What counts as white space round a cell's text: blanks, tabs, line ends, no-break and thin spaces.
SPACES = " \t\r\n\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a workbook. A text file's cells are plain `str`; an empty cell is None.

    `value` is None, str, bool, int, float, Decimal, date, datetime, time or timedelta. `text` is the cell
    as delivered or shown, where the reader knows it; without it the value is printed. `error` is the
    code of why there is no value (a key of the message catalogue such as `reject.error_cell` or
    `reject.formula_without_value`); such a cell is rejected where it is read.
    """

    value: object
    text: str | None = None
    error: str | None = None
    is_percent: bool = False  # the number format is a percentage: 0.145 is shown as 14,5 %
    decimals: int | None = None  # decimals that the number format shows
    address: str | None = None  # e.g. "E12"
    is_merged_part: bool = False  # value repeated from the merged range's first cell: headers and fill_down
    unit: str | None = None  # the stored number's unit, where its number format writes one


GridCell = Cell | str | None
GridRow = tuple[int, Sequence[GridCell]]  # physical line or sheet row (from 1), cells from the first column


def cell_text(cell: GridCell) -> str:
    """The cell's text without white space at its ends; empty for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip(SPACES)
    if cell.text is not None:
        return cell.text.strip(SPACES)
    return "" if cell.value is None else str(cell.value).strip(SPACES)


def cell_found(cell: GridCell) -> str:
    """The cell's text for a list of rejected cells: with the unit that its number format writes."""
    text = cell_text(cell)
    return f"{text} {cell.unit}" if isinstance(cell, Cell) and cell.unit and text else text


def cell_address(cell: GridCell, sheet: str | None, row_number: int, index: int) -> str | None:
    """The address of a workbook's cell (an empty cell has one too); None in a text file."""
    if isinstance(cell, Cell) and cell.address is not None:
        return cell.address
    return f"{column_letters(index)}{row_number}" if sheet is not None else None


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: A … Z, AA …"""
    letters, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
