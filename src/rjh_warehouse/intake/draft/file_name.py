"""From a file's and a sheet's name to patterns that take those of other periods too."""

from __future__ import annotations

import re
from collections import Counter

from rjh_warehouse.intake.draft.across import literal
from rjh_warehouse.intake.draft.column import slug
from rjh_warehouse.reading.table.typed import MONTH_NAMES

_NAMES = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_PARTS = (
    ("day", r"(?:19|20)\d{2}-\d{2}-\d{2}", r"\d{4}-\d{2}-\d{2}"),
    ("day", r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)", r"\d{8}"),
    ("period", r"(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?!\d)", r"\d{4}-\d{2}"),
    ("period", r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?!\d)", r"\d{6}"),
    ("year", r"(?<!\d)(?:19|20)\d{2}(?!\d)", r"\d{4}"),
    ("month", rf"(?<![^\W_])(?:{_NAMES})(?![^\W_])", r"[^\W\d_]+"),
    ("part", r"(?<![^\W_])(?:[KkQqTt][Vv]?[1-4])(?![^\W_])", r"[A-Za-z]{1,2}[1-4]"),
)
_SPLIT = re.compile("(" + "|".join(found for _, found, _ in _PARTS) + ")", re.IGNORECASE)


def file_pattern(name: str) -> tuple[str, str]:
    """A pattern that takes this file and its sisters of other periods, and a code for the contract.

    Years, months (202404, 2024-04, april), days, quarters and tertials of the name become named groups.
    """
    stem, dot, suffix = name.rpartition(".")
    parts: list[str] = []
    words: list[str] = []
    groups: Counter[str] = Counter()
    for piece in _SPLIT.split(stem):
        kind = next(((k, p) for k, found, p in _PARTS if re.fullmatch(found, piece, re.IGNORECASE)), None)
        if kind:
            groups[kind[0]] += 1
            group = kind[0] if groups[kind[0]] == 1 else f"{kind[0]}_{groups[kind[0]]}"
            parts.append(f"(?P<{group}>{kind[1]})")
        else:
            parts.append(literal(piece))
            words.append(piece)
    return "".join(parts) + literal(f"{dot}{suffix}"), slug("_".join(words), "contract")


def sheet_pattern(sheet: str) -> str:
    """The sheet's name; its years and months may be others in another file."""
    return "^" + re.sub(r"(?:\\?\d){4,6}", r"\\d+", literal(sheet)) + "$"
