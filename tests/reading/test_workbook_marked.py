"""The marked copy of each kind of workbook: comments at the very cells, and what stood in the file."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path

import openpyxl
import pytest
import xlwt
import yaml
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from workbook_files import sheet_xml, text_cell, wide, write_ods, write_xlsb, write_xlsx, xlsb_cell, xlsb_sheet

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.intake.check import check_file
from rjh_warehouse.intake.mark import marked_copy

CONTRACT = Contract.model_validate(
    yaml.safe_load(
        """
contract: budget
title_sv: x
title_en: x
description: x
source: x
file_pattern: '.*'
format: excel
tables:
  - name: budget
    columns:
      - {name: unit_code, aliases: [ansvar], type: code}
      - {name: amount, aliases: [belopp], type: amount, unit: tkr, decimals: 1}
      - {name: booked_on, aliases: [dag], type: date}
"""
    )
)


def write_xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Budget år 1")
    sheet.write_merge(0, 0, 0, 2, "Budget i tkr")
    for column, text in enumerate(("ansvar", "belopp", "dag")):
        sheet.write(2, column, text)
    sheet.write(3, 0, "0012")
    sheet.write(3, 1, 10.5, xlwt.easyxf(num_format_str="0.0"))
    sheet.write(3, 2, dt.date(2024, 4, 30), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(4, 0, "0013")
    sheet.row(4).set_cell_error(1, "#DIV/0!")
    book.save(str(path))
    return path


def write_b(path: Path) -> Path:
    def text(column: int, said: str) -> bytes:
        return xlsb_cell(6, column, wide(said))

    rows = {
        1: [text(1, "Budget i tkr")], 3: [text(1, "ansvar"), text(2, "belopp"), text(3, "dag")],
        4: [text(1, "0012"), xlsb_cell(5, 2, struct.pack("<d", 10.5)), xlsb_cell(5, 3, struct.pack("<d", 45412), 2)],
        5: [text(1, "0013"), xlsb_cell(3, 2, b"\x07")],
    }  # fmt: skip
    return write_xlsb(path, {"Budget år 1": xlsb_sheet(rows)})


def write_o(path: Path) -> Path:
    def cell(kind: str, more: str = "", text: str = "") -> str:
        return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    return write_ods(
        path,
        '<table:table table:name="Budget år 1">' + row(cell("string", "", "Budget i tkr")) + row()
        + row(*(cell("string", "", t) for t in ("ansvar", "belopp", "dag")))
        + row(cell("string", "", "0012"), cell("float", 'office:value="10.5"', "10,5"),
              cell("date", 'office:date-value="2024-04-30"', "30 apr"))
        + row(cell("string", "", "0013"), cell("string", 'calcext:value-type="error" table:formula="x"', "#DIV/0!"))
        + "</table:table>",
    )  # fmt: skip


@pytest.mark.parametrize("write", [write_xls, write_b, write_o], ids=["xls", "xlsb", "ods"])
def test_the_copy_of_another_kind_has_every_cell_at_its_address(tmp_path: Path, write: object) -> None:
    path = write(tmp_path / "Budget.bin")  # type: ignore[operator]
    check = check_file(path, {"budget": CONTRACT})
    assert check.result is not None
    rejected = [r.cell for r in check.result.rejections]
    assert rejected == ["B5", "C5"]
    book = openpyxl.load_workbook(marked_copy(check, tmp_path, language="sv"))
    sheet = book.worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows(min_row=3)] == [
        ["ansvar", "belopp", "dag"], ["0012", 10.5, dt.datetime(2024, 4, 30)], ["0013", "#DIV/0!", None],
    ]  # fmt: skip
    assert {c.coordinate for row in sheet.iter_rows() for c in row if c.comment} == set(rejected)
    assert "#DIV/0!" in str(sheet["B5"].comment.text) and book.sheetnames[1] == "Att rätta"


def test_formulas_and_rich_texts_stay_and_charts_are_missed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["ansvar", "belopp", "dag"], [CellRichText("00", TextBlock(InlineFont(b=True), "12")), "=5*2.1", 7]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "E1")
    book.save(tmp_path / "b.xlsx")
    check = check_file(tmp_path / "b.xlsx", {"budget": CONTRACT})
    copy = openpyxl.load_workbook(marked_copy(check, tmp_path, language="sv"), rich_text=True)
    sheet = copy.worksheets[0]
    assert sheet["B2"].value == "=5*2.1" and isinstance(sheet["A2"].value, CellRichText)
    assert {c.coordinate for c in sheet[2] if c.comment} == {"B2", "C2"}
    assert "charts" in str([c.value for c in copy.worksheets[1]["A"]][-1])


def test_what_openpyxl_cannot_open_is_copied_as_values(tmp_path: Path) -> None:
    rows = '<row r="1">' + text_cell("A1", "ansvar") + text_cell("B1", "belopp") + text_cell("C1", "dag") + "</row>"
    rows += '<row r="2">' + text_cell("A2", "0012") + '<c r="B2" t="e"><v>#REF!</v></c><c r="C2"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "b.xlsm", {"Budget": sheet_xml(rows)})  # without [Content_Types].xml
    out = marked_copy(check_file(path, {"budget": CONTRACT}), tmp_path)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert out.suffix == ".xlsx" and sheet["A2"].value == "0012" and sheet["B2"].comment is not None
