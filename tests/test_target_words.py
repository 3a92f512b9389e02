"""Targets in words, ranges and bounds, and outcomes that were not measured: from a file to the mart."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from target_warehouse import Rows, build, delivery, outcomes, together, units

from rjh_warehouse.contract.contract import contracts_for, read_contracts
from rjh_warehouse.contract.origin import read_origin
from rjh_warehouse.intake.check import check_file
from rjh_warehouse.intake.report import explain_control
from rjh_warehouse.reading import read_delivery

ROOT = Path(__file__).parents[1]
HEAD = "målområde;typ;nyckeltal;beslutad av;målvärde;riktning;omfattning;grupp;jämförelse;år;rubrik;källrad"
ORIGIN = (
    "document_code: made-up-plan\ntitle: Nyckeltal\nstatus: draft\nproducer: SIMULERAD\ndated: 2025-11-06\n"
    "received_on: 2025-11-06\n"
)
EQUITY = "Soliditet (ökning) Exklusive ansvarsförbindelsen (RJH totalt)"  # up
QUICK = "Kassalikviditet inkl. pensionsplaceringar (RJH totalt)"  # up
GROSS = "Bruttokostnadsutveckling (RJH totalt)"  # down
NET = "Nettokostnadsutveckling (RJH totalt)"  # down
LOYALTY = "Leverantörstrohet (RJH totalt)"  # up
TURNOVER = "Personalomsättning chefer inklusive omsättning förordnanden"  # down, of the executive board
PUBLICATIONS = "Antal vetenskapliga publikationer som är knutna till Region Jämtland Härjedalen."  # no form in any plan
FINANCIAL = "Ledningsprocesser;Finansiella mål"
PLANNED = [
    (FINANCIAL, EQUITY, "≥ -15,8 %"),
    (FINANCIAL, QUICK, "5–10 %"),
    (FINANCIAL, GROSS, "minst 2 %"),  # a bound against the indicator's direction
    (FINANCIAL, NET, "minska"),
    (FINANCIAL, LOYALTY, "Minst 95 %"),
    ("Stödverksamhet;Kortsiktiga nyckeltal", TURNOVER, "högst 14,5 %"),
    ("Stödverksamhet;Långsiktiga nyckeltal", PUBLICATIONS, "250"),
]
NO_FORM = "Målvärdets form (nivå, förändring eller jämförelse) är inte angiven"
IN_WORDS = "Målet är angivet i ord: inget värde att jämföra utfallet med"


class _Kept:
    """The typed rows of one small table."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def write(self, _table: str, batch: pa.RecordBatch) -> None:
        self.rows += batch.to_pylist()


def _load(folder: Path, targets: list[tuple[str, str, str]]) -> tuple[list[dict[str, Any]], list[str]]:
    """Rows and the texts of rejected cells of a plan's file."""
    path = folder / "nyckeltal_made-up-plan.csv"
    lines = [
        f"{area};{name};Regionfullmäktige;{target};;;;;2025;Mål;{n}" for n, (area, name, target) in enumerate(targets)
    ]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    path.with_name(path.name + ".origin.yaml").write_text(ORIGIN, encoding="utf-8")
    (contract,) = contracts_for(path.name, read_contracts(ROOT / "contracts"))
    kept = _Kept()
    result = read_delivery(path, contract, read_origin(path), kept)
    return kept.rows, [r.found for r in result.rejections]


@pytest.mark.parametrize("text", ("#REF!", "1,2,3", "ja", "minst", "minst 5–10", "minst 1.2.3"))
def test_a_text_that_is_no_target_is_still_rejected(tmp_path: Path, text: str) -> None:
    rows, rejected = _load(tmp_path, [(FINANCIAL, EQUITY, text)])
    assert (rows, rejected) == ([], [text])


def test_words_and_bounds_reach_the_mart_as_what_they_are(tmp_path: Path) -> None:
    planned, rejected = _load(tmp_path, PLANNED)
    assert rejected == []
    plan: Rows = {
        "delivery": [{**delivery("plan", "indicator", dt.date(2025, 11, 6)), "is_simulated": False}],
        "indicator": [{**row, "delivery_id": "plan", "row_kind": "data"} for row in planned],
    }
    cells = [
        {"indicator_code": name[:9], "indicator_name": name, "unit_text": unit, "value": value,
         "organisation_code": place,
         "period_text": "2025", "period_start": dt.date(2025, 1, 1)}
        for name, unit, value, place in (
            (EQUITY, "%", "-14.5", "RJH"), (QUICK, "%", "7", "RJH"), (GROSS, "%", "3", "RJH"), (NET, "%", "0.5", "RJH"),
            (LOYALTY, "Procent", "86", "RJH"), (TURNOVER, "%", "14.5", "RS"), (PUBLICATIONS, "antal", "260", "RJH"),
        )
    ]  # fmt: skip
    query = (
        "SELECT indicator_text, target_text, target_value, computed_status, gap, missing_reason"
        " FROM mart.target_achievement WHERE is_simulated = ? AND fiscal_year = 2025"
    )
    with build(together(units({}), plan, outcomes(cells, dt.date(2025, 12, 1)))) as connection:
        judged = {row[0]: row[1:] for row in connection.execute(query, [True]).fetchall()}
        alone = {row[0]: row[1:] for row in connection.execute(query, [False]).fetchall()}
    assert judged == {
        EQUITY: ("≥ -15,8 %", Decimal("-15.8"), "met", Decimal("1.3"), None),
        QUICK: ("5–10 %", None, "no_target", None, IN_WORDS),
        GROSS: ("minst 2 %", None, "no_target", None, IN_WORDS),
        NET: ("minska", None, "no_target", None, IN_WORDS),
        LOYALTY: ("Minst 95 %", Decimal(95), "near", Decimal(-9), None),
        TURNOVER: ("högst 14,5 %", Decimal("14.5"), "met", Decimal(0), None),
        PUBLICATIONS: ("250", Decimal(250), "no_target", None, NO_FORM),
    }  # fmt: skip
    assert {name: row[2] for name, row in alone.items()} == {
        name: "no_target" if name in {QUICK, GROSS, NET, PUBLICATIONS} else "no_measurement" for _, name, _ in PLANNED
    }
    assert alone[NET][-1] == IN_WORDS


NOT_MEASURED = (
    "..",
    "–",
    "-",
    "−",
    "ej mätt",
    "Ej mätt",
    "EJ MÄTT",
    " saknas ",
    "Uppgift saknas",
    "n/a",
    "N/A",
    "i.u.",
)
NO_WORD_FOR_IT = ("se not", "ej mätt 2023", "<5", "x", "noll", "saknas?")


@pytest.mark.parametrize("bulk_from", (0, 1 << 40))
def test_a_word_for_no_measurement_is_a_row_without_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bulk_from: int
) -> None:
    monkeypatch.setattr("rjh_warehouse.reading.workbook.workbook.BULK_FROM_BYTES", bulk_from)
    contract = read_contracts(ROOT / "contracts")["indicator_outcome"]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Nyckeltal"
    sheet.append([column.aliases[0] for column in contract.tables[0].columns])
    texts = [*NOT_MEASURED, "0", "12,5", *NO_WORD_FOR_IT]
    for number, text in enumerate(texts):
        row = [f"I{number}", f"Nyckeltal {number}", "RS", "2023", dt.date(2023, 1, 1), "år", "T", text, "%"]
        sheet.append([*row, "saknas", None, None, None, "..", None])
    path = tmp_path / "nyckeltal_RS_202404.xlsx"
    book.save(path)
    path.with_name(path.name + ".origin.yaml").write_text(ORIGIN, encoding="utf-8")
    kept = _Kept()
    result = read_delivery(path, contract, read_origin(path), kept)
    counts = result.tables["indicator_outcome"]
    assert [r.found for r in result.rejections] == list(NO_WORD_FOR_IT)
    assert (counts.rows_read, counts.rows_loaded) == (len(texts), len(texts) - len(NO_WORD_FOR_IT))
    assert counts.rows_rejected == len(NO_WORD_FOR_IT)
    assert [(row["value"], row["value_text"]) for row in kept.rows] == [
        *((None, text.strip()) for text in NOT_MEASURED), (Decimal(0), "0"), (Decimal("12.5"), "12,5"),
    ]  # fmt: skip
    assert {(row["person_count"], row["forecast_value"]) for row in kept.rows} == {(None, None)}
    with build(together(units({}), outcomes(kept.rows))) as connection:
        judged = connection.execute(
            "SELECT value, COUNT(*) FROM mart.target_achievement"
            " WHERE indicator_text LIKE 'Nyckeltal %' GROUP BY ALL ORDER BY value"
        ).fetchall()
    assert judged == [(Decimal(0), 1), (Decimal("12.5"), 1), (None, len(NOT_MEASURED))]


PERIODS = {  # period, first day, kind → is it odd
    ("2023", dt.date(2023, 1, 1), "år"): False,
    ("2024 T2", dt.date(2024, 5, 1), "tertial"): False,
    ("2024-03", dt.date(2024, 3, 1), "månad"): False,
    ("2023-04–2024-03", dt.date(2023, 4, 1), "år"): True,
    ("2024 T1", dt.date(2024, 3, 1), "tertial"): True,
    ("2024 T3", dt.date(2024, 5, 1), "tertial"): True,
    ("2022", dt.date(2023, 1, 1), "år"): True,
    ("2024-04", dt.date(2024, 4, 15), "månad"): True,
}


def test_an_odd_period_is_told_by_a_check_and_left_out_by_a_build(tmp_path: Path) -> None:
    contracts = read_contracts(ROOT / "contracts")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Nyckeltal"
    sheet.append([column.aliases[0] for column in contracts["indicator_outcome"].tables[0].columns])
    for number, (text, start, kind) in enumerate(PERIODS):
        sheet.append([f"I{number}", f"Nyckeltal {number}", "RS", text, start, kind, "T", 1, "%"])
    path = tmp_path / "nyckeltal_RS_202404.xlsx"
    book.save(path)
    path.with_name(path.name + ".origin.yaml").write_text(ORIGIN, encoding="utf-8")
    check = check_file(path, contracts)
    (told,) = (c for c in check.failed if c.check == "odd_period")
    odd = [number for number, is_odd in enumerate(PERIODS.values(), start=2) if is_odd]
    assert (check.state, told.severity, list(told.row_numbers), told.failed_count) == (
        "accepted",
        "warn",
        odd,
        len(odd),
    )
    said = explain_control(told, "sv")
    assert "2024 T1, tertial, 2024-03-01" in said and "1 september" in said and f"rad {odd[0]}" in said
    kept = _Kept()
    read_delivery(path, contracts["indicator_outcome"], read_origin(path), kept)
    with build(together(units({}), outcomes(kept.rows))) as connection:
        left_out = connection.execute("SELECT row_number FROM core.indicator_superseded WHERE is_period_odd ORDER BY 1")
        assert [row for (row,) in left_out.fetchall()] == odd
