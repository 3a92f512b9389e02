"""A row of a delivered file as it stands there: its lines, and its texts with their own signs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.reading import read_delivery
from rjh_warehouse.reading.delivered import Standing, Wanted, standing_rows

COLUMNS: list[dict[str, Any]] = [
    {"name": "month", "type": "month", "aliases": ["Period"]},
    {"name": "entry_text", "aliases": ["Text"], "required": False},
    {"name": "amount", "type": "amount", "unit": "kr", "decimals": 2, "aliases": ["Belopp"]},
]
ROWS = [("202401", "Hyra", "−65924,99"), ("202401", 'El;\n"nät"\noch', " 1 000,00-"), ("202402", "", "(5,00)")]


class Kept:
    """A sink that keeps the rows."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        self.rows += batch.to_pylist()


def contract(kind: str, *, lean: bool = True, **other: Any) -> Contract:
    table = {"name": "ledger", "lean": lean, "columns": COLUMNS, **other}
    return Contract.model_validate({
        "contract": "ledger", "title_sv": "H", "title_en": "L", "description": "d", "source": "s",
        "file_pattern": r"huvudbok.*", "format": kind, "tables": [table],
    })  # fmt: skip


def standing(path: Path, of: Contract, header: set[int], sheet: str | None = None) -> dict[int, Standing]:
    """The rows that the reader gives, as they stand in the file."""
    sink = Kept()
    result = read_delivery(path, of, None, sink)
    rows = [r["row_number"] for r in sink.rows]
    assert rows
    return standing_rows(path, of, result.encoding, Wanted(of.tables[0], sheet, rows, header))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_gives_its_own_texts_and_lines(tmp_path: Path, line_end: str, encoding: str) -> None:
    def field(text: str) -> str:
        quoted = text.replace('"', '""').replace("\n", line_end)
        return f'"{quoted}"' if '"' in text or "\n" in text else text

    lines = ["Huvudbok;;", "Period;Text;Belopp", *(";".join(field(f) for f in row) for row in ROWS)]
    path = tmp_path / "huvudbok.csv"
    path.write_bytes((line_end.join(lines) + line_end).encode(encoding))
    found = standing(path, contract("csv"), {2})
    assert [(s.first_line, s.last_line) for s in found.values()] == [(3, 3), (4, 6), (7, 7)]
    expected = [{"Period": p, "Text": t.replace("\n", line_end), "Belopp": a} for p, t, a in ROWS]
    assert [s.texts for s in found.values()] == expected
    assert found[3].columns == {"month": "Period", "entry_text": "Text", "amount": "Belopp"}


def test_the_last_record_may_end_the_file_and_span_lines(tmp_path: Path) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_bytes('Period;Text;Belopp\r202401;"a\rb";−1,00'.encode())
    (found,) = standing(path, contract("csv"), {1}).values()
    assert (found.first_line, found.last_line, found.texts["Text"]) == (2, 3, "a\rb")


def test_a_file_read_in_bulk_has_the_same_lines(tmp_path: Path) -> None:
    path = tmp_path / "huvudbok.csv"
    row = '202401;"två\nrader";−1,00\n' + "202401;en;2,00\n" * 9
    path.write_text("Period;Text;Belopp\n" + row * 3_000, encoding="cp1252", errors="replace")
    path.write_bytes(path.read_bytes().replace(b"?1,00", b"\x961,00"))
    found = standing(path, contract("csv"), {1})
    assert len(found) == 30_000
    assert (found[2 + 11 * 2_999].first_line, found[2 + 11 * 2_999].last_line) == (32_991, 32_992)
    assert found[2 + 11 * 2_999].texts["Belopp"] == "–1,00"


def test_headings_are_those_of_the_file_and_unread_columns_stand_too(tmp_path: Path) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_text("belopp;Anm;PERIOD;Text\n−1,00;x;2024-01;y\n", encoding="utf-8")
    (found,) = standing(path, contract("csv"), {1}).values()
    assert found.texts == {"belopp": "−1,00", "Anm": "x", "PERIOD": "2024-01", "Text": "y"}
    assert found.columns["amount"] == "belopp"


def test_a_cell_of_a_workbook_stands_in_its_column_of_several_headers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Budget", 0)
    for row in (["Budget 2024"], ["", "kr", "kr"], ["Ansvar", "Jan", "Feb"], ["0101", -65924.99, 7]):
        sheet.append(row)
    path = tmp_path / "huvudbok.xlsx"
    book.save(path)
    columns = [{"name": "unit_code", "type": "code", "aliases": ["Ansvar"]}]
    across = {"months": True, "value": {"name": "amount", "type": "amount", "unit": "kr", "decimals": 2}}
    of = contract("excel", layout="cross", header_rows=2, columns=columns, across=across)
    (found,) = standing(path, of, {2, 3}, "Budget").values()
    assert found.first_line == 4
    (january,) = [h for name, h in found.columns.items() if "Jan" in name]
    assert (found.texts[january], found.texts["Ansvar"]) == ("-65924.99", "0101")


ANSWER = {
    "count": 2, "values": [
        {"kpi": "N00404", "municipality": "0023", "period": 2023, "values": [
            {"gender": "T", "count": 1, "status": "", "value": 1.5},
            {"gender": "K", "count": 1, "status": "", "value": None},
        ]},
        {"values": [{"value": 33.10, "gender": 'T"}', "count": 290, "status": ""}],
         "period": 2024, "kpi": "N00404", "municipality": "0000"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("pages", [1, 2])
def test_a_value_of_kolada_stands_in_the_line_of_its_number(tmp_path: Path, indent: int | None, pages: int) -> None:
    text = json.dumps([ANSWER] * pages if pages > 1 else ANSWER, indent=indent).replace("33.1,", "33.10,")
    path = tmp_path / "kolada_x_2024-01-01.json"
    path.write_text(text, encoding="utf-8")
    of = contract("json", layout="kolada")
    found = standing_rows(path, of, None, Wanted(of.tables[0], None, {1, 2, 3 * pages}, set()))
    assert sorted(found) == [1, 2, 3 * pages]
    assert found[1].texts == {
        "kpi": '"N00404"', "municipality": '"0023"', "period": "2023", "gender": '"T"', "count": "1", "status": '""',
        "value": "1.5",
    }  # fmt: skip
    last = found[3 * pages]
    assert (last.texts["value"], last.texts["period"], last.texts["kpi"]) == ("33.10", "2024", '"N00404"')
    lines = text.splitlines()
    for number, value in ((1, "1.5"), (2, "null"), (3 * pages, "33.10")):
        place = found[number]
        assert place.place is not None
        assert lines[place.first_line - 1][place.place - 1 :].startswith(value)
    assert Decimal(last.texts["value"]) == Decimal("33.1")


def test_a_posting_of_a_sie_file_stands_as_its_line_and_its_vouchers(tmp_path: Path) -> None:
    path = tmp_path / "huvudbok.se"
    text = (
        '#FLAGGA 0\r\n#SIETYP 4\r\n#VER A 12 20240131 "Hyra"\r\n{\r\n'
        '   #TRANS 6010 {1 "01010"} 65924.99 20240131 "Hyra januari"\r\n}\r\n'
    )
    path.write_bytes(text.encode("cp437"))
    of = contract("sie")
    found = standing_rows(path, of, "cp437", Wanted(of.tables[0], None, {5}, set()))
    assert found[5].first_line == 5
    assert found[5].texts == {
        "#TRANS": '#TRANS 6010 {1 "01010"} 65924.99 20240131 "Hyra januari"',
        "#VER": '#VER A 12 20240131 "Hyra"',
    }
