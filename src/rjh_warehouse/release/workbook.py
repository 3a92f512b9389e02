"""A difference between two publications as a workbook to send: what differs, the sums, examples and causes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rjh_warehouse.answers.workbook import new_book
from rjh_warehouse.messages import say
from rjh_warehouse.release.diff import Difference

_SHEETS = {
    "tables": ("table", "left_rows", "right_rows", "changed", "come", "gone"),
    "sums": ("table", "column", "left", "right", "difference"),
    "examples": ("table", "key", "column", "left", "right"),
    "causes": ("table", "cause"),
}


def write_difference(found: Difference, path: Path) -> None:
    """Write the workbook.

    Raises:
        OSError: the file cannot be written.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _SHEETS}
    for change in found.tables:
        d = change.difference
        rows["tables"].append((d.table, d.left_rows, d.right_rows, d.changed, d.right_only, d.left_only))
        rows["sums"] += [(d.table, c, a, b, (b or 0) - (a or 0)) for c, (a, b) in d.sums.items()]
        for e in d.examples:
            rows["examples"].append(
                (d.table, ", ".join(f"{k}={v}" for k, v in e.key.items()), e.column, e.left, e.right)
            )
        rows["causes"] += [(d.table, say(f"diff.cause_{c.kind}", name=c.name, detail=c.detail)) for c in change.causes]
    with new_book(path) as book:
        for name, columns in _SHEETS.items():
            sheet = book.add_sheet(say(f"diff.sheet_{name}"))
            book.write(sheet, 0, 0, f"{found.left} → {found.right}", book.format(bold=True))
            headings = [say(f"diff.column_{c}") for c in columns]
            book.write_table(sheet, 1, headings, rows[name], ["text"] * len(columns))
