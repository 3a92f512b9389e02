"""What first real files look like: other letters, other sheet names, the system's own files beside them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.intake.check import check_file
from rjh_warehouse.intake.controls import ControlResult
from rjh_warehouse.intake.files import find_files, system_files
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake

FIELDS = {
    "contract": "cost", "title_sv": "Kostnad", "title_en": "Cost", "description": "Costs.", "source": "a test",
    "file_pattern": r"kostnad_(?P<board>[a-zåäö]+)\.csv", "format": "csv", "csv": {"encodings": ["utf-8", "cp1252"]},
    "tables": [{"name": "cost", "columns": [
        {"name": "label", "type": "code", "aliases": ["Benämning"], "values": ["Vård", "Kök"]},
        {"name": "amount", "type": "amount", "unit": "kr", "aliases": ["Belopp"]},
    ]}],
}  # fmt: skip
TEXT = "Benämning;Belopp\nVård;1\nKök;2\n"
COST = Contract.model_validate(FIELDS)
BOOK = Contract.model_validate(FIELDS | {
    "format": "excel", "file_pattern": r"kostnad\.xlsx", "tables": [FIELDS["tables"][0] | {"sheet": "^Budget$"}],  # type: ignore[index]
})  # fmt: skip


def test_names_headers_and_codes_are_compared_composed(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "kostnad_hälsa.csv")
    path = tmp_path / name
    path.write_text(unicodedata.normalize("NFD", TEXT), encoding="utf-8")
    check = check_file(path, {"cost": COST})
    assert (check.state, check.count("rows_loaded"), check.error) == ("accepted", 2, None)
    assert COST.subject(name) == COST.subject("kostnad_hälsa.csv")


@pytest.mark.parametrize("encoding", ["cp437", "mac_roman"])
def test_older_encodings_are_noticed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "kostnad_a.csv"
    path.write_bytes(TEXT.encode(encoding))
    check = check_file(path, {"cost": COST})
    assert check.result is not None
    assert (check.count("rows_loaded"), check.result.encoding) == (2, encoding)
    assert ("finding.other_encoding", encoding) in {(f.code, f.found) for f in check.result.findings}


def test_cp1252_stays_cp1252(tmp_path: Path) -> None:
    path = tmp_path / "kostnad_a.csv"
    path.write_bytes((TEXT + "Vård;”3” † „x\n").encode("cp1252"))
    check = check_file(path, {"cost": COST})
    assert check.result is not None
    assert check.result.encoding == "cp1252"


def test_a_wrong_sheet_name_is_told_as_such(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Budget 2024"
    book.create_sheet("Noter")
    book.active.append(["Benämning", "Belopp"])
    book.save(tmp_path / "kostnad.xlsx")
    error = check_file(tmp_path / "kostnad.xlsx", {"cost": BOOK}).error
    assert error is not None
    assert (error.code, error.places["found"], error.places["expected"]) == (
        "error.sheet_missing", "Budget 2024, Noter", "Budget",
    )  # fmt: skip


def test_the_systems_own_files_are_passed_over_with_a_line(tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$budget.xlsx", "._kostnad.csv", "kostnad_a.csv"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [p.name for p in find_files([tmp_path])] == ["kostnad_a.csv"]
    assert [p.name for p in find_files(sorted(tmp_path.iterdir()))] == ["kostnad_a.csv"]
    assert len(system_files([tmp_path])) == 5
    said = CliRunner().invoke(main, ["check", str(tmp_path), "--project", str(Path(__file__).parents[1])]).output
    assert "Hoppade över 5 systemfiler" in said


def test_one_month_from_two_sources_is_blocked(tmp_path: Path) -> None:
    def source(code: str, suffix: str) -> Contract:
        fields = FIELDS | {
            "contract": code, "file_pattern": rf"bok_(?P<board_code>RS)_(?P<period>\d{{6}})\.{suffix}",
            "controls": [{"check": "other_source", "severity": "block"}],
        }  # fmt: skip
        return Contract.model_validate(fields)

    contracts = {"a": source("a", "csv"), "b": source("b", "txt")}
    for name, text in (("bok_RS_202401.csv", TEXT), ("bok_RS_202401.txt", TEXT + "Kök;3\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, second = load_files(
        [tmp_path / "bok_RS_202401.csv", tmp_path / "bok_RS_202401.txt"], Lake(tmp_path / "lake"), contracts
    )
    assert (first.status, second.status) == ("loaded", "blocked")
    assert second.record is not None
    failed = [ControlResult(**c) for c in second.record.controls if c["state"] == "failed"]
    assert [(c.check, c.expected) for c in failed] == [("other_source", "bok_RS_202401.csv")]


@pytest.mark.parametrize("unit", ["kr", "origin"])
@pytest.mark.parametrize(
    ("heading", "code"), [("Belopp (tkr)", "error.unit_other"), ("Belopp (kr)", None), ("Belopp", None)]
)
def test_a_heading_that_says_another_unit_than_contract_or_origin_is_refused(
    tmp_path: Path, unit: str, heading: str, code: str | None
) -> None:
    table = FIELDS["tables"][0]  # type: ignore[index]
    columns = [c | {"unit": unit} if c["type"] == "amount" else c for c in table["columns"]]
    contract = Contract.model_validate(FIELDS | {"tables": [table | {"columns": columns}]})
    path = tmp_path / "kostnad_a.csv"
    path.write_text(TEXT.replace("Belopp", heading), encoding="utf-8")
    (tmp_path / "kostnad_a.csv.origin.yaml").write_text(
        "title: T\nproducer: P\ndated: 2024-01-01\nreceived_on: 2024-01-01\nstatus: adopted\nunit: kr\n",
        encoding="utf-8",
    )
    error = check_file(path, {"cost": contract}).error
    assert (error.code if error else None) == code


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("Belopp i tkr", "error"), ("Alla belopp i tusen kronor", "error"), ("tkr", "error"), ("(tkr)", "error"),
        ("Budget per nämnd (mkr)", "error"), ("Enhet: tkr", "error"), ("Samtliga belopp anges i mkr", "error"),
        ("Beloppen är i tkr, om inte annat anges", "error"), ("Amounts in tkr", "error"), (";;Belopp (tkr)", "error"),
        ("Budget 2024 tkr", "finding"), ("Varav statsbidrag i mkr", "finding"), ("Resultat, tkr", "finding"),
        ("Beloppsgränsen är 500 tkr", None), ("Belopp i kr", None), ("(kr)", None), ("Andel i %", None),
        ("Belopp i kr, tidigare år i tkr", None), ("Kostnad per nämnd", None), ("Tal över 100 tkr redovisas", None),
        ("Belopp i kr\nBudgeten är 5 mkr (tkr)", None),
    ],
)  # fmt: skip
def test_the_rows_above_a_silent_heading_may_not_state_another_unit(
    tmp_path: Path, above: str, said: str | None
) -> None:
    path = tmp_path / "kostnad_a.csv"
    path.write_text(f"{above}\n{TEXT}", encoding="utf-8")
    check = check_file(path, {"cost": COST})
    code = check.error.code if check.error else None
    assert code == ("error.unit_above" if said == "error" else None)
    findings = {f.code for f in check.result.findings} if check.result else set()
    assert ("finding.unit_above" in findings) == (said == "finding")
    path.write_text(f"{above}\n{TEXT.replace('Belopp', 'Belopp (kr)')}", encoding="utf-8")
    assert check_file(path, {"cost": COST}).error is None  # the heading says it itself


def test_a_sheets_name_may_not_state_another_unit(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Budget (tkr)"
    for row in (["Benämning", "Belopp"], ["Vård", 1]):
        book.active.append(row)
    book.save(tmp_path / "kostnad.xlsx")
    named = Contract.model_validate(BOOK.model_dump(exclude={"tables"}) | {
        "tables": [FIELDS["tables"][0] | {"sheet": "^Budget"}],  # type: ignore[index]
    })  # fmt: skip
    error = check_file(tmp_path / "kostnad.xlsx", {"cost": named}).error
    assert error is not None and error.code == "error.unit_above"
