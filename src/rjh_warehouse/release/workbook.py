"""A difference between two publications as a workbook to send: what differs, the sums, examples and causes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rjh_warehouse.messages import say
from rjh_warehouse.release.diff import Difference

_SHEETS = {
    "tables": ("table", "left_rows", "right_rows", "changed", "come", "gone"),
    "sums": ("table", "column", "left", "right", "difference"),
    "examples": ("table", "key", "column", "left", "right"),
    "causes": ("table", "cause"),
}


def write_difference(found: Difference, path: Path) -> None:
    """Write the workbook; numbers are numbers, and text that looks like a formula is text.

    Raises:
        OSError: the file cannot be written.
    """
    import xlsxwriter

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
    options = {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(path, options) as book:
        bold, amount = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for name, columns in _SHEETS.items():
            sheet = book.add_worksheet(say(f"diff.sheet_{name}"))
            sheet.write(0, 0, f"{found.left} → {found.right}", bold)
            sheet.write_row(1, 0, [say(f"diff.column_{c}") for c in columns], bold)
            sheet.freeze_panes(2, 1)
            sheet.set_column(0, len(columns) - 1, 24)
            for number, row in enumerate(rows[name], 2):
                for place, value in enumerate(row):
                    _write(sheet, number, place, value, amount)
            sheet.autofilter(1, 0, max(2, len(rows[name]) + 1), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, value: Any, amount: Any) -> None:
    from decimal import Decimal

    if isinstance(value, Decimal | float):
        sheet.write_number(row, column, float(value), amount)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, str(value))
