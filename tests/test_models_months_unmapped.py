"""What may stand on codes that no register knows: so many kronor, and the month closes, or is published; above, not."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import month_warehouse as region
import plain_models

from rjh_warehouse.build.recipe import Audit

ROOT = Path(__file__).parents[1]
MODEL = "quality.month_unmapped"
STATED = list(
    csv.DictReader((ROOT / "seeds" / "month" / "unmapped_limit.csv").read_text(encoding="utf-8").splitlines())
)
ORE = Decimal("0.01")
UNKNOWN = {"cost_type": {"account_code": "9990"}, "unit": {"unit_code": "99999"}}


def _built(amounts: dict[tuple[str, str], Decimal]) -> duckdb.DuckDBPyConnection:
    """The small region with one posting more for each month and kind of code."""
    rows = region.small_region()
    for (month, unmapped_kind), amount in amounts.items():
        first = next(r for r in rows["ledger"] if r["delivery_id"] == f"huvudbok_RS_{month}")
        rows["ledger"].append({**first, "row_number": 10_000, **UNKNOWN[unmapped_kind], "amount": amount})
    return region.build(rows, frozenset({MODEL}))


def _failing(amounts: dict[tuple[str, str], Decimal]) -> dict[tuple[str, str], set[str]]:
    """The audits that one posting trips, by its month and what it lacks; each stands alone in its month."""
    connection = _built(amounts)
    found: dict[tuple[str, str], set[str]] = {key: set() for key in amounts}
    for audit in _audits():
        for row in connection.execute(f"SELECT strftime(month, '%Y%m'), unmapped_kind FROM ({audit.sql})").fetchall():
            found[row].add(audit.name)
    return found


def _audits() -> list[Audit]:
    (model,) = (m for m in plain_models.rendered(frozenset({MODEL})) if m.name == MODEL)
    return [a for a in model.audits if a.name.startswith("month_unmapped")]


def test_unmapped_kronor_stop_closing_and_publication_above_the_stated_limits() -> None:
    amounts, expected = {}, {}
    closes, stops = "month_unmapped_is_small", "month_unmapped_can_be_published"
    for stated in STATED:
        closing, publication = (Decimal(stated[f"{name}_limit_sek"]) for name in ("closing", "publication"))
        for month, amount, tripped in (
            ("202312", closing, set()),
            ("202401", closing + ORE, {closes}),
            ("202402", -publication, {closes}),
            ("202403", publication + ORE, {closes, stops}),
            ("202404", -publication - ORE, {closes, stops}),
        ):
            amounts[month, stated["unmapped_kind"]] = amount
            expected[month, stated["unmapped_kind"]] = tripped
    assert _failing(amounts) == expected


def test_a_kind_whose_limit_is_not_stated_stands_there_and_is_told() -> None:
    connection = _built({("202401", "unit"): Decimal(7)})
    connection.execute("UPDATE seed.unmapped_limit SET unmapped_kind = 'other'")
    (model,) = (m for m in plain_models.rendered(frozenset({MODEL})) if m.name == MODEL)
    plain_models.create(connection, model)
    (told,) = (a for a in model.audits if a.name == "not_null" and "limit_sek" in a.sql)
    assert told.is_blocking
    assert len(connection.execute(told.sql).fetchall()) == 1


def test_what_stops_publication_blocks_and_what_stops_closing_only_warns() -> None:
    blocking = {a.name: a.is_blocking for a in _audits()}
    assert blocking == {"month_unmapped_can_be_published": True, "month_unmapped_is_small": False}
