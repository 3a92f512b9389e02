"""From published numbers back to the delivered cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from project_runs import rjh


def _cells(project: Path, table: str, condition: str) -> list[dict[str, Any]]:
    done = rjh("trace", table, "--where", condition, "--json", data=project / "data", project=project)
    assert done.returncode == 0, done.stderr
    return [cell for row in json.loads(done.stdout) for cell in row["cells"]]


@pytest.mark.parametrize(
    ("table", "condition", "file", "sheet", "row", "column", "line"),
    [
        (
            "mart.investment",
            "object_name = 'UPS'",
            "investeringar_rs-plan-budget-2024.xlsx",
            "Investeringar",
            8,
            "Belopp",
            440,
        ),
        (
            "mart.target_achievement",
            "target_text = '14,5 %'",
            "nyckeltal_rs-plan-budget-2024.csv",
            None,
            21,
            "målvärde",
            238,
        ),
        (
            "mart.budget",
            "area_code = 'RST' AND cost_type_code = 'DEPRECIATION'",
            "kostnadsslag_rs-plan-budget-2024.xlsx",
            "Budget per område",
            6,
            "Avskriv-ningar",
            415,
        ),
        (
            "mart.measure_effect",
            "measure_name LIKE 'Vakans%' AND fiscal_year = 2025",
            "atgardsplan_rs-plan-budget-2024.xlsx",
            "Åtgärdsplan",
            9,
            "Ekonomisk effekt (mkr) 2025",
            351,
        ),
    ],
)
def test_a_number_leads_to_file_sheet_row_and_column(
    documents_project: Path, table: str, condition: str, file: str, sheet: str | None, row: int, column: str, line: int
) -> None:
    (cell,) = _cells(documents_project, table, condition)
    assert (cell["file_name"], cell["sheet"], cell["row_number"], cell["column_name"]) == (file, sheet, row, column)
    assert Path(cell["archived_file"]).is_file()
    assert cell["source_file"]
    assert cell["delivered"]["source_line"] == line


def test_a_check_leads_to_the_cells_on_both_sides(documents_project: Path) -> None:
    cells = _cells(documents_project, "mart.frame_reconciliation", "check_code = 'SAME-2024-STAFF'")
    assert {c["side"] for c in cells} == {"stated", "computed"}
    assert {(c["column_name"], c["delivered"]["source_line"]) for c in cells} == {
        ("Nettobudgetram", 336),
        ("Nettobud-get", 415),
    }


def test_one_cell_is_not_called_cells(documents_project: Path) -> None:
    done = rjh(
        "trace", "mart.document_figure", "--where", "figure_text = '1 754 242 tkr'",
        data=documents_project / "data", project=documents_project,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "bygger på 1 cell:" in done.stdout
    assert "blad Ramar, rad 9" in done.stdout and "004_cfd44e3ece793d5a.txt rad 340" in done.stdout


@pytest.mark.parametrize("condition", ["object_name = 'finns inte'", "no_such_column = 1", "'"])
def test_what_cannot_be_traced_is_said(documents_project: Path, condition: str) -> None:
    done = rjh(
        "trace", "mart.investment", "--where", condition, data=documents_project / "data", project=documents_project
    )
    assert done.returncode == 5
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
