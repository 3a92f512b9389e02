"""The boards that send deliveries, from the region's own list, where a contract says `@boards` for them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from rjh_warehouse.settings import seed_file

MARK = "@boards"


def boards(seeds: Path) -> list[str]:
    """The codes of the boards with a frame of their own, in the order of `board.csv`.

    Raises:
        OSError: the list cannot be read.
    """
    with seed_file(seeds, "board").open(encoding="utf-8", newline="") as file:
        return [row["board_code"] for row in csv.DictReader(file) if row["is_own_frame"] == "true"]


def with_boards(fields: object, seeds: Path) -> object:
    """A contract's fields with the boards written out: a list where MARK is a value, alternatives within a pattern."""
    if isinstance(fields, dict):
        return {key: with_boards(value, seeds) for key, value in fields.items()}
    if isinstance(fields, list):
        return [with_boards(value, seeds) for value in fields]
    if fields == MARK:
        return boards(seeds)
    if isinstance(fields, str) and MARK in fields:
        return fields.replace(MARK, "|".join(re.escape(code) for code in boards(seeds)))
    return fields
