"""A register against the version it replaces: said at check, in words, with the kronor it moves; blocked where it is a question."""
# ruff: noqa: E501 -- rows and sentences stay on their line

from __future__ import annotations

from pathlib import Path

import pytest

from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.check import check_files
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.intake.report import render_check
from rjh_warehouse.lake.store import Lake

ROOT = Path(__file__).parents[1]
ORIGIN = "title: Prov\nproducer: Prov\ndated: {day}\nreceived_on: {day}\nstatus: adopted\n"
PLAN = "Konto;Benämning;Kostnadsslag"
UNITS = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
LEDGER = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
MAPPING = "Från ansvar;Till ansvar;Andel (%);Gäller från;Diarienummer"


@pytest.fixture
def contracts() -> dict[str, Contract]:
    wanted = ("account_plan", "unit_register", "unit_mapping", "ledger")
    return {k: v for k, v in read_contracts(ROOT / "contracts").items() if k in wanted}


def _file(folder: Path, name: str, day: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    Path(f"{path}.origin.yaml").write_text(ORIGIN.format(day=day), encoding="utf-8")
    return path


@pytest.fixture
def lake(tmp_path: Path, contracts: dict[str, Contract]) -> Lake:
    """Two units and two accounts, with 100 kr of 4610 and 7 kr of 6010 booked in each of two Januaries."""
    lake = Lake(tmp_path / "lake")
    plan = _file(tmp_path, "kontoplan.csv", "2022-01-02", PLAN, "4610;Hyr;HIRED_STAFF", "6010;Hyra;OTHER_EXT")
    units = _file(
        tmp_path,
        "enhetsregister.csv",
        "2022-01-02",
        UNITS,
        "01210;HR;A1;HR;O1;Ett;RS;2000-01-01;9999-12-31",
        "01220;Lön;A1;HR;O1;Ett;RS;2000-01-01;",
    )
    entries = [
        _file(
            tmp_path,
            f"huvudbok_RS_{year}01.csv",
            f"{year}-02-05",
            LEDGER,
            f"{year}01;4610;01210;;;;1;{year}-01-03;x;100,00",
            f"{year}01;6010;01220;;;;2;{year}-01-03;x;7,00",
            encoding="cp1252",
        )
        for year in (2022, 2023)
    ]
    outcomes = load_files([plan, units, *entries], lake, contracts)
    assert [o.status for o in outcomes] == ["loaded"] * 4, [o.error for o in outcomes]
    return lake


def _said(path: Path, contracts: dict[str, Contract], lake: Lake) -> tuple[str, str]:
    report = check_files([path], contracts, lake=lake)
    return report.files[0].state, "\n".join(render_check(report, language="sv"))


def test_an_account_that_changes_cost_type_without_a_day_is_a_question(
    tmp_path: Path, contracts: dict[str, Contract], lake: Lake
) -> None:
    plan = _file(tmp_path, "kontoplan_v2.csv", "2023-03-01", PLAN, "4610;Hyr;HIRED_STAFF", "6010;Hyra;HIRED_STAFF")
    state, said = _said(plan, contracts, lake)
    assert state == "blocked"
    assert "1 (6010) ändrade. För 6010 skulle bokförda belopp byta kostnadsslag" in said
    assert "2022: 7 kr, 2023: 7 kr" in said


def test_with_a_day_it_moves_only_what_comes_after(tmp_path: Path, contracts: dict[str, Contract], lake: Lake) -> None:
    head = PLAN + ";Giltig från;Giltig till"
    plan = _file(
        tmp_path,
        "kontoplan_v2.csv",
        "2023-03-01",
        head,
        "4610;Hyr;HIRED_STAFF;1900-01-01;9999-12-31",
        "6010;Hyra;OTHER_EXT;;2022-12-31",
        "6010;Hyra;HIRED_STAFF;2023-01-01;",
    )
    state, said = _said(plan, contracts, lake)
    assert state == "accepted"
    assert "(utan tecken): 2023: 7 kr" in said


def test_a_dropped_account_with_postings_is_a_question(
    tmp_path: Path, contracts: dict[str, Contract], lake: Lake
) -> None:
    plan = _file(tmp_path, "kontoplan_v2.csv", "2023-03-01", PLAN, "4610;Hyr;HIRED_STAFF")
    state, said = _said(plan, contracts, lake)
    assert state == "blocked"
    assert "1 (6010) borta" in said
    assert "2022: 7 kr, 2023: 7 kr" in said


def test_a_new_account_or_name_moves_nothing(tmp_path: Path, contracts: dict[str, Contract], lake: Lake) -> None:
    plan = _file(
        tmp_path,
        "kontoplan_v2.csv",
        "2023-03-01",
        PLAN,
        "4610;Inhyrda;HIRED_STAFF",
        "6010;Hyra;OTHER_EXT",
        "6020;El;OTHER_EXT",
    )
    state, said = _said(plan, contracts, lake)
    assert state == "accepted"
    assert "1 (6020) nya koder, 0 borta, 1 (4610) ändrade. Bokförda belopp som det flyttar (utan tecken): –" in said


NEW_UNIT = "01230;IT;A1;HR;O1;Ett;RS;2023-02-01;"


@pytest.mark.parametrize(
    "hr, lön, new, state",
    [
        ("01210;HR;A1;HR;O1;Ett;RS;2000-01-01;", "01220;Lön;A1;HR;O1;Ett;RS;2000-01-01;2023-01-31", NEW_UNIT, "noted"),
        ("01210;HR;A1;HR;O1;Ett;RS;2000-01-01;", "01220;Lön;A1;HR;O2;Två;RS;2000-01-01;", None, "failed"),  # two years
        ("01210;HR;A1;HR;O1;Ett;RS;2000-01-01;", "01220;Lön;A1;HR;O1;Ett;RS;2000-01-01;2022-12-31", None, "failed"),
        ("01210;HR;A1;HR;O1;Ett;RS;2000-01-01;", None, NEW_UNIT, "failed"),  # one is gone
    ],
)
def test_only_what_touches_booked_kronor_or_takes_a_code_away_warns(
    tmp_path: Path, contracts: dict[str, Contract], lake: Lake, hr: str, lön: str | None, new: str | None, state: str
) -> None:
    rows = [row for row in (hr, lön, new) if row]
    units = _file(tmp_path, "enhetsregister_v2.csv", "2023-03-01", UNITS, *rows)
    (outcome,) = load_files([units], lake, contracts)
    assert outcome.record
    assert outcome.record.state == "accepted"
    assert [c["state"] for c in outcome.record.controls if c["check"] == "register_changed"] == [state]


def test_before_anything_is_booked_a_change_is_a_note(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    first = _file(tmp_path, "kontoplan.csv", "2022-01-02", PLAN, "4610;Hyr;HIRED_STAFF")
    then = _file(tmp_path, "kontoplan_v2.csv", "2022-03-02", PLAN, "4610;Hyr;OTHER_EXT")
    record = load_files([first, then], Lake(tmp_path / "no_ledger"), contracts)[1].record
    assert record
    assert [c["state"] for c in record.controls if c["check"] == "register_changed"] == ["noted"]


@pytest.mark.parametrize("rate, state", [("31,42", "noted"), ("32,42", "failed")])
def test_a_changed_rate_warns_and_a_new_year_is_a_note(tmp_path: Path, rate: str, state: str) -> None:
    rates = {k: v for k, v in read_contracts(ROOT / "contracts").items() if k == "po_rate"}
    old, new = "2022;lagstadgade avgifter;{}", "2023;lagstadgade avgifter;31,42"
    first = _file(tmp_path, "po_satser.csv", "2022-01-02", "År;Del;Sats (%)", old.format("31,42"))
    then = _file(tmp_path, "po_satser_v2.csv", "2023-01-02", "År;Del;Sats (%)", old.format(rate), new)
    record = load_files([first, then], Lake(tmp_path / "rates"), rates)[1].record
    assert record
    assert {c["state"] for c in record.controls if c["check"] in ("register_changed", "control_error")} == {state}
    assert "control_error" not in {c["check"] for c in record.controls}


def test_a_code_that_is_given_away_is_told(tmp_path: Path, contracts: dict[str, Contract], lake: Lake) -> None:
    mapping = _file(tmp_path, "enhetsmappning.csv", "2023-01-02", MAPPING, "01210;01220;100,0;2023-01-01;D1")
    (outcome,) = load_files([mapping], lake, contracts)
    assert outcome.status == "loaded"
    units = _file(
        tmp_path, "enhetsregister_v2.csv", "2023-03-01", UNITS, "01210;HR;A1;HR;O1;Ett;RS;2000-01-01;2022-12-31", "01210;Nybygge;A9;Projekt;O2;Två;RS;2023-01-01;",
        "01220;Lön;A1;HR;O1;Ett;RS;2000-01-01;2022-12-31", "01220;Digital;A9;Vård;O2;Två;HSN;2023-01-01;",
    )  # fmt: skip
    state, said = _said(units, contracts, lake)
    assert state == "accepted"
    assert "går det förflutna till efterföljaren: 01210 HR → Nybygge (2023-01-01)" in said
    assert "inte jämförbart: 01220 Lön → Digital (2023-01-01)" in said
    assert "(utan tecken): 2023: 107 kr" in said


def test_a_board_code_that_is_given_away_is_told(tmp_path: Path, contracts: dict[str, Contract], lake: Lake) -> None:
    rows = (
        "01210;HR;A1;HR;O1;Ett;RS;;2022-12-31", "01210;HR;A1;HR;O1;Ett;HSN;2023-01-01;",
        "01220;Lön;A1;HR;O1;Ett;RS;1900-01-01;2022-12-31", "01220;Lön;A1;HR;O1;Ett;HSN;2023-01-01;9999-12-31",
        "01310;Buss;A9;Buss;O9;Nio;RS;2023-01-01;",
    )  # fmt: skip
    _, said = _said(_file(tmp_path, "enhetsregister_v2.csv", "2023-03-01", UNITS, *rows), contracts, lake)
    assert "1 nämndkod har getts till en annan nämnd: RS (2023-01-01)" in said
    goes_on = (*rows[:4], rows[4].replace("O9;Nio", "O1;Ett"))
    _, said = _said(_file(tmp_path, "enhetsregister_v3.csv", "2023-03-01", UNITS, *goes_on), contracts, lake)
    assert "nämndkod" not in said


def test_an_area_code_that_is_given_away_is_told(tmp_path: Path, contracts: dict[str, Contract], lake: Lake) -> None:
    units = _file(
        tmp_path, "enhetsregister_v2.csv", "2023-03-01", UNITS, "01210;HR;A1;HR;O1;Ett;RS;;2022-12-31", "01210;HR;A1;HR;O3;Stöd;RS;2023-01-01;",
        "01220;Lön;A2;Lön;O2;Två;RS;1900-01-01;2022-12-31", "01220;Lön;A2;Lön;O1;Nya ettan;RS;2023-01-01;9999-12-31",
    )  # fmt: skip
    state, said = _said(units, contracts, lake)
    assert state == "accepted"
    assert "1 områdeskod har getts till ett annat område: O1 Ett → Nya ettan (2023-01-01)" in said
    assert "avdelningskod" not in said  # a department that stays the same


def test_a_first_register_without_what_is_booked_is_told(
    tmp_path: Path, contracts: dict[str, Contract], lake: Lake
) -> None:
    entry = _file(
        tmp_path, "huvudbok_RS_202201.csv", "2022-02-05", LEDGER, "202201;4610;01210;;;;1;2022-01-03;x;100,00",
        "202201;6010;01220;;;;2;2022-01-03;x;7,00", encoding="cp1252",
    )  # fmt: skip
    first = Lake(tmp_path / "ledger_first")
    assert load_files([entry], first, contracts)[0].status == "loaded"
    plan = _file(tmp_path, "kontoplan_v9.csv", "2022-02-06", PLAN, "4610;Hyr;HIRED_STAFF")
    _, said = _said(plan, contracts, first)
    assert "1 kod som det är bokfört på saknas i registret: 6010 (utan tecken 2022: 7 kr)" in said


def test_a_first_register_has_nothing_to_be_compared_with(tmp_path: Path, contracts: dict[str, Contract]) -> None:
    plan = _file(tmp_path, "kontoplan.csv", "2022-01-02", PLAN, "4610;Hyr;HIRED_STAFF")
    (outcome,) = load_files([plan], Lake(tmp_path / "lake"), contracts)
    assert outcome.record
    assert ("register_changed", "could_not_run") in {(c["check"], c["state"]) for c in outcome.record.controls}
