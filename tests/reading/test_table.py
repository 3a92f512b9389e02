"""Grids of cells: cross-tables, headers of many rows, several tables on a sheet, workbook values."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_files import MemorySink, make_contract

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.reading import DeliveryError, ReadResult
from rjh_warehouse.reading.table.cell import Cell, column_letters
from rjh_warehouse.reading.table.header import header_key, month_of, units_in
from rjh_warehouse.reading.table.table import TableReader

VALUE = {"name": "amount", "type": "amount", "unit": "mkr", "required": False}
YEARS = {
    "header": r"(?P<fiscal_year>20\d\d)",
    "groups": {"fiscal_year": "year"},
    "total": "^Summa",
    "value": VALUE,
}


def read(contract: Contract, *grids: list[list[Any]], name: str = "prov.csv") -> tuple[ReadResult, MemorySink]:
    """Read one sheet per grid, named Blad1, Blad2 …; rows are numbered from 1."""
    sink = MemorySink(contract)
    tables = TableReader(contract, None, sink, file_name=name)
    for number, grid in enumerate(grids, start=1):
        tables.read_sheet(f"Blad{number}", list(enumerate(grid, start=1)))
    result = tables.finish()
    for table, counts in result.tables.items():
        assert counts.rows_read == counts.rows_loaded + counts.rows_rejected
        assert counts.rows_loaded == len(sink.rows(table))
    return result, sink


def cross(columns: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    columns = columns or [{"name": "label", "aliases": ["Post"]}]
    return {"name": "grid", "layout": "cross", "columns": columns, "across": YEARS, **more}


def test_a_cross_table_has_a_record_for_each_value_cell() -> None:
    grid = [
        ["Post", "2024", "2025", "Summa"],
        ["a", "1", None, "1"],
        ["b", "x", "2", "2"],
        [None, "5", "6", "11"],
    ]
    result, sink = read(make_contract([cross()]), grid)
    counts = result.tables["grid"]
    assert (counts.rows_read, counts.rows_loaded, counts.rows_rejected) == (9, 5, 4)
    rows = sink.rows("grid")
    assert [(r["label"], r["fiscal_year"], r["amount"], r["column_kind"], r["cell"]) for r in rows] == [
        ("a", 2024, 1, "data", "B2"), ("a", 2025, None, "data", "C2"), ("a", None, 1, "total", "D2"),
        ("b", 2025, 2, "data", "C3"), ("b", None, 2, "total", "D3"),
    ]  # fmt: skip
    assert [(r.cell, r.code) for r in result.rejections] == [
        ("B3", "reject.not_a_number"), ("A4", "reject.empty_cell"),
    ]  # fmt: skip


def test_headers_of_two_rows_with_and_without_merged_cells() -> None:
    across = {
        **YEARS,
        "header": r"Effekt \(mkr\) (?P<fiscal_year>20\d\d)",
        "value": {**VALUE, "unit": "header"},
    }
    contract = make_contract([cross(across=across, header_rows=2)])
    merged = Cell("Effekt (mkr)", is_merged_part=True)
    for top in (["Post", "Effekt (mkr)", None], ["Post", Cell("Effekt (mkr)"), merged]):
        result, sink = read(contract, [["Åtgärdsplan", None, None], top, [None, "2024", "2025"], ["a", "1", "2"]])
        assert [(r["fiscal_year"], r["amount"], r["amount_unit"]) for r in sink.rows("grid")] == [
            (2024, 1, "mkr"), (2025, 2, "mkr"),
        ]  # fmt: skip
        assert [n.kind for n in result.non_data] == ["preamble", "header", "header"]


def test_months_across_with_what_is_ignored() -> None:
    across = {"months": True, "ignore": "Föregående", "total": "Helår", "value": {**VALUE, "unit": "header"}}
    contract = make_contract([cross(across=across, header_rows=2)])
    grid = [
        ["Budget 2024, tkr", None, None, None, None],
        ["Post", "2024", None, None, "Föregående år"],
        [None, "jan", Cell(dt.datetime(2024, 2, 1)), "Helår", "jan"],
        ["a", "1", "2", "3", "9"],
    ]
    result, sink = read(contract, grid)
    rows = sink.rows("grid")
    assert [(r["month_number"], r["column_kind"], r["amount"]) for r in rows] == [
        (1, "data", 1), (2, "data", 2), (None, "total", 3),
    ]  # fmt: skip
    assert rows[0]["amount_unit"] == "tkr"
    assert result.tables["grid"].non_data["ignored_cell"] == 1
    assert result.findings == []


def test_two_tables_on_a_sheet_and_one_that_goes_on() -> None:
    rows = {
        "name": "frame", "rows": {"end_at_blank": True},
        "columns": [
            {"name": "label", "aliases": ["Område"]},
            {"name": "size", "type": "integer", "aliases": ["Antal"]},
        ],
    }  # fmt: skip
    grid = [
        ["Område", "Antal"], ["a", "1"], [None, None], ["Post", "2024"], ["x", "5"], ["Område", "Antal"],
        ["b", "2"], [None, None], ["Källa: ekonomi", None],
    ]  # fmt: skip
    result, sink = read(make_contract([rows, cross()]), grid)
    assert [(r["row_number"], r["label"]) for r in sink.rows("frame")] == [(2, "a"), (7, "b")]
    assert [(r["row_number"], r["label"]) for r in sink.rows("grid")] == [(5, "x")]
    assert result.rejections == []
    assert [(n.row_number, n.kind) for n in result.non_data if n.kind != "header"] == [
        (3, "blank"), (8, "blank"), (9, "footer"),
    ]  # fmt: skip


def test_the_same_table_on_several_sheets_and_a_sheet_without() -> None:
    grid = [["Post", "2024"], ["a", "1"]]
    result, sink = read(make_contract([cross()]), grid, [["Anteckningar"]], grid)
    assert [r["sheet"] for r in sink.rows("grid")] == ["Blad1", "Blad3"]
    assert [(f.code, f.sheet) for f in result.findings] == [("finding.sheet_without_table", "Blad2")]
    assert [(n.sheet, n.kind) for n in result.non_data if n.kind != "header"] == [("Blad2", "no_table")]


def test_fill_down_repeats_within_the_table_but_not_into_totals() -> None:
    columns = [
        {"name": "unit_code", "type": "code", "aliases": ["Ansvar"], "fill_down": True},
        {"name": "label", "aliases": ["Post"], "required": False},
    ]
    grid = [
        ["Ansvar", "Post", "2024"],
        ["100", "a", "1"],
        [None, "b", "2"],
        ["Summa", None, "3"],
        [None, "c", "4"],
    ]
    _, sink = read(make_contract([cross(columns, rows={"total": "^Summa"})]), grid)
    assert [(r["unit_code"], r["label"], r["row_kind"]) for r in sink.rows("grid")] == [
        ("100", "a", "data"), ("100", "b", "data"), ("Summa", None, "total"), ("100", "c", "data"),
    ]  # fmt: skip


TYPED = [
    {"name": "label", "aliases": ["Post"]},
    {"name": "code", "type": "code", "required": False},
    {"name": "year", "type": "year", "required": False},
    {"name": "on", "type": "date", "required": False},
    {"name": "share", "type": "percent", "required": False},
    {"name": "amount", "type": "amount", "unit": "tkr", "required": False},
    {"name": "exact", "type": "amount", "unit": "tkr", "required": False, "decimals": 1},
    {"name": "shown", "type": "amount", "unit": "tkr", "required": False, "decimals_from_cell": True},
    {"name": "is_open", "type": "boolean", "required": False},
]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("code", Cell(Decimal(7), text="007"), "007"),
        ("code", Cell(1234.0), "1234"),
        ("year", Cell(Decimal("2000")), 2000),
        ("year", Cell(2024.0), 2024),
        ("on", Cell(dt.datetime(2024, 4, 30)), dt.date(2024, 4, 30)),
        ("share", Cell(Decimal("0.145"), is_percent=True), Decimal("14.5")),
        ("share", Cell(0.95), Decimal("0.95")),
        ("amount", Cell(0.1 + 0.2), Decimal("0.3")),
        ("amount", Cell("1 234,5 tkr"), Decimal("1234.5")),
        ("amount", Cell(Decimal(1) / 3), Decimal("0.3333")),
        ("is_open", Cell(True), True),
    ],
)
def test_workbook_values(column: str, cell: Cell, value: object) -> None:
    contract = make_contract([{"name": "typed", "columns": TYPED}])
    names = [c["name"] for c in TYPED]
    row: list[Any] = ["a", *[None] * 8]
    row[names.index(column)] = cell
    result, sink = read(contract, [["Post", *names[1:]], row])
    assert result.rejections == []
    assert sink.rows("typed")[0][column] == value


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("label", Cell(dt.datetime(2024, 2, 1)), "date_in_text"),
        ("label", Cell(None, error="reject.error_cell", text="#REF!"), "error_cell"),
        ("year", Cell(Decimal("20.24")), "not_a_year"),
        ("on", Cell(dt.datetime(2024, 4, 30, 12)), "not_a_date"),
        ("amount", Cell(True), "not_a_number"),
        ("amount", Cell(Decimal("0.5"), is_percent=True), "unit_conflict"),
        ("amount", Cell("se not 1"), "not_a_number"),
        ("amount", Cell(float("inf")), "not_a_number"),
        ("amount", Cell(1e15), "overflow"),
        ("exact", Cell(Decimal("1.25")), "too_many_decimals"),
    ],
)
def test_workbook_values_that_are_refused(column: str, cell: Cell, code: str) -> None:
    contract = make_contract([{"name": "typed", "columns": TYPED}])
    names = [c["name"] for c in TYPED]
    row: list[Any] = ["a", *[None] * 8]
    row[names.index(column)] = cell
    result, _ = read(contract, [["Post", *names[1:]], row])
    place = f"{column_letters(names.index(column))}2"
    assert [(r.cell, r.code) for r in result.rejections] == [(place, f"reject.{code}")]


def test_stated_precision_comes_from_the_cell_or_the_contract() -> None:
    contract = make_contract([{"name": "typed", "columns": TYPED}])
    names = ["Post", *[c["name"] for c in TYPED[1:]]]
    row = ["a", None, None, None, None, Cell(12.5), Cell(12), Cell(12, decimals=2), None]
    _, sink = read(contract, [names, row])
    found = sink.rows("typed")[0]
    assert [found[f"{n}_decimals"] for n in ("amount", "exact", "shown")] == [1, 1, 2]


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(DeliveryError) as error:
        read(make_contract([cross()]), [["Post", "Kommentar"], ["a", "b"]])
    assert error.value.code == "error.no_value_column"
    other = cross() | {"name": "other", "sheet": "Bilaga", "optional": True}
    result, _ = read(make_contract([cross(), other]), [["Post", "2024"], ["a", "1"]])
    assert list(result.tables) == ["grid"]


def test_a_value_from_the_file_name() -> None:
    columns = [{"name": "label", "aliases": ["Post"]}, {"name": "year", "type": "year", "from_file": "year"}]
    contract = make_contract([cross(columns)], file_pattern=r"prov_(?P<year>\d+)\.csv")
    _, sink = read(contract, [["Post", "2024"], ["a", "1"]], name="prov_2024.csv")
    assert sink.rows("grid")[0]["year"] == 2024
    with pytest.raises(DeliveryError) as error:
        read(contract, [["Post", "2024"], ["a", "1"]], name="prov_99.csv")
    assert error.value.code == "error.file_name"


@given(st.text(alphabet="abcÅÄÖ -\u00ad\u00a0\n", max_size=12))
def test_typography_does_not_change_a_header(text: str) -> None:
    assert header_key(text) == header_key(text.upper()) == header_key(f"\u00a0{text}\n")
    assert header_key("Perso-\nnal-kost-nader") == header_key("personalkostnader")


def test_months_and_units_in_headers() -> None:
    assert [month_of(t) for t in ("jan", "Januari 2024", "202412", "2024-03", "dec-24", "mark")] == [
        1,
        1,
        12,
        3,
        12,
        None,
    ]
    assert (units_in("Belopp (Tkr)"), units_in("Summa, mkr"), units_in("Årskrav")) == (
        {"tkr"},
        {"mkr"},
        set(),
    )


def test_column_letters() -> None:
    assert [column_letters(i) for i in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
