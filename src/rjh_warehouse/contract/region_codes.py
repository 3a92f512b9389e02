"""A region's own codes, from its own lists, where a contract says `@boards` or `@cost_types` for them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from rjh_warehouse.settings import seed_file

MARKS = {  # mark → seed, the column of its codes, and the flag of the codes meant
    "@boards": ("board", "board_code", "is_own_frame"),
    "@cost_types": ("cost_type", "cost_type_code", "is_operating"),
}


def region_codes(mark: str, seeds: Path) -> list[str]:
    """What a mark stands for, in the order of its list: boards with a frame of their own, or operating cost types.

    Raises:
        OSError: the list cannot be read.
    """
    seed, code, flag = MARKS[mark]
    with seed_file(seeds, seed).open(encoding="utf-8", newline="") as file:
        return [row[code] for row in csv.DictReader(file) if row[flag] == "true"]


def with_region_codes(fields: object, seeds: Path) -> object:
    """A contract's fields with the codes written out: a list where a mark is a value, alternatives within a pattern."""
    if isinstance(fields, dict):
        return {key: with_region_codes(value, seeds) for key, value in fields.items()}
    if isinstance(fields, list):
        return [with_region_codes(value, seeds) for value in fields]
    if not isinstance(fields, str):
        return fields
    if fields in MARKS:
        return region_codes(fields, seeds)
    for mark in MARKS:
        if mark in fields:
            fields = fields.replace(mark, "|".join(re.escape(code) for code in region_codes(mark, seeds)))
    return fields
