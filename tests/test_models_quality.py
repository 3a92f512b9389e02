"""What the quality tables say of deliveries and their rejected cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from small_project import put_record
from target_warehouse import Rows, build, delivery, together, units

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.views import register_lake
from rjh_warehouse.messages import catalogue

ROOT = Path(__file__).parents[1]
LEDGER_HEAD = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
ORIGIN = (
    "document_code: huvudbok-2024-04\ntitle: Huvudbok\nstatus: adopted\nproducer: SIMULERAD\ndated: 2024-05-06\n"
    "received_on: 2024-05-06\n"
)


def test_a_rejection_says_the_expected_form_in_the_sentence_s_language() -> None:
    texts = catalogue()["reject.pattern"]
    cells = {"delivery_id": "books", "table_name": "ledger", "column_name": "Konto", "code": "reject.pattern"}
    rows: Rows = {
        "delivery": [delivery("books", "ledger", dt.date(2024, 5, 6))],
        "message": [{"code": "reject.pattern", "text": texts["sv"], "text_en": texts["en"]}],
        "rejection": [
            {**cells, "row_number": 3, "found": "401", "expected": "fyra siffror", "expected_en": "four digits"},
            {**cells, "row_number": 4, "found": "402", "expected": "1234", "expected_en": None},
        ],
    }
    with build(together(units({}), rows)) as connection:
        query = "SELECT expected_en, reason, reason_en FROM quality.rejection ORDER BY row_number"
        told = connection.execute(query).fetchall()
    assert [(words, words in reason_en) for words, _, reason_en in told] == [("four digits", True), ("1234", True)]
    assert ["fyra siffror" in told[0][1], "1234" in told[1][1]] == [True, True]


def _posting(account: str, unit: str, amount: str) -> str:
    return f"202404;{account};{unit};;;;V1;2024-04-30;x;{amount}"


GOOD = [_posting("4010", "10010", "1000,00")] * 60
# Rows that are rejected, the kronor (revenue +, cost −) that can be read in them, and how many amounts cannot be.
REJECTED: dict[str, tuple[list[str], str | None, int]] = {
    "nothing": ([], "0.00", 0),
    "codes": ([_posting("401", "10010", "100,50"), _posting("3010", "1", "-40,00")], "-60.50", 0),
    "amount": ([_posting("4010", "10010", "se not")], None, 1),
    "both": ([_posting("4O10", "10010", "7,00"), _posting("4010", "10010", ""), "202404;4010;10010"], "-7.00", 2),
    "total": ([_posting("401", "10010", "100,00"), "Summa;;;;;;;;;x"], "-100.00", 0),
    "too large": ([_posting("401", "10010", "9999999999999999,00")] * 2, None, 0),
}


@pytest.mark.parametrize("case", REJECTED)
def test_a_delivery_says_how_many_kronor_lie_in_its_rejected_rows(tmp_path: Path, case: str) -> None:
    lines, kronor, unknown = REJECTED[case]
    path = tmp_path / "huvudbok_RS_202404.csv"
    path.write_text("\n".join([LEDGER_HEAD, *GOOD, *lines]) + "\n", encoding="cp1252")
    path.with_name(path.name + ".origin.yaml").write_text(ORIGIN, encoding="utf-8")
    lake, contracts = Lake(tmp_path / "lake"), read_contracts(ROOT / "contracts")
    (outcome,) = load_files([path], lake, contracts)
    assert outcome.record is not None and outcome.record.count("rows_rejected") == len(lines)
    register_lake(tmp_path / "build.duckdb", lake, contracts, known_deliveries(lake, None))
    query = "SELECT rejected_sek, rejected_unknown_count FROM lake.delivery"
    with duckdb.connect(str(tmp_path / "build.duckdb")) as connection:
        assert connection.execute(query).fetchall() == [(None if kronor is None else Decimal(kronor), unknown)]
    for name in ("rejected_sek", "rejected_unknown"):
        del outcome.record.tables["ledger"][name]
    put_record(lake, outcome.record)  # as it was written before they were kept
    register_lake(tmp_path / "older.duckdb", lake, contracts, known_deliveries(lake, None))
    with duckdb.connect(str(tmp_path / "older.duckdb")) as connection:
        assert connection.execute(query).fetchall() == [(None, None)]


def test_one_select_gives_the_kronor_of_rejected_rows_but_never_about_persons() -> None:
    counts = {
        "rows_read": 5,
        "rows_loaded": 2,
        "rows_rejected": 3,
        "rejected_sek": "-12.50",
        "rejected_unknown_count": 1,
    }
    kinds = ("ledger", "budget_month", "personnel_month", "indicator_outcome")
    rows: Rows = {"delivery": [{**delivery(kind, kind, dt.date(2024, 5, 6)), **counts} for kind in kinds]}
    with build(together(units({}), rows)) as connection:
        told = connection.execute(
            "SELECT contract_code, rows_rejected, rejected_sek, rejected_unknown_count FROM quality.delivery"
        ).fetchall()
    shown = {code: rest for code, *rest in told}
    assert [shown[kind] for kind in kinds] == [[3, Decimal("-12.50"), 1]] * 2 + [[3, None, None]] * 2
