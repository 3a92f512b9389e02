"""Checking a file says each bad cell in words, loads nothing, and marks a copy to send back."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest
import yaml
from openpyxl.comments import Comment
from openpyxl.styles import Font

from rjh_warehouse.check import check_file, check_files, check_json, explain, render_check
from rjh_warehouse.contract import Contract
from rjh_warehouse.marked import marked_copy
from rjh_warehouse.messages import catalogue

BUDGET = """
contract: budget
title_sv: Budget
title_en: Budget
description: x
source: x
file_pattern: '(?P<board>[A-Z]+)_budget\\.xlsx'
format: excel
tables:
  - name: budget
    layout: cross
    header_rows: 1
    rows: {total: '^Summa'}
    columns:
      - {name: unit_code, type: code, aliases: [Ansvar], pattern: '\\d{4}'}
    across:
      months: true
      value: {name: amount, type: amount, unit: tkr, required: false}
"""
LEDGER = """
contract: ledger
title_sv: Huvudbok
title_en: Ledger
description: x
source: x
file_pattern: 'huvudbok\\.csv'
format: csv
tables:
  - name: posting
    columns:
      - {name: account_code, type: code, aliases: [Konto], pattern: '\\d{4}'}
      - {name: label, aliases: [Text], required: false}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [Belopp]}
"""


@pytest.fixture
def contracts() -> dict[str, Contract]:
    return {c.contract: c for c in (Contract.model_validate(yaml.safe_load(t)) for t in (BUDGET, LEDGER))}


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Budget"
    sheet.append(["Region X, budget i tkr"])
    sheet.append([])
    sheet.append(["Ansvar", "jan", "feb", "mar"])
    sheet.append(["0012", 10.5, "se not", None])
    sheet.append([dt.date(2024, 2, 1), 1, 2, 3])
    sheet.append(["Summa", 11.5, 2, 3])
    sheet["A3"].font = Font(bold=True)
    sheet["C4"].comment = Comment("Preliminär", "x")
    book.save(tmp_path / "RS_budget.xlsx")
    return tmp_path / "RS_budget.xlsx"


def test_every_rejected_cell_has_its_address_and_a_way_to_mend_it(budget: Path, contracts: dict[str, Contract]) -> None:
    check = check_file(budget, contracts)
    assert check.result is not None and not check.is_good
    assert [(r.cell, r.code) for r in check.result.rejections] == [
        ("C4", "reject.not_a_number"), ("A5", "reject.date_in_text"),
    ]  # fmt: skip
    assert (check.count("rows_read"), check.count("rows_loaded"), check.count("rows_rejected")) == (9, 5, 4)
    swedish = "\n".join(render_check(check_files([budget], contracts), language="sv"))
    assert "blad Budget, cell C4, kolumn feb: ”se not” är inget tal" in swedish
    assert "kommentar ”Preliminär”" in swedish and "{" not in swedish
    english = "\n".join(render_check(check_files([budget], contracts), language="en", with_non_data=True))
    assert "sheet Budget, cell A5" in english and "text before the table" in english


def test_the_marked_workbook_keeps_its_form_and_says_why(budget: Path, contracts: dict[str, Contract]) -> None:
    check = check_file(budget, contracts)
    before = budget.read_bytes()
    out = marked_copy(check, budget.parent, language="sv")
    assert out.name == "RS_budget.markerad.xlsx" and budget.read_bytes() == before
    book = openpyxl.load_workbook(out)
    sheet = book["Budget"]
    assert sheet["A3"].font.bold and sheet["B4"].value == 10.5 and sheet["B4"].comment is None
    comment = sheet["C4"].comment
    assert comment is not None and comment.text.startswith("Preliminär") and "inget tal" in comment.text
    assert sheet["C4"].fill.fgColor.rgb == "00FFC7CE" and sheet["A5"].comment is not None
    listed = list(book["Att rätta"].iter_rows(values_only=True))
    assert [row[5] for row in listed[1:]] == ["reject.not_a_number", "reject.date_in_text"]


def test_a_text_file_becomes_a_workbook_of_texts_with_its_line_numbers(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_text("Konto;Text;Belopp\n4010;=HYPERLINK(1);10,5\n401;Å;1,234,5\n4020;x\x01y;2\n", encoding="cp1252")
    check = check_file(path, contracts)
    out = marked_copy(check, tmp_path / "copy.xlsx", language="sv")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows(max_row=3)] == [
        ["1", "Konto", "Text", "Belopp"], ["2", "4010", "=HYPERLINK(1)", "10,5"], ["3", "401", "Å", "1,234,5"],
    ]  # fmt: skip
    assert sheet["C2"].data_type == "s"
    marked = {c.coordinate for row in sheet.iter_rows() for c in row if c.comment}
    assert marked == {"B3", "D3"}


def test_of_a_long_text_file_the_copy_holds_the_bad_rows(
    tmp_path: Path, contracts: dict[str, Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rjh_warehouse.marked.MAX_WHOLE_ROWS", 10)
    path = tmp_path / "huvudbok.csv"
    path.write_text("Konto;Text;Belopp\n" + "4010;x;1\n" * 30 + "9;x;1\n" + "4010;x;1\n" * 30, encoding="utf-8")
    out = marked_copy(check_file(path, contracts), tmp_path / "copy.xlsx")
    rows = [row[0] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)]
    assert rows == ["1", "32"]


def test_a_file_that_cannot_be_read_is_said_and_can_be_marked(
    budget: Path, contracts: dict[str, Contract], tmp_path: Path
) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_text("Konto;Text;Summa\n4010;x;1,5\n", encoding="utf-8")
    check = check_file(path, contracts)
    assert check.error is not None and check.error.code == "error.missing_column"
    sheet = openpyxl.load_workbook(marked_copy(check, tmp_path / "copy.xlsx")).worksheets[0]
    comment = sheet["B1"].comment
    assert comment is not None and "Belopp" in comment.text
    book = openpyxl.load_workbook(budget)
    book["Budget"]["A3"] = "Enhet"
    book.save(budget)
    marked = openpyxl.load_workbook(marked_copy(check_file(budget, contracts), tmp_path / "b.xlsx"))["Budget"]
    assert marked["A1"].comment is not None
    (tmp_path / "okänd.txt").write_text("x")
    report = check_files([tmp_path / "okänd.txt", tmp_path / "saknas_budget.xlsx", budget], contracts)
    assert not report.is_good
    assert [f.error.code if f.error else None for f in report.files][:1] == ["error.no_contract"]
    assert all(f["error"]["message"] for f in check_json(report))
    assert "kan inte läsas" in "\n".join(render_check(report, language="sv"))


def test_a_good_file_is_good(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_text("Konto;Text;Belopp\n4010;x;1,5\n", encoding="utf-8")
    report = check_files([path], contracts)
    assert report.is_good and render_check(report, language="sv")[-1].startswith("1 filer: 1 utan anmärkning")
    (described,) = check_json(report)
    assert described["is_good"] and described["tables"]["posting"]["rows_loaded"] == 1


def test_every_rejection_can_be_said_in_both_languages(budget: Path, contracts: dict[str, Contract]) -> None:
    check = check_file(budget, contracts)
    assert check.result is not None
    for rejection in check.result.rejections:
        assert explain(rejection, "sv") != explain(rejection, "en")


def test_every_code_that_the_readers_use_has_a_sentence() -> None:
    root = Path(__file__).parents[1] / "src" / "rjh_warehouse"
    files = [*(root / "reading").glob("*.py"), root / "check.py", root / "marked.py"]
    used = {c for f in files for c in re.findall(r'"((?:reject|finding|error|check)\.[a-z_0-9]+)"', f.read_text())}
    assert "reject.error_cell" in used and "error.workbook_corrupt" in used
    assert sorted(used - set(catalogue())) == []
