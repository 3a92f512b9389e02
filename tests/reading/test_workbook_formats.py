"""What a cell shows is not always what it stores: units, thousands, codes, durations, noise and lost digits."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbook_files import (
    HEAD,
    MAIN,
    record,
    relations,
    sheet_xml,
    text_cell,
    wide,
    write_ods,
    write_xlsb,
    write_xlsx,
    xlsb_cell,
    xlsb_sheet,
)

from rjh_warehouse.contract.contract import Column, Numbers
from rjh_warehouse.reading.table.cell import Cell, cell_found
from rjh_warehouse.reading.table.result import Finding
from rjh_warehouse.reading.table.typed import CellFault, ColumnReader
from rjh_warehouse.reading.workbook.bounds import Budget
from rjh_warehouse.reading.workbook.format import NumberFormat, number_format
from rjh_warehouse.reading.workbook.sheet import grid_rows, number_cell
from rjh_warehouse.reading.workbook.workbook import open_workbook


def rows_of(path: Path) -> tuple[dict[int, list[Any]], list[Finding]]:
    budget = Budget(path.name)
    with open_workbook(path, budget) as workbook:
        sheet = next(iter(workbook.sheets()))
        return {n: list(r) for n, r in grid_rows(sheet, budget)}, sheet.facts.findings


def shown(value: float, code: str) -> Cell:
    return number_cell(value, number_format(code), "A1", is_1904=False)


def read(cell: Cell, *, lean: bool = False, **column: Any) -> Any:
    unit = column.pop("unit", None)
    reader = ColumnReader(Column(name="x", unit="cell", **column), Numbers(), unit=unit, is_lean=lean)
    try:
        typed = reader.read(cell)
    except CellFault as fault:
        return fault.code
    return typed.value, typed.unit


@pytest.mark.parametrize(
    ("code", "unit", "thousands"),
    [
        ('#,##0\\ "tkr"', "tkr", 0), ("#,##0.00 [$kr-41D]", "kr", 0), ("[$SEK] #,##0", "kr", 0), ('0.0 "%"', "%", 0),
        ('_-* #,##0.00\\ "kr"_-;-* #,##0', "kr", 0), ('General\\ "kr"', "kr", 0), ("#,##0,", None, 1),
        ('#,##0.0,,\\ "mkr"', "mkr", 2), ("#,##0", None, 0), ('#,##0 "st"', None, 0), ("#,##0,.00", None, 1),
    ],
)  # fmt: skip
def test_a_format_says_unit_and_scale(code: str, unit: str | None, thousands: int) -> None:
    found = number_format(code)
    assert (found.kind, found.unit, found.thousands) == ("number", unit, thousands)


def test_the_unit_that_a_cell_shows_is_held_against_the_columns() -> None:
    kronor = shown(1234.5, '#,##0.00\\ "kr"')
    assert read(kronor, type="amount", unit="kr", decimals=2) == (Decimal("1234.5"), "kr")
    assert read(kronor, type="amount", unit="tkr", decimals=1) == "reject.unit_conflict"
    assert read(kronor, type="amount", decimals=2) == (Decimal("1234.5"), "kr")
    assert cell_found(kronor) == "1234.5 kr"
    assert read(shown(14.5, '0.0 "%"'), type="percent", decimals=1) == (Decimal("14.5"), "%")
    assert read(kronor, type="number", lean=True, decimals=1) == (Decimal("1234.5"), None)


def test_a_number_shown_as_thousands_is_what_its_unit_says_or_is_rejected() -> None:
    stored = shown(1234567, '#,##0,\\ "tkr"')
    assert (stored.value, stored.unit) == (1234567, "kr")
    assert shown(1.5e6, '0.0,,"mkr"').unit == "kr" and shown(1500, '0.0,"mkr"').unit == "tkr"
    unsaid = shown(1234567, "#,##0,")
    assert (unsaid.error, unsaid.text) == ("reject.scaled_number", "1234567 (1235)")
    assert shown(1, '0,"kr"').error == "reject.scaled_number"


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [("00000", 12, "00012"), ("000\\ 00", 8312, "083 12"), ("000000\\-0000", 2_120_000_123, "212000-0123"),
     ('"K"0000', 7, "K0007"), ("000", 12345, "12345"), ("00\\-00", 12345, "123-45")],
)  # fmt: skip
def test_codes_are_read_as_they_are_shown(code: str, value: int, text: str) -> None:
    cell = shown(value, code)
    assert cell.text == text and read(cell, type="code") == (text, None)


@pytest.mark.parametrize(
    ("stored", "decimals", "expected"),
    [
        (0.1 + 0.2, 2, Decimal("0.3")), (1234567.89000001, 2, Decimal("1234567.89")), (2.98e-8, 2, Decimal(0)),
        (-1.16e-10, 0, Decimal(0)), (0.125, 2, "reject.too_many_decimals"), (12.340001, 2, "reject.too_many_decimals"),
        (12.3400002, 2, "reject.too_many_decimals"), (1e9 / 3 * 3, 2, Decimal(10**9)),
    ],
)  # fmt: skip
def test_what_arithmetic_leaves_behind_is_no_decimal(stored: float, decimals: int, expected: Any) -> None:
    found = read(shown(stored, "#,##0.00"), type="amount", unit="kr", decimals=decimals)
    assert found == (expected if isinstance(expected, str) else (expected, "kr"))


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1, max_size=60))
def test_a_sum_of_amounts_is_an_amount(amounts: list[Decimal]) -> None:
    found = read(shown(sum(map(float, amounts)), "General"), type="amount", unit="kr", decimals=2)
    assert found == (sum(amounts), "kr")


def test_digits_that_a_workbook_does_not_keep_are_said() -> None:
    assert shown(123456789012345, "0").value == 123456789012345
    assert shown(1234567890123456.0, "0").error == "reject.too_many_digits"
    assert shown(-1e142, "General").error == "reject.too_many_digits"
    assert shown(float("inf"), "General").error == "reject.not_a_number"


def test_a_duration_is_no_number() -> None:
    cell = shown(1.5, "[h]:mm")
    assert (cell.value, cell.text) == (dt.timedelta(hours=36), "36:00")
    assert read(cell, type="number") == "reject.not_a_number"


def test_long_formats_and_deep_parents_end(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="characters"):
        number_format("0" * 5000)
    assert number_format(";;;") == NumberFormat()


def test_the_calendar_of_1904_survives_an_extension_of_its_element(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"B": sheet_xml('<row r="1"><c r="A1" s="1"><v>43950</v></c></row>')},
                      more={"xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="r"><workbookPr date1904="1"/>'
                            '<sheets><sheet name="B" r:id="rId1"/></sheets><extLst><ext><x15:workbookPr '
                            'xmlns:x15="x" chartTrackingRefBase="1"/></ext></extLst></workbook>'})  # fmt: skip
    assert rows_of(path)[0][1][0].value == dt.date(2024, 4, 30)


def test_a_formula_that_was_never_computed_is_an_error_and_says_itself(tmp_path: Path) -> None:
    """Some writers store 0 for every formula and ask the spreadsheet program to compute on opening."""
    rows = sheet_xml('<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
                     '<c r="C1"><v>0</v></c><c r="D1"><f>A1</f></c></row>')  # fmt: skip
    book = (f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="r"><sheets><sheet name="B" r:id="rId1"/></sheets>'
            '<calcPr calcId="1" fullCalcOnLoad="1"/></workbook>')  # fmt: skip
    cells = rows_of(write_xlsx(tmp_path / "a.xlsx", {"B": rows}, more={"xl/workbook.xml": book}))[0][1]
    assert [(c.error, c.text) if c.error else c.value for c in cells] == [
        ("reject.formula_without_value", "=SUM(B1:B9)"), 2, 0, ("reject.formula_without_value", "=A1"),
    ]  # fmt: skip
    assert rows_of(write_xlsx(tmp_path / "b.xlsx", {"B": rows}))[0][1][0].value == 0


def test_inline_text_beside_a_value_split_characters_and_times(tmp_path: Path) -> None:
    rows = ('<row r="1" ht="0"><c r="A1" t="inlineStr"><v>1.0</v><is><r><t>1.</t></r></is></c>'
            + text_cell("B1", "_xD83D__xDE00_") + text_cell("C1", "a_xD801_b") + text_cell("D1", "_x005F_x000D_")
            + '<c r="E1" t="d"><v>23:44:51</v></c></row>')  # fmt: skip
    cells, findings = rows_of(
        write_xlsx(tmp_path / "a.xlsx", {"B": sheet_xml(rows, before='<cols><col min="2" max="2" width="0"/></cols>')})
    )
    assert [c.value for c in cells[1]] == ["1.", "\U0001f600", "a\ufffdb", "_x000D_", dt.time(23, 44, 51)]
    assert [(f.code, f.found) for f in findings] == [("finding.hidden_rows", "1"), ("finding.hidden_columns", "B")]


def test_ods_covered_cells_styles_notes_and_links(tmp_path: Path) -> None:
    styles = (
        '<number:number-style style:name="N5"><number:number number:decimal-places="0" number:min-integer-digits="5">'
        '<number:embedded-text number:position="2"> </number:embedded-text></number:number></number:number-style>'
        '<number:currency-style style:name="N6"><number:number number:decimal-places="1" number:display-factor="1000"/>'
        "<number:text> tkr</number:text></number:currency-style>"
        '<style:style style:name="code" style:data-style-name="N5"/><style:style style:name="money" '
        'style:data-style-name="N6"/><style:style style:name="child" style:parent-style-name="money"/>'
    )
    tables = (
        '<table:table table:name="B"><table:table-source xlink:href="../annan.ods"/>'
        '<table:table-column table:default-cell-style-name="code"/><table:table-column/><table:table-row>'
        '<table:table-cell office:value-type="float" office:value="8312"/>'
        '<table:table-cell office:value-type="float" office:value="1234567" table:style-name="child" '
        'table:number-columns-spanned="2"/><table:covered-table-cell office:value-type="string">'
        "<text:p>dold</text:p></table:covered-table-cell></table:table-row><table:table-row><table:table-cell>"
        "<office:annotation><text:p>Se bilaga</text:p></office:annotation></table:table-cell></table:table-row>"
        "</table:table>"
    )
    rows, findings = rows_of(write_ods(tmp_path / "a.ods", tables, styles=styles))
    assert [(c.value, c.text, c.unit) for c in rows[1]] == [
        (8312, "083 12", None), (1234567, None, "kr"), ("dold", None, None),
    ]  # fmt: skip
    assert [(f.code, f.cell, f.found) for f in findings] == [
        ("finding.external_link", None, "../annan.ods"), ("finding.cell_note", "A2", "Se bilaga"),
    ]  # fmt: skip


def test_notes_and_narrow_columns_of_xlsb_are_said(tmp_path: Path) -> None:
    note = record(635, struct.pack("<IIIII", 0, 3, 3, 1, 1) + bytes(16)) + record(637, b"\0" + wide("Gissad"))
    narrow = record(390) + record(60, struct.pack("<IIIIH", 1, 1, 0, 0, 0)) + record(391)
    sheet = xlsb_sheet({1: [xlsb_cell(4, 2, b"\1")]}, columns=narrow)
    links = relations(("rId1", "comments", "../comments1.bin"))
    path = write_xlsb(tmp_path / "a.xlsb", {"B": sheet}, more={
        "xl/worksheets/_rels/sheet1.bin.rels": links, "xl/comments1.bin": note})  # fmt: skip
    rows, findings = rows_of(path)
    assert (rows[1][1].value, rows[1][1].text) == (True, "SANT")
    assert [(f.code, f.cell, f.found) for f in findings] == [
        ("finding.cell_note", "B4", "Gissad"), ("finding.hidden_columns", None, "B"),
    ]  # fmt: skip


def test_many_hidden_rows_are_told_in_few_findings(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{r}"{" hidden=" + chr(34) + "1" + chr(34) if r % 2 else ""}><c r="A{r}"><v>1</v></c></row>'
                   for r in range(1, 301))  # fmt: skip
    findings = rows_of(write_xlsx(tmp_path / "a.xlsx", {"B": sheet_xml(rows)}))[1]
    assert len(findings) == 51 and findings[-1].code == "finding.more_hidden_rows" and findings[-1].found == "100"
