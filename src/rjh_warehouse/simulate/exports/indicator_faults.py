"""What is planted in the newest indicator sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.faults import Fault, Severity, Stage

if TYPE_CHECKING:
    from rjh_warehouse.simulate.exports.indicators import Sheet

SHEET = "Nyckeltal"
VALUE_COLUMN = "H"


def plant_in(box: Outbox, sheet: Sheet) -> None:
    """Plant whatever belongs in this board's newest sheet."""
    if sheet.board == "HSN":
        if box.wants("indicator_error_cell"):
            _replace(box, sheet, "indicator_error_cell", _find(sheet, "SIM-SJUK-HSN", "12010", "T"), "#REF!",
                     ("reading", "reject.error_cell", "reject"), "the cell holds an error; the row is rejected")  # fmt: skip
        if box.wants("indicator_note_in_number"):
            _replace(box, sheet, "indicator_note_in_number", _find(sheet, "SIM-SJUK-HSN", "13020", "T"), "mäts ej i år",
                     ("reading", "reject.not_a_number", "reject"), "a note in a number's cell; the row is rejected")  # fmt: skip
        if box.wants("indicator_gender_outside"):
            index = _find(sheet, "SIM-3D-HSN", "HSN", "T")
            highest = max(sheet.rows[_find(sheet, "SIM-3D-HSN", "HSN", g)]["Utfall"] for g in "KM")
            _replace(box, sheet, "indicator_gender_outside", index, round(highest + 2.0, 1),
                     ("audit", "gender_total_outside", "warn"), "the total does not lie between women and men")  # fmt: skip
    if sheet.board == "RS":
        if box.wants("indicator_percent_scale"):
            index = _find(sheet, "SIM-HELP-RS", "RS", "T")
            found = round(sheet.rows[index]["Utfall"] / 100, 3)
            _replace(box, sheet, "indicator_percent_scale", index, found, ("loading", "magnitude", "warn"),
                     "a share is written as a fraction where earlier sheets have per cent")  # fmt: skip
        if box.wants("indicator_small_count"):
            index = _find(sheet, "SIM-SJUK-RS", "02010", "M")
            sheet.rows[index]["Antal personer"] = 3
            _plant(box, sheet, "indicator_small_count", index, "Antal personer", "3",
                   ("audit", "too_few_to_show", "info"), "fewer than five persons: suppressed where published")  # fmt: skip


def _find(sheet: Sheet, code: str, organisation: str, gender: str) -> int:
    """The data row of one outcome."""
    for index, row in enumerate(sheet.rows):
        if (row["Nyckeltalskod"], row["Organisation"], row["Kön"]) == (code, organisation, gender):
            return index
    raise LookupError(f"{sheet.name}: no row for {code} {organisation} {gender}")


def _replace(
    box: Outbox, sheet: Sheet, kind: str, index: int, value: object, says: tuple[Stage, str, Severity], expected: str
) -> None:
    sheet.rows[index]["Utfall"] = value
    _plant(box, sheet, kind, index, "Utfall", str(value), says, expected)


def _plant(
    box: Outbox, sheet: Sheet, kind: str, index: int, column: str, found: str, says: tuple[Stage, str, Severity],
    expected: str,
) -> None:  # fmt: skip
    stage, code, severity = says
    row = sheet.row_number(index)
    letter = VALUE_COLUMN if column == "Utfall" else "J"
    box.plant(
        Fault(kind, stage, code, severity, sheet.name, expected, sheet=SHEET, row=row, column=column,
              cell=f"{letter}{row}", found=found)
    )  # fmt: skip
