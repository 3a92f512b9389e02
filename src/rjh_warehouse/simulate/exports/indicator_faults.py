"""What is planted in the newest indicator sheets."""

from __future__ import annotations

from dataclasses import dataclass

from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.exports.indicator_sheet import SHEET, IndicatorSheet
from rjh_warehouse.simulate.faults import Fault, Severity, Stage

LETTERS = {"Utfall": "H", "Antal personer": "J"}
FEW_PERSONS = 3


@dataclass(frozen=True)
class Flaw:
    """A planted cell of an indicator sheet: where it stands and what should be said about it."""

    kind: str
    board: str
    indicator: str
    organisation: str
    gender: str
    stage: Stage
    code: str
    severity: Severity
    expected: str
    column: str = "Utfall"


FLAWS: tuple[Flaw, ...] = (
    Flaw(
        *("indicator_error_cell", "HSN", "SIM-SJUK-HSN", "12010", "T"),
        *("reading", "reject.error_cell", "reject"),
        expected="the cell holds an error; the row is rejected",
    ),
    Flaw(
        *("indicator_note_in_number", "HSN", "SIM-SJUK-HSN", "13020", "T"),
        *("reading", "reject.not_a_number", "reject"),
        expected="a note in a number's cell; the row is rejected",
    ),
    Flaw(
        *("indicator_gender_outside", "HSN", "SIM-3D-HSN", "HSN", "T"),
        *("audit", "gender_total_outside", "warn"),
        expected="the total does not lie between women and men",
    ),
    Flaw(
        *("indicator_percent_scale", "RS", "SIM-HELP-RS", "RS", "T"),
        *("loading", "magnitude", "warn"),
        expected="a share is written as a fraction where earlier sheets have per cent",
    ),
    Flaw(
        *("indicator_small_count", "RS", "SIM-SJUK-RS", "02010", "M"),
        *("audit", "too_few_to_show", "info"),
        expected="fewer than five persons: suppressed where published, with those that would give it back",
        column="Antal personer",
    ),
)


def plant_in(box: Outbox, sheet: IndicatorSheet) -> None:
    """Plant whatever belongs in this board's newest sheet."""
    for flaw in FLAWS:
        if flaw.board == sheet.board and box.wants(flaw.kind):
            index = _find(sheet, flaw.indicator, flaw.organisation, flaw.gender)
            found = _flawed_value(sheet, flaw, index)
            sheet.rows[index][flaw.column] = found
            row = sheet.row_number(index)
            box.plant(
                Fault(
                    *(flaw.kind, flaw.stage, flaw.code, flaw.severity, sheet.name, flaw.expected),
                    sheet=SHEET,
                    row=row,
                    column=flaw.column,
                    cell=f"{LETTERS[flaw.column]}{row}",
                    found=str(found),
                )
            )


def _flawed_value(sheet: IndicatorSheet, flaw: Flaw, index: int) -> str | float | int:
    """What stands in the cell instead of the outcome."""
    if flaw.kind == "indicator_error_cell":
        return "#REF!"
    if flaw.kind == "indicator_note_in_number":
        return "mäts ej i år"
    if flaw.kind == "indicator_small_count":
        return FEW_PERSONS
    if flaw.kind == "indicator_percent_scale":
        return float(round(sheet.rows[index]["Utfall"] / 100, 3))
    by_gender = [sheet.rows[_find(sheet, flaw.indicator, flaw.organisation, g)]["Utfall"] for g in "KM"]
    return float(round(max(by_gender) + 2.0, 1))


def _find(sheet: IndicatorSheet, code: str, organisation: str, gender: str) -> int:
    """The data row of one outcome."""
    for index, row in enumerate(sheet.rows):
        if (row["Nyckeltalskod"], row["Organisation"], row["Kön"]) == (code, organisation, gender):
            return index
    raise LookupError(f"{sheet.name}: no row for {code} {organisation} {gender}")
