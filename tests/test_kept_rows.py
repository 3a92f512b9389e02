"""Which models are held to the rows that were delivered, and which say why they are not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from plain_models import rendered

from rjh_warehouse.build.kept_rows import Unheld, core_audits, delivered_tables, staging_audits

ROOT = Path(__file__).parents[1]
TABLES = delivered_tables(ROOT / "contracts")
ROW = ["delivery_id", "row_number"]
NOT_IN_CORE = {"sie_account", "sie_object", "sie_balance"}  # read from a file to judge it by


def test_a_staging_model_has_each_delivered_number_or_says_why_not() -> None:
    ((name, given),) = staging_audits(TABLES["personnel_month"], ["own_fte", "hired_fte"], [SICK])
    assert name == "sums_match_record"
    assert given["names"].sql() == "('own_fte', 'hired_fte', '(rows)')"
    with pytest.raises(Unheld, match="sick_hours"):
        staging_audits(TABLES["personnel_month"], ["own_fte", "hired_fte", "worked_hours"], [])
    with pytest.raises(Unheld, match="amount"):  # kronor of cells whose units differ
        staging_audits(TABLES["investment"], ["amount_sek"], [])


SICK = "delivered sums differ (sick_hours, worked_hours): rounded"


def test_the_ledgers_kronor_are_held_with_the_sign_that_was_delivered() -> None:
    ((_, given),) = staging_audits(TABLES["ledger"], ["amount_sek"], [])
    assert "counted.amount_sek * -1" in given["value"].sql()


def _core(columns: list[str], grain: list[str], *tags: str, staged: tuple[str, ...] = ("unit_forecast",)) -> str:
    found = core_audits(grain, columns, {t: ["amount_sek", "unit_code"] for t in staged}, TABLES, tags)
    return "; ".join(f"{n} = {v.sql('duckdb')}" for _, given in found for n, v in given.items())


def test_a_core_model_that_carries_one_tables_rows_is_held_to_them() -> None:
    held = _core([*ROW, "amount_sek", "share"], ROW)
    assert "staged = staging.unit_forecast" in held and "SUM(amount_sek)" in held and "share" not in held
    assert "unit_code" in held.split("part = ")[1].split(";")[0]  # a newer file replaces the units that it has
    assert "all_versions = TRUE" in held
    assert "all_versions = FALSE" in _core([*ROW, "amount_sek"], ["unit_code", "month"])
    assert "part = ''" in _core([*ROW], ROW, staged=("investment",))


def test_a_core_model_of_several_tables_without_rows_or_with_a_reason_is_not_held() -> None:
    assert not _core([*ROW], ROW, staged=("investment", "goal"))
    assert not _core(["delivery_id", "amount_sek"], ["delivery_id"])
    assert not _core([*ROW], ROW, "delivered rows differ: summed")
    assert "SUM" not in _core([*ROW, "amount_sek"], ROW, "delivered sums differ (amount_sek): rounded")


def _with_embedded(name: str, texts: dict[str, str]) -> str:
    """A core model's text, with those of the embedded models that it reads."""
    parts = [
        p for p in set(re.findall(r"\bcore\.([a-z_0-9]+)", texts[name])) - {name} if "kind EMBEDDED" in texts.get(p, "")
    ]
    return "\n".join([texts[name], *(_with_embedded(p, texts) for p in parts)])


def test_every_delivered_table_is_held_from_record_to_core_or_a_model_says_why_not() -> None:
    models = {m.name: m for m in rendered()}
    held = {
        table
        for m in models.values()
        for a in m.audits
        if a.name == "delivered_rows_are_kept"
        for table in TABLES
        if re.search(rf'"?staging"?\."?{table}"?\b', a.sql)
    }
    assert {"ledger", "personnel_month", "indicator_outcome", "measure_plan", "goal"} <= held
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "models" / "core").glob("*.sql")}
    reasons = [_with_embedded(name, texts) for name, text in texts.items() if "'delivered rows differ: " in text]
    reasoned = {t for t in TABLES for text in reasons if re.search(rf"staging\.{t}\b", text)}
    assert set(TABLES) - held - reasoned == NOT_IN_CORE
    recorded = {t for t in TABLES for a in models[f"staging.{t}"].audits if a.name == "sums_match_record"}
    assert recorded == set(TABLES)
