"""Every kind of workbook becomes the same rows of cells, with what is hidden, merged and broken said."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from workbook_files import (
    record,
    sheet_xml,
    text_cell,
    write_ods,
    write_xlsb,
    write_xlsx,
    xlsb_cell,
    xlsb_sheet,
)

from rjh_warehouse.reading.table.cell import Cell
from rjh_warehouse.reading.table.result import DeliveryError, Finding
from rjh_warehouse.reading.workbook.bounds import Budget
from rjh_warehouse.reading.workbook.format import exact, number_format, serial_to_date
from rjh_warehouse.reading.workbook.sheet import column_letters, column_number, grid_rows
from rjh_warehouse.reading.workbook.workbook import open_workbook
from rjh_warehouse.reading.workbook.xlsb import rk_number


def read(path: Path) -> tuple[dict[str, dict[int, list[Cell | None]]], list[Finding]]:
    """Cells by sheet and row, and every finding."""
    budget = Budget(path.name)
    grids: dict[str, dict[int, list[Any]]] = {}
    findings: list[Finding] = []
    with open_workbook(path, budget) as workbook:
        for sheet in workbook.sheets():
            grids[sheet.facts.name] = {number: list(row) for number, row in grid_rows(sheet, budget)}
            findings += sheet.facts.findings
        findings += workbook.findings
    return grids, findings


def values(row: list[Cell | None]) -> list[object]:
    return [None if cell is None else cell.error or cell.value for cell in row]


def one_sheet(path: Path, rows: str, **more: Any) -> tuple[dict[int, list[Cell | None]], list[Finding]]:
    grids, findings = read(write_xlsx(path, {"Blad1": sheet_xml(rows)}, **more))
    return grids["Blad1"], findings


def test_the_kinds_of_cells(tmp_path: Path) -> None:
    rows, _ = one_sheet(
        tmp_path / "a.xlsx",
        '<row r="2"><c r="A2" t="s"><v>0</v></c>' + text_cell("B2", " 007 ")
        + '<c r="C2"><v>0.14499999999999999</v></c>'
        '<c r="D2" s="2"><v>0.14499999999999999</v></c><c r="E2" s="1"><v>45412</v></c><c r="F2" t="b"><v>1</v></c>'
        '<c r="G2" t="str"><f>A2</f><v>x</v></c><c r="H2" s="3"><v>12</v></c><c r="I2" s="4"><v>1.5</v></c>'
        '<c r="J2" t="d"><v>2024-04-30T00:00:00</v></c><c r="L2" s="1"/></row>',
        strings="<si><r><t>Sum</t></r><r><t>ma_x000D_</t></r><rPh><t>never</t></rPh></si>",
    )  # fmt: skip
    assert rows[1] == []
    assert values(rows[2]) == [
        "Summa\r", " 007 ", Decimal("0.145"), Decimal("0.145"), dt.date(2024, 4, 30), True, "x", 12, Decimal("1.5"),
        dt.date(2024, 4, 30),
    ]  # fmt: skip
    percent, code, tenth = rows[2][3], rows[2][7], rows[2][8]
    assert percent and (percent.is_percent, percent.text, percent.decimals) == (True, "14,5 %", 1)
    assert code and code.text == "00012"
    assert tenth and (tenth.decimals, tenth.address) == (1, "I2")


def test_errors_and_formulas_without_value_are_not_empty_cells(tmp_path: Path) -> None:
    rows, _ = one_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1"><v>1</v></c></row>',
    )
    assert values(rows[1]) == [
        "reject.error_cell", "reject.formula_without_value", "reject.formula_without_value", None, 1,
    ]  # fmt: skip
    assert rows[1][0] and (rows[1][0].text, rows[1][0].address) == ("#REF!", "A1")


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    rows, _ = one_sheet(
        tmp_path / "a.xlsx", "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='4'><c><v>4</v></c></row>"
    )
    assert {number: values(row) for number, row in rows.items()} == {1: [1, None, 3], 2: [], 3: [], 4: [4]}
    assert rows[1][2] and rows[1][2].address == "C1"


def test_merged_ranges_repeat_their_first_cell_as_parts(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["B2"], sheet["C2"], sheet["A3"], sheet["B4"] = (
        "Enhet",
        2024,
        "jan",
        "feb",
        "X",
        5,
    )
    for area in ("A1:A2", "B1:C1", "A3:A4"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    rows = read(tmp_path / "a.xlsx")[0]["Sheet"]
    assert values(rows[1]) == ["Enhet", 2024, 2024]
    assert values(rows[2]) == ["Enhet", "jan", "feb"]
    assert values(rows[4]) == ["X", 5]
    parts = [c.address for row in rows.values() for c in row if c and c.is_merged_part]
    assert parts == ["C1", "A2", "A4"]


def test_what_is_hidden_is_read_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(1, 6):
        sheet.append([row, row, row])
    sheet.row_dimensions[2].hidden = sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["Z"].hidden = True
    sheet["C4"].comment = Comment("Preliminärt", "x")
    other = book.create_sheet("Dolt")
    other.sheet_state = "veryHidden"
    other["A1"] = 1
    book.save(tmp_path / "a.xlsx")
    grids, findings = read(tmp_path / "a.xlsx")
    assert len(grids["Sheet"]) == 5 and values(grids["Dolt"][1]) == [1]
    said = {(f.code, f.sheet, f.cell, f.found) for f in findings}
    assert said == {
        ("finding.hidden_rows", "Sheet", None, "2–3"),
        ("finding.hidden_rows", "Sheet", None, "5"),
        ("finding.hidden_columns", "Sheet", None, "B"),
        ("finding.cell_note", "Sheet", "C4", "Preliminärt"),
        ("finding.hidden_sheet", "Dolt", None, "very_hidden"),
    }


def test_links_and_macros_are_said_and_not_followed(tmp_path: Path) -> None:
    from workbook_files import relations

    _, findings = one_sheet(
        tmp_path / "a.xlsm",
        '<row r="1"><c r="A1"><f>[1]Blad1!A1</f><v>7</v></c></row>',
        more={
            "xl/externalLinks/externalLink1.xml": "<externalLink/>",
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("rId1", "externalLinkPath", "file:///C:/budget.xlsx")
            ).replace("/>", ' TargetMode="External"/>'),
            "xl/vbaProject.bin": b"macro",
        },
        more_relations=(
            ("rId8", "externalLink", "externalLinks/externalLink1.xml"), ("rId9", "vbaProject", "vbaProject.bin"),
        ),
    )  # fmt: skip
    assert [(f.code, f.found) for f in findings] == [
        ("finding.external_link", "file:///C:/budget.xlsx"), ("finding.macro_not_run", "xl/vbaProject.bin"),
    ]  # fmt: skip


def test_a_stray_cell_far_away_costs_nothing_and_is_said(tmp_path: Path) -> None:
    rows, findings = one_sheet(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>9</v></c></row>',
    )
    assert list(rows) == [1, 2, 1_048_576]
    assert len(rows[1_048_576]) == 16_384
    assert [(f.code, f.row_number, f.found) for f in findings] == [("finding.far_row", 1_048_576, "1048574")]


def test_dates_of_1904(tmp_path: Path) -> None:
    rows, _ = one_sheet(tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="1"><v>43950</v></c></row>', is_1904=True)
    assert values(rows[1]) == [dt.date(2024, 4, 30)]


def test_a_number_that_is_no_date_is_an_error_where_a_date_is_shown(tmp_path: Path) -> None:
    rows, _ = one_sheet(
        tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="1"><v>-5</v></c><c r="B1" s="1"><v>60</v></c></row>'
    )
    assert values(rows[1]) == ["reject.no_date", "reject.no_date"]


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)))
def test_serial_numbers_are_days(day: dt.date) -> None:
    assert serial_to_date((day - dt.date(1899, 12, 30)).days, is_1904=False) == day
    if day >= dt.date(1904, 1, 1):
        assert serial_to_date((day - dt.date(1904, 1, 1)).days, is_1904=True) == day


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_stored_number_is_the_number_that_was_typed(number: Decimal) -> None:
    assert exact(float(number)) == number


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_agree(column: int) -> None:
    assert column_number(column_letters(column)) == column


@pytest.mark.parametrize(
    ("code", "kind", "decimals"),
    [
        ("General", "number", None), ("0", "number", 0), ("#,##0.00", "number", 2), ('#,##0.0 "dagar"', "number", 1),
        ("0%", "percent", 0), ("0.0 %", "percent", 1), ("yyyy-mm-dd", "date", None), ("[$-41D]mmm-yy", "date", None),
        ('"år "0', "number", 0), ("[h]:mm", "duration", None), ("@", "text", None), ("[Red]0.0;-0.0", "number", 1),
        ("mm:ss.0", "date", None), ("0.00E+00", "number", None), ("#,##0.0_ ;[Red]\\-#,##0.0\\ ", "number", 1),
    ],
)  # fmt: skip
def test_number_formats(code: str, kind: str, decimals: int | None) -> None:
    found = number_format(code)
    assert (found.kind, found.decimals) == (kind, decimals)


def xls_file(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Budget")
    sheet.write_merge(0, 0, 1, 2, "2024")
    sheet.write(0, 0, "konto")
    sheet.write(1, 0, "0012")
    sheet.write(1, 1, 0.145, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(1, 2, dt.date(2024, 4, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(3, 0, True)
    sheet.write(3, 1, -1234.5)
    sheet.row(3).set_cell_error(2, "#DIV/0!")
    sheet.row(3).hidden = True
    sheet.col(2).hidden = True
    book.add_sheet("Dolt").visibility = 1
    book.save(str(path))
    return path


def xlsb_file(path: Path) -> Path:
    serial = struct.pack("<d", 45412.0)
    rows = {
        1: [
            xlsb_cell(7, 1, struct.pack("<I", 0)),
            xlsb_cell(6, 2, struct.pack("<I", 4) + "2024".encode("utf-16-le")),
        ],
        2: [
            xlsb_cell(7, 1, struct.pack("<I", 1)),
            xlsb_cell(5, 2, struct.pack("<d", 0.145), 1),
            xlsb_cell(9, 3, serial + bytes(6), 2),
        ],
        4: [
            xlsb_cell(4, 1, b"\1"),
            xlsb_cell(2, 2, struct.pack("<i", (-123450 << 2) | 3)),
            xlsb_cell(3, 3, b"\x07"),
        ],
    }
    merge = record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", 0, 0, 1, 2)) + record(178)
    columns = record(390) + record(60, struct.pack("<IIIIH", 2, 2, 2560, 0, 1)) + record(391)
    sheet = xlsb_sheet(rows, hidden_rows=(4,), after=merge, columns=columns)
    empty = xlsb_sheet({})
    return write_xlsb(path, {"Budget": sheet, "Dolt": empty}, hidden=("Dolt",), shared=("konto", "0012"))


def ods_file(path: Path) -> Path:
    def cell(kind: str, inside: str = "", **attributes: str) -> str:
        said = "".join(f' {k.replace("_", ":", 1).replace("_", "-")}="{v}"' for k, v in attributes.items())
        return f'<table:table-cell office:value-type="{kind}"{said}>{inside}</table:table-cell>'

    first = cell("string", "<text:p>konto</text:p>") + cell(
        "string", "<text:p>2024</text:p>", table_number_columns_spanned="2"
    )
    second = (
        cell("string", "<text:p>0012</text:p>")
        + cell("percentage", "<text:p>14,5 %</text:p>", office_value="0.145", table_style_name="ce1")
        + cell("date", "<text:p>30 april</text:p>", office_date_value="2024-04-30")
    )
    fourth = (
        cell("boolean", "<text:p>SANT</text:p>", office_boolean_value="true")
        + cell("float", "<text:p>-1 235</text:p>", office_value="-1234.5")
        + cell("string", "<text:p>#DIV/0!</text:p>", calcext_value_type="error", table_formula="of:=1/0")
    )
    blank = '<table:table-cell table:number-columns-repeated="16381"/>'
    return write_ods(
        path,
        '<table:table table:name="Budget"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{first}<table:covered-table-cell/>{blank}</table:table-row>"
        f"<table:table-row>{second}{blank}</table:table-row>"
        f"<table:table-row><table:table-cell/></table:table-row>"
        f'<table:table-row table:visibility="collapse">{fourth}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell/></table:table-row></table:table>'
        '<table:table table:name="Dolt" table:style-name="ta2"/>',
    )


def xlsx_file(path: Path) -> Path:
    return write_xlsx(
        path,
        {
            "Budget": sheet_xml(
                '<row r="1">' + text_cell("A1", "konto") + text_cell("B1", "2024") + '</row><row r="2">'
                + text_cell("A2", "0012") + '<c r="B2" s="2"><v>0.145</v></c><c r="C2" s="1"><v>45412</v></c></row>'
                '<row r="4" hidden="1"><c r="A4" t="b"><v>1</v></c><c r="B4"><v>-1234.5</v></c>'
                '<c r="C4" t="e"><v>#DIV/0!</v></c></row>',
                before='<cols><col min="3" max="3" hidden="1"/></cols>',
                after='<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>',
            ),
            "Dolt": sheet_xml(""),
        },
        states={"Dolt": "hidden"},
    )  # fmt: skip


@pytest.mark.parametrize("write", [xlsx_file, xlsb_file, xls_file, ods_file], ids=["xlsx", "xlsb", "xls", "ods"])
def test_one_budget_in_every_kind_of_workbook(tmp_path: Path, write: Any) -> None:
    kind = write.__name__.removesuffix("_file")
    path = write(tmp_path / f"budget.{kind}")
    grids, findings = read(path)
    rows = grids["Budget"]
    assert values(rows[1]) == ["konto", "2024", "2024"] and rows[1][2] and rows[1][2].is_merged_part
    assert values(rows[2]) == ["0012", Decimal("0.145"), dt.date(2024, 4, 30)]
    assert rows[2][1] and (rows[2][1].is_percent, rows[2][1].decimals, rows[2][1].address) == (True, 1, "B2")
    assert values(rows[4]) == [True, Decimal("-1234.5"), "reject.error_cell"]
    assert rows[4][2] and (rows[4][2].text, rows[4][2].address) == ("#DIV/0!", "C4")
    assert {(f.code, f.found) for f in findings} == {
        ("finding.hidden_rows", "4"), ("finding.hidden_columns", "C"), ("finding.hidden_sheet", "hidden"),
    }  # fmt: skip
    independent = python_calamine.load_workbook(str(path)).get_sheet_by_name("Budget").to_python()
    assert independent[1][:3] == ["0012", 0.145, dt.date(2024, 4, 30)]
    assert independent[3][:2] == [True, -1234.5]


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_short_numbers_of_xlsb(number: float) -> None:
    top = struct.unpack("<Q", struct.pack("<d", number))[0] >> 32 & 0xFFFFFFFC
    assert rk_number(top) == struct.unpack("<d", struct.pack("<Q", top << 32))[0]
    whole = int(number)
    assert rk_number((whole << 2 & 0xFFFFFFFF) | 2) == whole
    assert rk_number((whole << 2 & 0xFFFFFFFF) | 3) == whole / 100


def test_ods_repeats_notes_and_formulas_without_value(tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "a.ods",
        '<table:table table:name="Blad1"><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="float" office:value="2" table:number-columns-repeated="3"/>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>Gissad</text:p></office:annotation>'
        '<text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p></table:table-cell>'
        "</table:table-row></table:table>",
    )
    grids, findings = read(path)
    expected = [2, 2, 2, "reject.formula_without_value", "a  b\nc"]
    assert {n: values(r) for n, r in grids["Blad1"].items()} == {1: expected, 2: expected}
    assert [(f.code, f.cell, f.found) for f in findings] == [("finding.cell_note", "E1", "Gissad")]


def test_rows_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"workbook_corrupt"):
        one_sheet(
            tmp_path / "a.xlsx",
            '<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>',
        )
