"""What a delivery covers, what it should hold, and which version counts: told when it is loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from rjh_warehouse.contract.contract import Contract, read_contract, read_contracts
from rjh_warehouse.contract.errors import ContractError
from rjh_warehouse.intake.controls import ControlResult
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.intake.report import explain_control
from rjh_warehouse.lake.store import Lake

ROOT = Path(__file__).parents[1]
BUDGET = """
contract: budget
title_sv: Budget
title_en: Budget
description: A budget.
source: a test
file_pattern: 'budget_(?P<board_code>[A-Z]+)_(?P<fiscal_year>\\d{4})_(?P<version_label>draft|adopted|rev\\d+)\\.csv'
format: csv
tables:
  - name: budget
    key: [unit_code, cost_type_code, month]
    columns:
      - {name: unit_code, type: code, aliases: [Ansvar]}
      - {name: cost_type_code, type: code, aliases: [Slag]}
      - {name: month, type: month, aliases: [Månad]}
      - {name: amount, type: amount, unit: tkr, aliases: [Belopp]}
controls:
  - {check: usual_rows, severity: warn, columns: [unit_code, cost_type_code]}
replaces: {what: covered, parts: [unit_code], versions: [version_label], reason: a test}
"""
LEDGER = """
contract: book
title_sv: Huvudbok
title_en: Ledger
description: A ledger.
source: a test
file_pattern: 'bok_(?P<board_code>[A-Z]+)_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: book
    columns:
      - {name: unit_code, type: code, aliases: [Ansvar]}
      - {name: account_code, type: code, aliases: [Konto]}
      - {name: amount, type: amount, unit: kr, aliases: [Belopp]}
controls:
  - {check: usual_rows, severity: warn, columns: [unit_code, account_code]}
replaces: {what: whole, parts: [unit_code], reason: a test}
"""
REGISTER = """
contract: unit_register
title_sv: Enheter
title_en: Units
description: Units.
source: a test
file_pattern: 'enheter(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: unit_register
    key: [unit_code]
    columns:
      - {name: unit_code, type: code, aliases: [Ansvar]}
      - {name: unit_name, aliases: [Namn]}
      - {name: board_code, type: code, aliases: [Nämnd]}
      - {name: valid_from, type: date, aliases: [Från]}
      - {name: valid_to, type: date, aliases: [Till], required: false}
"""
UNITS = ["3101", "3102", "3103", "3104"]
Send = Callable[..., LoadOutcome]


@pytest.fixture
def contracts(tmp_path: Path) -> dict[str, Contract]:
    folder = tmp_path / "contracts"
    folder.mkdir()
    for name, text in (("budget", BUDGET), ("book", LEDGER), ("unit_register", REGISTER)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_contracts(folder)


@pytest.fixture
def send(tmp_path: Path, contracts: dict[str, Contract]) -> Send:
    lake = Lake(tmp_path / "lake")

    def _send(name: str, rows: list[str], received_on: str | None = "2024-02-01", **origin: Any) -> LoadOutcome:
        header = {"bud": "Ansvar;Slag;Månad;Belopp", "bok": "Ansvar;Konto;Belopp", "enh": "Ansvar;Namn;Nämnd;Från;Till"}
        path = tmp_path / name
        path.write_text("\n".join([header[name[:3]], *rows]) + "\n", encoding="utf-8")
        about = {"title": "t", "producer": "p", "dated": "2024-01-01", "status": "adopted", **origin}
        about |= {"received_on": received_on} if received_on else {}
        Path(f"{path}.origin.yaml").write_text(yaml.safe_dump(about), encoding="utf-8")
        (outcome,) = load_files([path], lake, contracts)
        return outcome

    return _send


def _budget(units: list[str], slags: tuple[str, ...] = ("A", "B"), amount: int = 10) -> list[str]:
    return [f"{u};{s};2024{m:02};{amount}" for u in units for s in slags for m in range(1, 13)]


def _book(units: list[str], accounts: range = range(4010, 4020)) -> list[str]:
    return [f"{u};{a};100" for u in units for a in accounts]


def _said(outcome: LoadOutcome, language: Any = "sv") -> dict[str, str]:
    assert outcome.record, outcome.error
    failed = [ControlResult(**c) for c in outcome.record.controls if c["state"] in ("failed", "noted")]
    return {f"{c.check}.{c.places.get('mode', '')}".rstrip("."): explain_control(c, language) for c in failed}


def test_a_revision_of_one_unit_leaves_the_others_in_force(send: Send) -> None:
    send("budget_KTN_2024_adopted.csv", _budget(UNITS))
    outcome = send("budget_KTN_2024_rev1.csv", _budget(["3101"], amount=20), "2024-04-15")
    assert outcome.status == "loaded"
    assert _said(outcome) == {
        "coverage.covered": "filen täcker 1 av 4 enheter (3101); för övriga (3102, 3103, 3104) gäller"
        " budget_KTN_2024_adopted.csv som förut"
    }
    assert outcome.record is not None
    assert not [c for c in outcome.record.controls if c["state"] == "failed"]  # a revision of one unit is no error
    second = _said(send("budget_KTN_2024_rev2.csv", _budget(["3102"], amount=30), "2024-05-15"))["coverage.covered"]
    assert "(3101, 3103, 3104) gäller budget_KTN_2024_adopted.csv, budget_KTN_2024_rev1.csv som förut" in second


def test_a_revision_that_holds_a_unit_in_part_is_a_question(send: Send) -> None:
    send("budget_KTN_2024_adopted.csv", _budget(UNITS))
    outcome = send("budget_KTN_2024_rev1.csv", _budget(["3101"], slags=("A",)), "2024-04-15")
    assert outcome.status == "blocked"
    assert "12 poster som budget_KTN_2024_adopted.csv har saknas för 3101" in _said(outcome)["coverage.ambiguous"]


def test_a_row_of_nothing_may_be_left_out_of_a_revision(send: Send) -> None:
    send("budget_KTN_2024_adopted.csv", [*_budget(UNITS), *_budget(["3101"], slags=("C",), amount=0)])
    assert "coverage.ambiguous" not in _said(send("budget_KTN_2024_rev1.csv", _budget(["3101"]), "2024-04-15"))


def test_versions_that_names_order_are_told_when_days_say_otherwise(send: Send) -> None:
    send("budget_KTN_2024_adopted.csv", _budget(UNITS), "2024-01-10")
    send("budget_KTN_2024_rev1.csv", _budget(["3101"], amount=20), "2024-04-15")
    late = send("budget_KTN_2024_adopted.csv", _budget(UNITS, amount=11), "2024-05-01")
    assert (
        "budget_KTN_2024_rev1.csv (2024-04-15) är en senare version enligt namnet"
        in _said(late)["version_order.outranked"]
    )
    early = send("budget_KTN_2024_rev2.csv", _budget(["3101"], amount=30), "2024-03-01")
    assert "före budget_KTN_2024_adopted.csv (2024-05-01)" in _said(early)["version_order.backdated"]
    assert not {c for c in _said(send("budget_KTN_2024_rev3.csv", _budget(["3101"]), "2024-06-01")) if "order" in c}


def test_a_draft_replaces_nothing_that_is_decided(send: Send) -> None:
    send("budget_KTN_2024_adopted.csv", _budget(UNITS))
    draft = send("budget_KTN_2024_draft.csv", _budget(["3101"]), "2024-04-15", status="draft")
    assert not {c for c in _said(draft) if c.startswith("coverage")}


def test_a_month_with_half_of_its_units_is_blocked(send: Send) -> None:
    send("bok_KTN_202401.csv", _book(UNITS))
    outcome = send("bok_KTN_202401_v2.csv", _book(UNITS[:2]), "2024-02-05")
    assert outcome.status == "blocked"
    assert _said(outcome)["coverage.whole"].startswith(
        "2 enheter som bok_KTN_202401.csv har saknas i filen (3103, 3104)"
    )
    assert send("bok_KTN_202401_v3.csv", _book(UNITS), "2024-02-06").status == "loaded"


def test_a_first_month_is_held_against_the_register(send: Send) -> None:
    rows = [f"{u};Enhet {u};KTN;2020-01-01;" for u in UNITS]
    send("enheter.csv", [*rows, "3199;Stängd;KTN;2020-01-01;2023-12-31", "9999;Annans;RS;2020-01-01;"])
    said = _said(send("bok_KTN_202401.csv", _book(UNITS[:3])))
    missing = "1 av 4 enheter som enhetsregistret har för perioden saknas i filen: 3104 Enhet 3104; är filen hel?"
    assert said == {"expected_parts.register": missing}
    assert _said(send("bok_KTN_202402.csv", _book(UNITS[:3], range(4010, 4021)), "2024-03-01")) == {}  # told once


def test_a_new_month_cut_at_a_line_is_held_against_the_months_before(send: Send) -> None:
    for month in (1, 2, 3):
        send(f"bok_KTN_20240{month}.csv", _book(UNITS), f"2024-0{month + 1}-01")
    said = _said(send("bok_KTN_202404.csv", _book(UNITS)[:-8], "2024-05-01"))
    assert "8 av 40 kombinationer av Ansvar, Konto" in said["usual_rows"]
    cut = send("bok_KTN_202405.csv", _book(UNITS)[:15], "2024-06-01")
    assert (cut.status, "usual_rows" in _said(cut)) == ("blocked", True)


def test_a_day_to_come_is_refused(send: Send) -> None:
    outcome = send("bok_KTN_202401.csv", _book(UNITS), "2204-05-06")
    assert outcome.error is not None
    assert (outcome.status, outcome.error.code) == ("refused", "error.received_in_future")
    assert send("bok_KTN_202401.csv", _book(UNITS), dt.date.today().isoformat()).status == "loaded"


def test_a_correction_dated_earlier_is_a_question(send: Send) -> None:
    send("bok_KTN_202401.csv", _book(UNITS), "2024-02-05")
    outcome = send("bok_KTN_202401_v2.csv", _book(UNITS, range(4010, 4025)), "2023-02-06")
    assert outcome.status == "blocked"
    said = _said(outcome)
    assert (
        "bok_KTN_202401.csv som gäller togs emot senare (2024-02-05): den gäller fortfarande"
        in said["version_order.older"]
    )
    assert "perioden 202401 hade inte börjat då" in said["received_in_period"]
    mended = send("bok_KTN_202401_v2.csv", _book(UNITS, range(4010, 4025)), "2024-02-06")
    assert (mended.status, "version_order.older" in _said(mended)) == ("loaded", False)


def test_a_tie_says_which_version_counts(send: Send) -> None:
    send("bok_KTN_202401.csv", _book(UNITS), "2024-02-05")
    tied = send("bok_KTN_202401.csv", _book(UNITS, range(4010, 4022)), "2024-02-05")
    assert tied.status == "loaded"
    assert "den som lästes in sist gäller, alltså den här filen" in _said(tied)["version_order.tied"]
    assert "loaded last counts" in _said(tied, "en")["version_order.tied"]
    named = send("bok_KTN_202401_v2.csv", _book(UNITS, range(4010, 4023)), "2024-02-05")
    assert "version_order.tied" not in _said(named)  # the name says which is later


@pytest.mark.parametrize("path", sorted((ROOT / "contracts").glob("*.yaml")), ids=lambda p: p.stem)
def test_every_contract_says_what_its_deliveries_replace(path: Path) -> None:
    assert read_contract(path).replaces.reason != "not stated"


def test_parts_must_be_columns_and_versions_groups_of_the_name(tmp_path: Path) -> None:
    for wrong in ("parts: [unit_cod]", "versions: [version]"):
        right = "parts: [unit_code]" if "parts" in wrong else "versions: [version_label]"
        path = tmp_path / "budget.yaml"
        path.write_text(BUDGET.replace(right, wrong), encoding="utf-8")
        with pytest.raises(ContractError, match="replaces"):
            read_contract(path)
