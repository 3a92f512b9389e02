"""From published numbers back to the delivered cells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from project_runs import ROOT, rjh
from traced_marts import traced_rows

from rjh_warehouse.answers.trace import TraceError, _told, trace
from rjh_warehouse.answers.trace_month import MEASURES
from rjh_warehouse.build.trace_paths import read_trace_paths
from rjh_warehouse.messages import catalogue
from rjh_warehouse.settings import Project


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
            "Belopp (Tkr)",
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
        ("Nettobudgetram (tkr)", 336),
        ("Nettobud-get", 415),
    }


def test_one_cell_is_not_called_cells(documents_project: Path) -> None:
    done = rjh(
        "trace", "mart.document_figure", "--where", "figure_text = '1 754 242 tkr'",
        data=documents_project / "data", project=documents_project,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "bygger på 1 cell:" in done.stdout
    lines = done.stdout.splitlines()
    assert lines[1].endswith("rad 9, kolumn Nettobudgetram (tkr): 1754242")
    assert lines.index("  raden i mart.document_figure:") > 3  # the origin first
    assert "blad Ramar, rad 9" in done.stdout and "004_cfd44e3ece793d5a.txt rad 340" in done.stdout


def test_what_is_printed_of_a_row_is_short_and_in_the_readers_words(documents_project: Path) -> None:
    """The key, the first figures and what the question names; every one of them has a label."""
    project = Project(documents_project, documents_project / "data")
    with duckdb.connect(str(project.published), read_only=True) as connection:
        marts = connection.execute("SELECT DISTINCT table_name FROM meta.dictionary WHERE table_name LIKE 'mart.%'")
        told = {name for (mart,) in marts.fetchall() for name in _told(connection, mart, "")}
    (found,) = trace(project, "mart.investment", "object_name = 'UPS'")
    measured = {name for measures in MEASURES.values() for name in measures}
    assert sorted(name for name in told | measured if f"label.{name}" not in catalogue()) == []
    assert found.told == ["investment_code", "object_name", "amount_sek"]
    (cell,) = found.cells
    assert (cell.texts["Belopp (Tkr)"], cell.unit) == ("500", "tkr")
    assert not set(cell.texts) & {"row_kind", "amount", "amount_sign"}


@pytest.mark.parametrize("condition", ["object_name = 'finns inte'", "no_such_column = 1", "'"])
def test_what_cannot_be_traced_is_said(documents_project: Path, condition: str) -> None:
    done = rjh(
        "trace", "mart.investment", "--where", condition, data=documents_project / "data", project=documents_project
    )
    assert done.returncode == 5
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("mart.investment", None, "Ingen rad i mart.investment där FALSE"),
        ("mart.investment", "amount_sek", "utelämna --column"),
        ("mart.cost_summary", "amount_sek", "--column för någon av: net_cost_sek"),
        ("meta.lineage", None, "ingen väg till celler"),
    ],
)
def test_what_cannot_be_traced_is_said_in_the_readers_language(
    documents_project: Path, table: str, column: str | None, said: str
) -> None:
    condition = "TRUE" if table == "meta.lineage" else "FALSE"
    with pytest.raises(TraceError, match=said):
        trace(Project(documents_project, documents_project / "data"), table, condition, column)


# Say why; every other mart leads to cells, or a row says why it cannot. Members of a dimension lead to their register.
UNTRACED = {"mart.year_end_forecast_backtest", "mart.account", "mart.cost_type", "mart.organisation"}


def test_rows_of_every_mart_lead_to_cells_or_say_why_not(documents_project: Path) -> None:
    found = traced_rows(Project(documents_project, documents_project / "data"), most=15)
    marts = {mart for mart, _ in found}
    assert {
        "mart.plan_rule",
        "mart.published_figure",
        "mart.published_series",
        "mart.forecast_record",
        "mart.frame",
    } <= marts
    led = {mart for (mart, _), rows in found.items() for row in rows if row.cell_count}
    assert marts - led == UNTRACED & marts


def test_no_mart_is_without_a_way() -> None:
    """Its rows have an address, it is a month mart, or models/ways.yaml leads on; the untraced are listed above."""
    ways = read_trace_paths(ROOT)
    texts = {f"mart.{p.stem}": p.read_text(encoding="utf-8") for p in (ROOT / "models" / "mart").iterdir()}
    files = {mart: text for mart, text in texts.items() if "kind EMBEDDED" not in text}  # those are not published
    addressed = {mart for mart, text in files.items() if "row_number" in text and "delivery_id" in text}
    assert set(files) - addressed - set(MEASURES) - set(ways) == set()
    assert {mart for mart in ways if all(w.said_code for w in ways[mart])} == UNTRACED
    said = {w.said_code for found in ways.values() for w in found if w.said_code}
    assert said - set(catalogue()) == set()
    assert set(ways) - set(files) == set()
