"""What a load asks of committed rows it asks once, and of one engine, however many files it has."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.controls.examination import Examination
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.remembered import Remembered
from rjh_warehouse.lake.store import Lake

COST = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: Costs by unit and account.
source: a test
file_pattern: 'cost_(?P<period>\\d{6})\\.csv'
format: csv
tables:
  - name: cost
    columns:
      - {name: account_code, type: code, aliases: [konto]}
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, aliases: [belopp]}
    key: [account_code, unit_code]
replaces: {what: whole, parts: [unit_code], reason: "A month is delivered whole"}
"""


def test_what_is_asked_of_committed_rows_is_asked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(COST, encoding="utf-8")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    months = [f"2023{month:02}" for month in range(1, 9)]
    for number, month in enumerate(months):
        rows = [f"{4000 + account};1{unit};{100 + account + number}" for account in range(9) for unit in range(3)]
        (inbox / f"cost_{month}.csv").write_text("\n".join(["konto;ansvar;belopp", *rows]) + "\n", encoding="utf-8")
    asked: list[str] = []
    ask, connect, engines = Examination.rows, duckdb.connect, []

    def noted(e: Examination, query: str, *values: object) -> list[tuple[object, ...]]:
        asked.append(query)
        return ask(e, query, *values)

    monkeypatch.setattr(Examination, "rows", noted)
    monkeypatch.setattr(duckdb, "connect", lambda *a, **k: engines.append(1) or connect(*a, **k))
    lake = Lake(tmp_path / "lake")
    outcomes = load_files([inbox], lake, read_contracts(tmp_path / "contracts"))
    assert [o.status for o in outcomes] == ["loaded"] * len(months)
    assert not [c for o in outcomes if o.record for c in o.record.controls if c["state"] == "failed"]
    assert len(engines) == 1
    of_kept = [query for query in asked if str(lake.root / "rows") in query]
    first = outcomes[0].record
    assert first and all(first.delivery_id in query for query in of_kept)  # the others were asked before they were kept
    assert len(of_kept) == len(set(of_kept))
    assert len(asked) / len(months) < 14  # statements a file, whatever came before
    assert not list((lake.root / "work").iterdir())


def test_a_load_of_its_own_asks_the_rows_that_were_kept(tmp_path: Path) -> None:
    """An answer that is not remembered is asked of the file: a second load finds what one load would have found."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(COST, encoding="utf-8")
    contracts = read_contracts(tmp_path / "contracts")
    rows = [f"{4000 + account};1{unit};{100 + account}" for account in range(9) for unit in range(3)]
    turned = [f"{row.rpartition(';')[0]};-{100 + number}" for number, row in enumerate(rows)]
    found = {}
    for way in ("together", "apart"):
        folder = tmp_path / way
        folder.mkdir()
        paths = []
        for name, lines in (("cost_202301.csv", rows), ("cost_202302.csv", turned)):
            paths.append(folder / name)
            paths[-1].write_text("\n".join(["konto;ansvar;belopp", *lines]) + "\n", encoding="utf-8")
        lake = Lake(folder / "lake")
        calls = [paths] if way == "together" else [[path] for path in paths]
        outcomes = [outcome for call in calls for outcome in load_files(call, lake, contracts)]
        found[way] = [o.record.controls if o.record else None for o in outcomes]
    assert found["together"] == found["apart"]
    assert [c["check"] for c in found["apart"][1] or [] if c["state"] == "failed"] == ["sign"]


def test_what_was_asked_longest_ago_is_forgotten_first() -> None:
    remembered, asked = Remembered(most_rows=5), []

    def of(name: str) -> list[int]:
        return remembered.of(name, lambda: asked.append(name) or [1])

    assert [of(name) for name in ("a", "b", "a", "c", "a", "b")] == [[1]] * 6
    assert asked == ["a", "b", "c", "b"]
