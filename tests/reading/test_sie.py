"""SIE 4: every record is read or told, CP437 comes right, and vouchers become postings of the ledger."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rjh_warehouse.contract.contract import SieClosing, read_contract, read_contracts
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.intake.check import check_file
from rjh_warehouse.lake.views import lake_tables
from rjh_warehouse.reading import DeliveryError, ReadResult, read_delivery

ROOT = Path(__file__).parents[2]
CONTRACT = read_contract(ROOT / "contracts" / "sie4.yaml")
ORIGIN = Origin(title="t", producer="p", dated=dt.date(2024, 5, 5))
LINES = """#FLAGGA 0
#PROGRAM "Ekonomi" 1.0
#FORMAT PC8
#GEN 20240505
#SIETYP 4
#FNAMN "Region Jämtland Härjedalen"
#RAR 0 20240101 20241231
#KONTO 3010 "Patientavgifter"
#KONTO 4010 "Löner, \\"fast\\" anställda"
#DIM 1 "Kostnadsställe"
#OBJEKT 1 "01010" "Regiondirektörens kansli"
#IB 0 1910 1500.50
#UB 0 1910 -20
#RES 0 4010 1000.00
#PSALDO 0 202404 4010 {1 "01010"} 900.25 0
#PBUDGET 0 202404 4010 {} 950.00 0
#VER "A" 7 20240405 "Löner april" 20240406
{
#TRANS 4010 {1 "01010" 6 "P9"} 1000.25 20240405 "Månadslön"
#BTRANS 4010 {1 "01010"} 1.00 20240405
#RTRANS 3010 {1 "01010"} -1000.25
#TRANS 3010 {1 "01010"} -1000.25
}
#VER B 8 20240430 ""
{
#TRANS 4010 {1 "01010"} 12,5,1 20240430
#TRANS 4010 {} 3.00 20240430
}
"""


class Sink:
    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self.rows.setdefault(table, []).extend(batch.to_pylist())


def _read(folder: Path, content: bytes) -> tuple[ReadResult, Sink]:
    path = folder / "sie_RS_202404.se"
    path.write_bytes(content)
    sink = Sink()
    return read_delivery(path, CONTRACT, ORIGIN, sink), sink


def test_vouchers_become_postings(tmp_path: Path) -> None:
    result, sink = _read(tmp_path, LINES.replace("\n", "\r\n").encode("cp437"))
    first, second = sink.rows["ledger"]
    assert (first["unit_code"], first["account_code"], first["project_code"]) == ("01010", "4010", "P9")
    assert (first["amount"], first["period"], first["voucher_on"]) == (
        Decimal("1000.25"), dt.date(2024, 4, 1), dt.date(2024, 4, 5),
    )  # fmt: skip
    assert (first["voucher_number"], first["entry_text"], first["row_number"]) == ("A 7", "Månadslön", 19)
    assert (second["amount"], second["entry_text"]) == (Decimal("-1000.25"), "Löner april")
    counts = result.tables["ledger"]
    assert (counts.rows_read, counts.rows_loaded, counts.rows_rejected) == (4, 2, 2)
    assert {(r.row_number, r.column_name) for r in result.rejections} == {(26, "Belopp"), (27, "dim 1")}
    kinds = [n.kind for n in result.non_data]
    assert (kinds.count("sie_changed"), result.encoding) == (2, "cp437")


def test_accounts_objects_and_balances_are_read(tmp_path: Path) -> None:
    _, sink = _read(tmp_path, LINES.encode("cp437"))
    assert [r["account_name"] for r in sink.rows["sie_account"]] == ["Patientavgifter", 'Löner, "fast" anställda']
    assert [r["object_name"] for r in sink.rows["sie_object"]] == ["Kostnadsställe", "Regiondirektörens kansli"]
    balances = [(r["balance_kind"], r["month"], r["account_code"], r["amount"]) for r in sink.rows["sie_balance"]]
    april = dt.date(2024, 4, 1)
    assert balances == [
        ("IB", None, "1910", Decimal("1500.5")), ("UB", None, "1910", Decimal(-20)),
        ("RES", None, "4010", Decimal(1000)),
        ("PSALDO", april, "4010", Decimal("900.25")), ("PBUDGET", april, "4010", Decimal(950)),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_another_encoding_is_read_and_told(tmp_path: Path, encoding: str) -> None:
    result, sink = _read(tmp_path, LINES.encode(encoding))
    assert sink.rows["ledger"][0]["entry_text"] == "Månadslön"
    assert ("finding.sie_encoding", encoding) in {(f.code, f.found) for f in result.findings}


NAMED = "title: t\nproducer: p\ndated: 2024-05-05\nreceived_on: 2024-05-05\n"


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("huvudbok_RS_202404.csv", ""), ("Export april 2024 RS.TXT", ""), ("RS.SE", ""), ("bok.si", "{board_code: RS}"),
        ("RS_SIE4", ""), ("sie_RS_202404.sie", ""), ("A1", "{board_code: RS, period: '202404'}"),
    ],
)  # fmt: skip
def test_a_sie_file_is_known_by_its_content(tmp_path: Path, name: str, attributes: str) -> None:
    path = tmp_path / name
    path.write_bytes(LINES.replace("\n", "\r\n").encode("cp437"))
    said = f"attributes: {attributes}\n" if attributes else ""
    Path(f"{path}.origin.yaml").write_text(NAMED + said, encoding="utf-8")
    check = check_file(path, read_contracts(ROOT / "contracts"))
    assert check.error is None and check.contract is not None and check.record is not None
    assert check.record.subject == "sie4/board_code=RS/period=202404"
    assert check.record.contract_fingerprint == CONTRACT.fingerprint
    assert check.count("rows_loaded") == 11


def test_a_sie_file_of_nobody_is_told_what_is_lacking(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(LINES.replace("20240430", "20240330").encode("cp437"))
    Path(f"{path}.origin.yaml").write_text(NAMED, encoding="utf-8")
    error = check_file(path, read_contracts(ROOT / "contracts")).error
    assert error is not None
    assert (error.code, error.places["expected"]) == ("error.sie_name", "board_code")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('#RES 0 4010 900.00\n#PSALDO 0 202401 4010 {} 900 0', set()),
        ('#RES 0 4010 900.50', {"#RES (1)"}),
        ('#PSALDO 0 202401 4010 {1 "01010"} 700.00 0', set()),
        ('#PSALDO 0 202401 4010 {1 "01010"} 700.01 0\n#PSALDO 0 202401 4010 {} 1', {"#PSALDO (2)"}),
        ('#RES -1 4010 1\n#PSALDO 0 202402 4010 {} 1\n#RES 0 1910 5\n#UB 0 1910 5', set()),
    ],
)  # fmt: skip
def test_balances_that_are_not_the_sum_of_the_vouchers_are_told(tmp_path: Path, lines: str, told: set[str]) -> None:
    head = "#FLAGGA 0\n#SIETYP 4\n#RAR 0 20240101 20241231\n#RAR -1 20230101 20231231\n"
    voucher = (
        '#VER A 1 20240115 "Köp \\"brådskande\\""\n{\n#TRANS 4010 {1 "01010"} 700.00\n'
        '#TRANS 4010 {"1" "01020"} 200.00 "" "Rad, med {klammer}"\n#TRANS 1910 {} -900.00\n}\n'
    )
    result, sink = _read(tmp_path, (head + lines + "\n" + voucher).encode("cp437"))
    assert {f.column_name for f in result.findings if f.code == "finding.sie_sum"} == told
    texts = [r["entry_text"] for r in sink.rows["ledger"]]
    assert texts == ['Köp "brådskande"', "Rad, med {klammer}"]


@pytest.mark.parametrize(("content", "code"), [(b"Konto;Belopp\n1;2\n", "error.sie_line"), (b"", "error.sie_line"),
                                               (b"#FLAGGA 0\n#SIETYP 5\n", "error.sie_kind")])  # fmt: skip
def test_what_is_no_sie_4_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        _read(tmp_path, content)
    assert refused.value.code == code


def test_its_postings_stand_in_the_ledger() -> None:
    tables = lake_tables(read_contracts(ROOT / "contracts"))  # raises where two contracts give a table other columns
    assert "ledger" in tables


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(LINES.split("\n")) | st.text(st.characters(codec="cp437"), max_size=30).map("#TRANS ".__add__)
    )
)
def test_every_record_is_loaded_or_rejected(tmp_path: Path, lines: list[str]) -> None:
    try:
        result, sink = _read(tmp_path, "\n".join(["#FLAGGA 0", "#SIETYP 4", *lines]).encode("cp437"))
    except DeliveryError:
        return
    for name, table in result.tables.items():
        assert table.rows_read == table.rows_loaded + table.rows_rejected
        assert len(sink.rows.get(name, [])) == table.rows_loaded


@pytest.mark.parametrize("closing", [{"series": ("A",)}, {"objects": {"6": "P9"}}])
def test_what_the_contract_names_is_the_closing_of_the_year(tmp_path: Path, closing: dict[str, Any]) -> None:
    path, sink = tmp_path / "sie_RS_202404.se", Sink()
    path.write_bytes(LINES.encode("cp437"))
    contract = CONTRACT.model_copy(update={"sie_closing": SieClosing(**closing)})
    read_delivery(path, contract, ORIGIN, sink)
    periods = [row["period"] for row in sink.rows["ledger"]]
    is_voucher = "series" in closing
    assert periods == [dt.date(2024, 12, 31), dt.date(2024, 12, 31) if is_voucher else dt.date(2024, 4, 1)]
