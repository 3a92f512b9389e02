"""The budget workbooks: months across, merged headings, subtotals, a hidden column, and what is planted in
them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rjh_warehouse.simulate.accounts import COST_TYPES
from rjh_warehouse.simulate.budget import BudgetLine, budget_lines, draft_of, revision_of
from rjh_warehouse.simulate.calendar import SWEDISH_MONTHS, year_of
from rjh_warehouse.simulate.delivery import Outbox, Status
from rjh_warehouse.simulate.exports.workbook import workbook_bytes
from rjh_warehouse.simulate.faults import Fault
from rjh_warehouse.simulate.organisation import BOARDS

FIRST_MONTH_COLUMN = 4
YEAR_COLUMN = FIRST_MONTH_COLUMN + 12
LAST_YEAR_COLUMN = YEAR_COLUMN + 1
HEADER_ROW = 4
WRONG_TKR = 90
OVERWRITTEN_TKR = 50  # a month, in the workbook that replaces an adopted one
HIDDEN_MONTH = 7  # July, in the planted workbook
STATUS_OF: dict[str, Status] = {"draft": "draft", "adopted": "adopted", "rev1": "revised"}
SAYS = {"draft": "förslag", "adopted": "fastställd", "rev1": "reviderad"}


@dataclass(frozen=True)
class Version:
    """One budget workbook to write."""

    board: str
    year: int
    label: str
    received_on: dt.date
    lines: Sequence[BudgetLine]
    number: int = 1

    @property
    def name(self) -> str:
        """The file's name."""
        suffix = f"_v{self.number}" if self.number > 1 else ""
        return f"budget_{self.board}_{self.year}_{self.label}{suffix}.xlsx"


@dataclass(frozen=True)
class Flaws:
    """What is planted in one workbook."""

    stated_total_wrong: bool = False
    hidden_month: bool = False
    hidden_last_year: bool = False
    rows_after_blank: bool = False


def deliver_budgets(box: Outbox) -> list[Version]:
    """Write every board's budgets: adopted for each year; draft and revision for the newest years.

    Returns them in the order written.
    """
    newest = year_of(box.settings.newest)
    written: list[Version] = []
    for year in range(year_of(box.settings.oldest), newest + 1):
        for board in BOARDS:
            adopted = budget_lines(board, year)
            if year >= newest - 1:
                written.append(Version(board, year, "draft", dt.date(year - 1, 10, 2), draft_of(adopted)))
            decided = Version(board, year, "adopted", dt.date(year - 1, 11, 28), adopted)
            written.append(_with_empty_month(box, decided, newest))
            if year == newest and board in ("RS", "HSN") and box.settings.is_known(revised_on := dt.date(year, 3, 28)):
                written.append(Version(board, year, "rev1", revised_on, revision_of(adopted)))
            if year == newest and board == "RUN" and box.wants("budget_adopted_overwritten"):
                written.append(_overwritten(box, decided))
    for version in written:
        _write(box, version, _flaws(box, version, newest))
    return written


def _flaws(box: Outbox, version: Version, newest: int) -> Flaws:
    place = (version.board, version.year - newest)
    if version.label != "adopted":
        return Flaws()
    return Flaws(
        stated_total_wrong=place == ("RS", -1) and box.wants("budget_stated_total_wrong"),
        hidden_month=place == ("HSN", -1) and box.wants("budget_hidden_month"),
        hidden_last_year=place == ("RS", 0) and box.wants("budget_hidden_last_year"),
        rows_after_blank=place == ("RUN", -1) and box.wants("budget_rows_after_blank"),
    )


def _with_empty_month(box: Outbox, version: Version, newest: int) -> Version:
    """One cell without a budget in last year's KTN workbook: missing, not zero."""
    if (version.board, version.year) != ("KTN", newest - 1) or not box.wants("budget_empty_month"):
        return version
    line = version.lines[0]
    months = (*line.months[:10], None, line.months[11])
    box.plant(
        Fault(
            "budget_empty_month",
            "none",
            "missing_value",
            "info",
            version.name,
            "the cell is loaded as missing, not as zero; the year has eleven months stated",
            sheet="Budget",
            row=HEADER_ROW + 2,
            column="Nov",
            cell=f"{get_column_letter(FIRST_MONTH_COLUMN + 10)}{HEADER_ROW + 2}",
        )
    )
    return replace(version, lines=[replace(line, months=months), *version.lines[1:]])


def _overwritten(box: Outbox, version: Version) -> Version:
    """The adopted workbook delivered again after the decision, with other figures."""
    line = version.lines[0]
    months = tuple(m if m is None else m + OVERWRITTEN_TKR for m in line.months)
    again = replace(
        version,
        lines=[replace(line, months=months), *version.lines[1:]],
        number=2,
        received_on=dt.date(version.year, 2, 19),
    )
    told = Fault(
        *("budget_adopted_overwritten", "loading", "adopted_changed", "warn", again.name),
        f"an adopted budget is delivered again, net cost {OVERWRITTEN_TKR * 12} tkr below what was decided and"
        " below its frame: it should have been a revision",
        sheet="Budget",
        row=HEADER_ROW + 2,
        rows=12,
    )
    box.plant(told)
    for code in ("adopted_changed", "detail_to_frame", "area_detail_to_frame"):
        box.plant(replace(told, stage="verdict", code=code))
    return again


def _write(box: Outbox, version: Version, flaws: Flaws) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Budget"
    _head(sheet, version)
    _body(box, sheet, version, flaws)
    if flaws.hidden_month:
        _hide(
            box,
            sheet,
            version,
            FIRST_MONTH_COLUMN + HIDDEN_MONTH - 1,
            kind="budget_hidden_month",
            expected="July stands in a hidden column: it is read, and said",
        )
    if flaws.hidden_last_year:
        _hide(
            box,
            sheet,
            version,
            LAST_YEAR_COLUMN,
            kind="budget_hidden_last_year",
            expected="last year stands in a hidden column: it is said, and not read as budget",
        )
    decided = version.label != "draft"
    box.deliver(
        "budget_month",
        version.name,
        workbook_bytes(book),
        title=f"Budget {version.board} {version.year}, {SAYS[version.label]}",
        received_on=version.received_on,
        row_count=12 * len(version.lines),
        unit="tkr",
        status=STATUS_OF[version.label],
        decision=f"Fastställd {version.received_on} § {10 + len(version.board)}" if decided else None,
        decided_by=BOARDS[version.board] if decided else None,
        case_number=f"SIM/{version.board}/{version.year % 100}/{version.year - 1}",
        attributes={"fiscal_year": str(version.year), "budget_version": version.label},
    )


def _hide(box: Outbox, sheet: Worksheet, version: Version, column: int, *, kind: str, expected: str) -> None:
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].hidden = True
    box.plant(
        Fault(
            kind,
            "reading",
            "finding.hidden_columns",
            "info",
            version.name,
            expected,
            sheet="Budget",
            column=str(sheet.cell(HEADER_ROW + 1, column).value or sheet.cell(HEADER_ROW, column).value),
            found=letter,
        )
    )


def _head(sheet: Worksheet, version: Version) -> None:
    """Title rows and the two header rows with merged headings."""
    sheet["A1"] = f"Budget {version.year} {BOARDS[version.board]} ({SAYS[version.label]}) - SIMULERAD"
    sheet["A1"].font = Font(bold=True)
    sheet["A2"] = "Belopp i tkr, intäkter plus och kostnader minus"
    top, low = HEADER_ROW, HEADER_ROW + 1
    for column, text in enumerate(("Ansvar", "Benämning", "Kostnadsslag"), start=1):
        sheet.cell(top, column, text)
        sheet.merge_cells(start_row=top, end_row=low, start_column=column, end_column=column)
    sheet.cell(top, FIRST_MONTH_COLUMN, f"Budget {version.year}, tkr")
    sheet.merge_cells(start_row=top, end_row=top, start_column=FIRST_MONTH_COLUMN, end_column=YEAR_COLUMN)
    for n, name in enumerate(SWEDISH_MONTHS):
        sheet.cell(low, FIRST_MONTH_COLUMN + n, name)
    sheet.cell(low, YEAR_COLUMN, "Helår")
    sheet.cell(top, LAST_YEAR_COLUMN, "Föregående år")


def _body(box: Outbox, sheet: Worksheet, version: Version, flaws: Flaws) -> None:
    """Each unit's lines with its codes merged over them, its subtotal, and the total last."""
    row = HEADER_ROW + 2
    units: dict[str, list[BudgetLine]] = {}
    for line in version.lines:
        units.setdefault(line.unit.code, []).append(line)
    total = [0] * 13
    for n, (code, lines) in enumerate(units.items()):
        if flaws.rows_after_blank and n == 2:
            box.plant(
                Fault(
                    "budget_rows_after_blank",
                    "none",
                    "blank",
                    "info",
                    version.name,
                    "the rows after the blank rows are part of the table and are loaded",
                    sheet="Budget",
                    row=row + 2,
                    rows=len(version.lines) - sum(len(units[c]) for c in list(units)[:2]),
                )
            )
            row += 2
        first = row
        for line in lines:
            _line(sheet, row, line)
            row += 1
        sheet.cell(first, 1, code)
        sheet.cell(first, 2, lines[0].unit.name)
        for column in (1, 2):
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=column, end_column=column)
        sums = _sums(lines)
        stated = sums
        if flaws.stated_total_wrong and n == 1:
            stated = [sums[0] + WRONG_TKR, *sums[1:12], sums[12] + WRONG_TKR]
            _plant_wrong_subtotal(box, version, row, stated)
        _sum_row(sheet, row, f"Summa {code}", stated)
        row += 1
        total = [a + b for a, b in zip(total, sums, strict=True)]
    _sum_row(sheet, row, "Totalt", total)
    sheet.cell(row + 1, 1, "Anm: periodiserad efter föregående års utfall; simulerade uppgifter")


def _plant_wrong_subtotal(box: Outbox, version: Version, row: int, stated: Sequence[int]) -> None:
    """One fault in loading, and one in each of the two sums that do not hold: January's and the year's."""
    told = Fault(
        *("budget_stated_total_wrong", "loading", "stated_total", "warn", version.name),
        f"the stated subtotal is {WRONG_TKR} tkr more than the sum of its parts, in January and in the year",
        sheet="Budget",
        row=row,
        column="Jan",
        cell=f"{get_column_letter(FIRST_MONTH_COLUMN)}{row}",
        found=str(stated[0]),
    )
    box.plant(told)
    box.plant(replace(told, stage="verdict", code="rows_to_subtotal"))
    year = f"{get_column_letter(YEAR_COLUMN)}{row}"
    box.plant(replace(told, stage="verdict", code="rows_to_subtotal", column="Helår", cell=year, found=str(stated[12])))


def _sums(lines: list[BudgetLine]) -> list[int]:
    months = [sum(line.months[n] or 0 for line in lines) for n in range(12)]
    return [*months, sum(months)]


def _line(sheet: Worksheet, row: int, line: BudgetLine) -> None:
    sheet.cell(row, 3, COST_TYPES[line.cost_type])
    for n, amount in enumerate(line.months):
        if amount is not None:
            sheet.cell(row, FIRST_MONTH_COLUMN + n, amount).number_format = "#,##0"
    sheet.cell(row, YEAR_COLUMN, line.year).number_format = "#,##0"
    sheet.cell(row, LAST_YEAR_COLUMN, line.year * 97 // 100)


def _sum_row(sheet: Worksheet, row: int, label: str, sums: list[int]) -> None:
    sheet.cell(row, 1, label).font = Font(bold=True)
    for n, amount in enumerate(sums):
        sheet.cell(row, FIRST_MONTH_COLUMN + n, amount).number_format = "#,##0"
