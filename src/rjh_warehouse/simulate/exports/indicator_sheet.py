"""A board's indicator sheet: its columns, where its rows stand, and the file that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from rjh_warehouse.simulate.calendar import Month, day, month_text, period
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.workbook import workbook_bytes
from rjh_warehouse.simulate.organisation import BOARDS

SHEET = "Nyckeltal"
HEADER = (
    "Nyckeltalskod",
    "Nyckeltal",
    "Organisation",
    "Period",
    "Periodstart",
    "Periodtyp",
    "Kön",
    "Utfall",
    "Enhet",
    "Antal personer",
    "Status",
    "Trend",
    "Förklaring",
    "Prognos helår",
    "Förslag till åtgärd",
)
HEADER_ROW = 3


@dataclass
class IndicatorSheet:
    """The rows of a sheet, each a value per header, in the order of `HEADER`."""

    board: str
    last_month: Month
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name."""
        return f"nyckeltal_{self.board}_{period(self.last_month)}.xlsx"

    def row_number(self, index: int) -> int:
        """The sheet row of a data row."""
        return HEADER_ROW + 1 + index

    def deliver(self, box: Outbox) -> None:
        """Put the workbook among the deliveries, received on the twelfth of the month after."""
        book = Workbook()
        page = book.worksheets[0]
        page.title = SHEET
        page["A1"] = f"Nyckeltal {BOARDS[self.board]} {month_text(self.last_month)} - SIMULERAD"
        page["A1"].font = Font(bold=True)
        for column, text in enumerate(HEADER, start=1):
            page.cell(HEADER_ROW, column, text).font = Font(bold=True)
        for index, row in enumerate(self.rows):
            for column, name in enumerate(HEADER, start=1):
                if row.get(name) is not None:
                    page.cell(self.row_number(index), column, row[name])
        box.deliver(
            "indicator_outcome",
            self.name,
            workbook_bytes(book),
            title=f"Nyckeltal {self.board} {month_text(self.last_month)}",
            received_on=day(self.last_month + 1, 12),
            row_count=len(self.rows),
        )
