"""Whether a text file's row was cut into the header's columns, or has their number by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rjh_warehouse.reading.table.cell import GridCell, cell_text
from rjh_warehouse.reading.table.typed import CellFault

if TYPE_CHECKING:
    from rjh_warehouse.reading.table.region import Region


def fault_of_width(region: Region, row_number: int, cells: Sequence[GridCell]) -> str | None:
    """The code of why a row's fields are not its cells; None when they are (with empty fields behind them maybe)."""
    if region.account.is_torn(row_number):
        return "reject.torn_row"
    if len(cells) == region.width:
        return None
    if len(cells) < region.width:
        if len(cells) == region.account.usual_width and not any(h.text for h in region.match.headings[len(cells) :]):
            return None  # the header ends with delimiters that the rows do not have
        return "reject.truncated_row" if row_number == region.account.unterminated_row else "reject.short_row"
    if any(cell_text(c) for c in cells[region.width :]):
        return "reject.long_row"
    if len(cells) != region.account.usual_width and _may_be_shifted(region, cells):
        return "reject.shifted_row"
    return None


def _may_be_shifted(region: Region, cells: Sequence[GridCell]) -> bool:
    """Whether the row may as well have a stray delimiter inside as at its end: without one of its empty fields the
    cells on the right fit their columns too."""
    inner = [i for i in range(region.width) if not cell_text(cells[i]) and any(map(cell_text, cells[i:]))]
    return any(_fits(region, [*cells[:i], *cells[i + 1 :]]) for i in inner)


def _fits(region: Region, cells: Sequence[GridCell]) -> bool:
    """Whether every cell can be read in its column."""
    places = [(name, i) for name, i in region.match.columns.items() if name in region.readers]
    if region.table.across is not None:
        places += [(region.table.across.value.name, a.index) for a in region.match.across]
    try:
        for name, index in places:
            region.readers[name].read(cells[index] if index < len(cells) else None)
    except CellFault:
        return False
    return True
