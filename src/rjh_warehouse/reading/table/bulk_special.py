"""Which rows of a stretch may be anything but plain data: blank rows, totals, notes, repeated headers, the end."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rjh_warehouse.reading.table.arrays import Mask
from rjh_warehouse.reading.table.bulk_cells import Few, Many, Stretch
from rjh_warehouse.reading.table.cell import SPACES, cell_text
from rjh_warehouse.reading.table.header import header_key
from rjh_warehouse.reading.table.region import Region


class SpecialRows:
    """Looks at the first filled cell of each row, which decides what kind of row it is."""

    def __init__(self, region: Region) -> None:
        self._kinds = [pattern for _, pattern in region.kinds]
        self._first_keys = {next((k for k in keys if k), "") for keys in region.repeats} - {""}
        heads = {k[0] for k in self._first_keys}
        # A header may begin with a hyphen that its key has not; what is not ASCII is always looked at.
        self._heads = np.array(sorted({ord(c) for h in heads for c in (h, h.upper()) if c < "\x80"} | {ord("-")}))
        self._pattern = self._engine_pattern()

    def among(self, stretch: Stretch) -> tuple[Mask, Mask]:
        """The rows that the careful path must look at, surely those that are no plain data; and blank rows."""
        special = np.zeros(stretch.height, np.bool_)
        is_open = np.ones(stretch.height, np.bool_)  # rows in which no cell so far was filled
        for index in sorted(stretch.indices):
            cells = stretch.column(index)
            if isinstance(cells, Many):
                hit, blank = self._of_many(cells)
            else:
                hit, blank = self._of_few(cells if isinstance(cells, Few) else cells.few())
            special |= is_open & hit
            is_open &= blank
            if not is_open.any():
                break
        return special, is_open

    def _of_few(self, column: Few) -> tuple[Mask, Mask]:
        texts = [cell_text(c) for c in column.cells]
        hit = np.array([bool(t) and self._is_special(t) for t in texts], np.bool_)
        blank = np.array([not t for t in texts], np.bool_)
        return hit[column.at], blank[column.at]

    def _of_many(self, texts: Many) -> tuple[Mask, Mask]:
        """Rows of many different texts: only those that could be special are looked at one by one."""
        hit, blank = np.zeros(len(texts.begins) - 1, np.bool_), np.diff(texts.begins) == 0
        for row in np.flatnonzero(self._suspects(texts)).tolist():
            text = texts.cell(row).strip(SPACES)
            blank[row] = not text
            hit[row] = bool(text) and self._is_special(text)
        return hit, blank

    def _is_special(self, text: str) -> bool:
        return header_key(text) in self._first_keys or any(p.search(text) for p in self._kinds)

    def _suspects(self, texts: Many) -> Mask:
        filled = np.diff(texts.begins) > 0
        if self._kinds and self._pattern is None:
            return filled
        padded = np.append(texts.data, np.uint8(0))  # an empty text at the end has no first byte
        first, last = padded[texts.begins[:-1]], padded[texts.begins[1:] - 1]
        suspect = (first <= 0x20) | (last <= 0x20) | np.isin(first, self._heads)
        if (odd := np.flatnonzero(texts.data >= 0x7F)).size:
            suspect[np.searchsorted(texts.begins, odd, side="right") - 1] = True
        if self._pattern is not None:
            found = pc.match_substring_regex(texts.array, self._pattern, ignore_case=True)
            suspect |= found.to_numpy(zero_copy_only=False)
        return suspect & filled

    def _engine_pattern(self) -> str | None:
        """One pattern for the engine that finds at least what the table's own find in ASCII texts; None without."""
        whole = "|".join(f"(?:{p.pattern})" for p in self._kinds)
        if not whole or any(c in whole for c in "\\[{") or "(?" in whole.replace("(?:", ""):
            return None
        try:
            pc.match_substring_regex(pa.nulls(0, pa.string()), whole, ignore_case=True)
        except pa.ArrowInvalid:
            return None
        return whole
