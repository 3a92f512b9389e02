"""Workbooks: every figure a number with its origin, text that looks like a formula is text, and it opens."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner
from report_file import report_project
from small_publication import small_build, small_project

from rjh_warehouse.answers.workbook import LONGEST_TEXT, new_book
from rjh_warehouse.build.publish import publish
from rjh_warehouse.cli import main
from rjh_warehouse.report.sections import SECTIONS
from rjh_warehouse.report.verify import read_page
from rjh_warehouse.settings import Project

needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return report_project(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def path(project: Project) -> Path:
    return _report(project, "--xlsx", name="bok.xlsx")


def _report(project: Project, *words: str, name: str) -> Path:
    path = project.root / name
    done = CliRunner().invoke(
        main, ["report", "2024-04", "--board", "RS", "--out", str(path), "--project", str(project.root), *words]
    )
    assert done.exit_code == 0, done.output
    return path


def _origins(book: Any) -> list[dict[str, Any]]:
    rows = [[cell.value for cell in row] for row in book["Ursprung"].iter_rows(min_row=4)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0]]


def test_a_sheet_for_each_question_then_terms_and_origins(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    questions = [q for section in SECTIONS for q in section.questions]
    assert len(book.sheetnames) == len(questions) + 3
    assert book.sheetnames[0] == "Rapport" and book.sheetnames[-1] == "Ursprung"
    for sheet in book.worksheets[1:-2]:
        assert sheet.freeze_panes == "B5" and sheet.auto_filter.ref and sheet.print_area
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$4:$4"


def test_every_figure_of_the_page_is_a_number_of_the_workbook_with_its_origin(project: Project, path: Path) -> None:
    book = openpyxl.load_workbook(path)
    page = read_page(_report(project, name="sida.html").read_text(encoding="utf-8"))
    told = {(o["Fråga"], o["Kolumn"], o["Nyckel"]): o for o in _origins(book)}
    assert len(page.figures) > 20
    for figure in page.figures:
        key = ", ".join(f"{k} = {v or None}" for k, v in json.loads(figure.key).items())
        origin = told[figure.query, figure.column, key]
        assert Decimal(str(origin["Exakt värde"])) == Decimal(figure.value)
        cell = book[origin["Blad"]][origin["Cell"]]
        assert cell.data_type == "n"
        factor = round(float(figure.value) / cell.value) if cell.value else 1
        assert factor in (1, 1000, 1_000_000)
        assert cell.value * factor == pytest.approx(float(figure.value))


def test_what_lacks_a_value_is_an_empty_cell(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Nettokostnad hittills i år"]
    headings = [cell.value for cell in sheet[4]]
    assert "Föregående år, mkr" in headings
    assert sheet.cell(5, headings.index("Föregående år, mkr") + 1).value is None
    assert "Ofullständig" in sheet["A2"].value and "Simulerat" in sheet["A2"].value


def test_text_that_looks_like_a_formula_is_text(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    texts = [c for sheet in book for row in sheet.iter_rows() for c in row if str(c.value).startswith("=1+1")]
    assert texts and all(c.data_type == "s" and c.quotePrefix for c in texts)
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_same_file_gives_the_same_workbook(project: Project, path: Path) -> None:
    assert _report(project, "--xlsx", name="igen.xlsx").read_bytes() == path.read_bytes()


def test_pictures_are_charts_of_the_cells(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    charts = {sheet.title: len(sheet._charts) for sheet in book if sheet._charts}
    assert charts["Nettokostnad hittills i år"] == 1 and sum(charts.values()) >= 3


def test_names_of_sheets_and_long_texts_are_kept_within_bounds(tmp_path: Path) -> None:
    with new_book(tmp_path / "b.xlsx") as book:
        for name in ("a/b:c[d]*?", "X" * 40, "X" * 40, "'"):
            book.write(book.add_sheet(name), 0, 0, "y" * (LONGEST_TEXT + 9), None)
    made = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert made.sheetnames == ["a b c d", "X" * 31, "X" * 27 + " 2", "–"]
    assert len(made.worksheets[0]["A1"].value) == LONGEST_TEXT + 1


def test_a_workbook_that_cannot_be_written_is_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "mapp.xlsx").mkdir()
    words = ["query", "SELECT 1 AS a", "--xlsx", str(tmp_path / "saknas" / "a.xlsx"), "--project", str(project.root)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 3 and "a.xlsx" in done.output


def test_an_answer_is_a_workbook_and_swedish_text(tmp_path: Path) -> None:
    made = small_project(tmp_path / "project")
    publish(made, small_build(made, 1, 100))
    sql = "SELECT board_code, amount_sek, DATE '2024-04-30' AS day, 2024 AS year, '=1+1' AS note, amount_sek > 5 AS big"
    words = ["query", f"{sql} FROM mart.cost ORDER BY board_code", "--project", str(made.root)]
    file = tmp_path / "svar.xlsx"
    assert CliRunner().invoke(main, [*words, "--xlsx", str(file)]).exit_code == 0
    sheet = openpyxl.load_workbook(file)["Svar"]
    cells = list(sheet[3])
    assert [c.value for c in cells[:2]] == ["RS", 2.5] and cells[2].is_date and cells[5].value is False
    assert [c.number_format for c in cells[1:4]] == ["#,##0.00", "yyyy-mm-dd", "0"] and cells[4].data_type == "s"
    text = CliRunner().invoke(main, [*words, "--csv"]).stdout_bytes.decode("utf-8")
    assert text.splitlines()[2] == "RS;2,50;2024-04-30;2024;'=1+1;FALSKT"
    assert text.startswith("\ufeffboard_code;") and text.endswith("\r\n")


@needs_office
def test_libreoffice_opens_it_as_it_is(path: Path, tmp_path: Path) -> None:
    """Converted by the office suite: every figure of a sheet comes out, and nothing has to be repaired."""
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    sheet = 4  # Nettokostnad hittills i år
    words = ["soffice", home, "--headless", "--convert-to"]
    options = f"csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,{sheet}"
    done = subprocess.run([*words, options, "--outdir", str(tmp_path), str(path)], capture_output=True, timeout=120)
    (made,) = tmp_path.glob("bok*.csv")
    assert done.returncode == 0
    expected = openpyxl.load_workbook(path).worksheets[sheet - 1]
    with made.open(encoding="utf-8", newline="") as file:
        cells = [cell for line in list(csv.reader(file, delimiter=";"))[4:] for cell in line]
    numbers = [float(cell) for cell in cells if re.fullmatch(r"-?[\d.]+(E-?\d+)?", cell)]
    wanted = [c.value for row in expected.iter_rows(min_row=5) for c in row if isinstance(c.value, int | float)]
    assert wanted and numbers[: len(wanted)] == pytest.approx(wanted)


def test_hidden_values_are_in_no_cell(path: Path, project: Project) -> None:
    """Whatever the workbook holds as a number of persons stands in the published file."""
    with duckdb.connect(str(project.published), read_only=True) as published:
        tables = published.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        known = {
            str(Decimal(str(value)).normalize())
            for (table,) in tables
            for row in published.execute(f"SELECT * FROM {table}").fetchall()
            for value in row
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        }
    told = [Decimal(str(o["Exakt värde"])).normalize() for o in _origins(openpyxl.load_workbook(path))]
    assert told and {str(t) for t in told} <= known
