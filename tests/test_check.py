"""Checking a file says each bad cell in words, loads nothing, and marks a copy to send back."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result
from openpyxl.comments import Comment
from openpyxl.styles import Font

from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.intake.check import check_file, check_files
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.intake.mark import marked_copy
from rjh_warehouse.intake.report import check_json, explain, render_check
from rjh_warehouse.lake.store import Lake
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
      - name: account_code
        type: code
        aliases: [Konto]
        pattern: '\\d{4}'
        pattern_sv: fyra siffror
        pattern_en: four digits
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
    counts = check.result.tables["budget"]  # of the row without a code 1 + 2 + 3 tkr can be read, "se not" cannot
    assert (counts.rejected_sek, counts.rejected_unknown) == (6_000, 1)
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
    codes = [row[5] for row in listed[1:]]
    assert codes[-2:] == ["reject.not_a_number", "reject.date_in_text"] and codes[0] == "stated_total"


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
    monkeypatch.setattr("rjh_warehouse.intake.mark.MAX_WHOLE_ROWS", 10)
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
    assert report.is_good and render_check(report, language="sv")[-1].startswith("1 fil: 1 utan anmärkning")
    (described,) = check_json(report)
    assert described["is_good"] and described["tables"]["posting"]["rows_loaded"] == 1


def test_every_rejection_can_be_said_in_both_languages(budget: Path, contracts: dict[str, Contract]) -> None:
    check = check_file(budget, contracts)
    assert check.result is not None
    for rejection in check.result.rejections:
        assert explain(rejection, "sv") != explain(rejection, "en")


def test_a_pattern_is_said_in_words(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    path = tmp_path / "huvudbok.csv"
    path.write_text("Konto;Text;Belopp\n401;x;1\n;x;1\n4010;x;y\n", encoding="utf-8")
    check = check_file(path, contracts)
    assert check.result is not None
    for language, words in (("sv", "fyra siffror"), ("en", "four digits")):
        said = [explain(rejection, language) for rejection in check.result.rejections]
        assert [words in text for text in said] == [True, True, False] and "\\d" not in "".join(said)
    unworded = contracts["ledger"].model_dump(exclude_defaults=True)
    assert Contract.model_validate(unworded).fingerprint == contracts["ledger"].fingerprint  # words make no version
    check = check_file(path, {"ledger": Contract.model_validate(unworded)})
    assert check.result is not None and r"(mönster \d{4})" in explain(check.result.rejections[0], "sv")
    listed = list(
        openpyxl.load_workbook(marked_copy(check_file(path, contracts), tmp_path / "c.xlsx", language="en"))[
            "To mend"
        ].iter_rows(values_only=True)
    )
    assert any("four digits" in row for row in listed) and not any("fyra siffror" in row for row in listed)


def test_every_code_that_the_readers_use_has_a_sentence() -> None:
    root = Path(__file__).parents[1] / "src" / "rjh_warehouse"
    intake = root / "intake"
    files = [*(root / "reading").rglob("*.py"), intake / "check.py", intake / "report.py", intake / "mark.py"]
    used = {c for f in files for c in re.findall(r'"((?:reject|finding|error|check)\.[a-z_0-9]+)"', f.read_text())}
    assert "reject.error_cell" in used and "error.workbook_corrupt" in used
    assert sorted(used - set(catalogue())) == []


# -- controls: what a load would say, against what the lake holds ------------------------------------

COST = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: x
source: x
file_pattern: 'kostnad_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: cost
    rows: {total: '^Summa'}
    columns:
      - {name: account_code, type: code, aliases: [Konto]}
      - {name: month, type: month, aliases: [Period], required: false}
      - {name: amount, type: amount, unit: kr, aliases: [Belopp]}
    key: [account_code]
controls:
  - {check: period_in_file, severity: block, columns: [month]}
"""
GOOD = "Konto;Period;Belopp\n4010;202403;1000\n4020;202403;2000\nSumma;;3000\n"


@pytest.fixture
def cost_project(tmp_path: Path) -> Path:
    """A project with one contract and one loaded delivery."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(COST, encoding="utf-8")
    (tmp_path / "config.py").write_text("")
    path = tmp_path / "kostnad_202403.csv"
    path.write_text(GOOD, encoding="utf-8")
    load_files([path], Lake(tmp_path / "data" / "lake"), read_contracts(tmp_path / "contracts"))
    return tmp_path


def _tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*")}


def _rjh(project: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, words), "--project", str(project)], env={"RJH_LANG": "sv"})


@pytest.mark.parametrize(
    ("name", "text", "failed"),
    [
        ("kostnad_202404.csv", GOOD.replace("202403", "202404"), []),
        ("kostnad_202404.csv", GOOD, ["period_in_file", "same_content"]),
        ("kostnad_202403_v2.csv", GOOD.replace("000", "000000"), ["magnitude"]),
        ("kostnad_202403_v2.csv", GOOD.replace("4020", "4010"), ["grain_unique"]),
        ("kostnad_202403_v2.csv", GOOD.replace("3000", "3100"), ["stated_total"]),
        ("kostnad_202403_v2.csv", GOOD.replace("2000", "x").replace("1000", "y"), ["rejected_share"]),
        ("kostnad_202403_v2.csv", GOOD.replace("2000", "-2000").replace("3000", "-1000") + "5;202403;-9\n", []),
        ("kostnad_202404.csv", re.sub(r"\b([123]000)", r"-\1", GOOD.replace("202403", "202404")), ["sign"]),
    ],
)  # fmt: skip
def test_a_check_says_what_a_load_would_do(cost_project: Path, name: str, text: str, failed: list[str]) -> None:
    path = cost_project / name
    path.write_text(text, encoding="utf-8")
    lake, contracts = Lake(cost_project / "data" / "lake"), read_contracts(cost_project / "contracts")
    before = _tree(lake.root)
    (check,) = check_files([path], contracts, lake=lake).files
    assert _tree(lake.root) == before
    assert sorted(c.check for c in check.failed) == failed
    (outcome,) = load_files([path], lake, contracts)
    assert outcome.record is not None and outcome.record.state == check.state
    assert [c["check"] for c in outcome.record.controls if c["state"] == "failed"] == [
        c.check for c in check.controls if c.state == "failed"
    ]
    (again,) = check_files([path], contracts, lake=lake).files
    assert again.present is not None and again.present.delivery_id == outcome.record.delivery_id
    assert [c.check for c in again.failed] == [c.check for c in check.failed]  # it is not compared with itself


def test_what_a_control_finds_stands_in_terminal_json_and_copy(cost_project: Path) -> None:
    path = cost_project / "kostnad_202404.csv"
    path.write_text(GOOD.replace("4020;202403", "4020;202404"), encoding="utf-8")
    done = _rjh(cost_project, "check", path, "--mark", cost_project / "returned")
    assert done.exit_code == 1
    assert "filen spärras" in done.output
    assert "Spärras: 1 rad har en annan period (2024-03) än filnamnet (202404), t.ex. rad 2" in done.output
    described = json.loads(_rjh(cost_project, "check", path, "--json").output)[0]
    (control,) = (c for c in described["controls"] if c["state"] == "failed")
    assert described["state"] == "blocked" and control["check"] == "period_in_file" and "rad 2" in control["message"]
    book = openpyxl.load_workbook(cost_project / "returned" / "kostnad_202404.markerad.xlsx")
    marked = {c.coordinate: c.comment.text for row in book.worksheets[0].iter_rows() for c in row if c.comment}
    assert list(marked) == ["C2"] and "annan period" in marked["C2"]
    assert [row[5] for row in book["Att rätta"].iter_rows(min_row=2, values_only=True)] == ["period_in_file"]


def test_the_exit_code_of_a_check(cost_project: Path) -> None:
    good = cost_project / "kostnad_202404.csv"
    good.write_text(GOOD.replace("202403", "202404"), encoding="utf-8")
    assert _rjh(cost_project, "check", good).exit_code == 0
    assert _rjh(cost_project, "check", cost_project / "kostnad_202403.csv").exit_code == 0  # loaded already
    warned = cost_project / "kostnad_202404_v2.csv"
    warned.write_text(good.read_text(encoding="utf-8").replace("3000", "3100"), encoding="utf-8")
    assert _rjh(cost_project, "check", good, warned).exit_code == 1
    assert _rjh(cost_project, "check", cost_project / "finns_inte.csv").exit_code == 1
    assert _rjh(cost_project, "check", good, "--contract", "okänt").exit_code == 5
    assert _rjh(cost_project, "check").exit_code == 2


def test_a_check_needs_no_lake_and_makes_none(cost_project: Path, tmp_path: Path) -> None:
    path = cost_project / "kostnad_202403.csv"
    nowhere = tmp_path / "nowhere"
    done = _rjh(cost_project, "check", path, "--data", nowhere, "--all")
    assert done.exit_code == 0 and not nowhere.exists()
    assert "Kunde inte granskas: magnitude (cost, amount); det finns inget att jämföra med." in done.output


def test_copies_of_files_with_one_name_do_not_overwrite_each_other(cost_project: Path) -> None:
    for folder in ("a", "b"):
        (cost_project / folder).mkdir()
        (cost_project / folder / "kostnad_202404.csv").write_text(GOOD, encoding="utf-8")
    _rjh(cost_project, "check", cost_project / "a", cost_project / "b", "--mark", cost_project / "returned")
    assert len(list((cost_project / "returned").iterdir())) == 2


def test_a_cell_cannot_command_the_terminal(cost_project: Path) -> None:
    path = cost_project / "kostnad_202404.csv"
    path.write_text("Konto;Period;Belopp\n4010;202404;\x1b[2J1\n", encoding="utf-8")
    done = _rjh(cost_project, "check", path)
    assert "\x1b" not in done.output and "[2J1" in done.output


def test_a_kolada_answer_that_is_not_whole_is_questioned(tmp_path: Path) -> None:
    kolada = read_contract(Path(__file__).parents[1] / "contracts" / "kolada.yaml")
    value = {"gender": "T", "count": 1, "status": "", "value": 1.5}
    group = {"kpi": "N00404", "municipality": "0023", "period": 2023, "values": [value]}
    path = tmp_path / "kolada_a_2024-05-01.json"
    for fields, failed in (({}, []), ({"next_url": "p2"}, ["whole_answer"]), ({"count": 7}, ["whole_answer"])):
        path.write_text(json.dumps({"count": 1, "next_url": None, "values": [group], **fields}), encoding="utf-8")
        check = check_file(path, {"kolada": kolada})
        assert [c.check for c in check.failed] == failed and check.is_good == (not failed)


def test_a_pipe_is_refused_and_neither_read_nor_marked(cost_project: Path) -> None:
    pipe = cost_project / "kostnad_202405.csv"
    os.mkfifo(pipe)
    done = _rjh(cost_project, "check", pipe, "--mark", cost_project / "returned")
    assert done.exit_code == 1 and "ingen vanlig fil" in done.output
