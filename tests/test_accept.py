"""A blocked delivery is kept and counts for nothing, until a person answers for it, and no longer than said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.lake.acceptance import NothingToAccept, accept, acceptances
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.known import waiting_blocked, waiting_refusals
from rjh_warehouse.lake.leftovers import leftovers
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.lake.views import register_lake

CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: 'cost_(?P<period>\\d{6})(?:_v\\d+)?\\.csv'
format: csv
tables:
  - name: cost
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [belopp]}
    key: [unit_code]
"""
TODAY = dt.date.today()


@pytest.fixture
def contracts(tmp_path: Path) -> dict[str, Contract]:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    return read_contracts(tmp_path / "contracts")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def _deliver(lake: Lake, contracts: dict[str, Contract], name: str, received_on: str, *rows: str) -> LoadOutcome:
    path = lake.root.parent / name
    path.write_text("\n".join(["ansvar;belopp", *rows]) + "\n", encoding="utf-8")
    origin = f"title: t\nproducer: p\ndated: 2024-05-01\nreceived_on: {received_on}\n"
    path.with_name(name + ".origin.yaml").write_text(origin, encoding="utf-8")
    (outcome,) = load_files([path], lake, contracts)
    return outcome


@pytest.fixture
def blocked(lake: Lake, contracts: dict[str, Contract]) -> DeliveryRecord:
    _deliver(lake, contracts, "cost_202404.csv", "2024-05-06", "01;1")
    outcome = _deliver(lake, contracts, "cost_202404_v2.csv", "2024-05-10", "01;5", "01;5")
    assert outcome.status == "blocked"
    assert outcome.record
    return outcome.record


def _total(lake: Lake, contracts: dict[str, Contract], as_of: dt.date | None) -> tuple[object, int]:
    """The amounts that count, and how many acceptances are shown, in a build that looks from a day."""
    database = lake.root.parent / "build.duckdb"
    database.unlink(missing_ok=True)
    register_lake(database, lake, contracts, known_deliveries(lake, as_of), as_of)
    with duckdb.connect(str(database)) as connection:
        (total,) = connection.execute("SELECT SUM(amount)::INTEGER FROM lake.cost").fetchall()[0]
        (shown,) = connection.execute("SELECT COUNT(*) FROM lake.acceptance").fetchall()[0]
    return total, shown


def test_a_blocked_delivery_is_kept_and_counts_for_nothing(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    assert pq.read_table(lake.rows_file("cost", blocked.delivery_id)).num_rows == 2
    assert lake.archived_file(blocked.file_sha256, blocked.file_name).exists()
    assert _total(lake, contracts, None) == (1, 0)
    assert {r.delivery_id: r.state for r in known_deliveries(lake, None)}[blocked.delivery_id] == "blocked"
    assert leftovers(lake) == []


def test_an_acceptance_holds_from_its_day_to_its_last(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    day, last = dt.date(2024, 5, 12), dt.date(2024, 5, 31)
    given = accept(lake, blocked.delivery_id[:8], " Ekonomichef ", " Rättas i juni ", last, today=day)
    assert (given.accepted_by, given.reason) == ("Ekonomichef", "Rättas i juni")
    assert acceptances(lake) == [given]
    as_known = {
        "2024-05-05": (None, 0),  # nothing had come
        "2024-05-09": (1, 0),  # the first version
        "2024-05-11": (1, 0),  # the second is there, blocked
        "2024-05-12": (11, 1),
        "2024-05-31": (11, 1),
        "2024-06-01": (1, 1),  # expired, and still shown
    }
    for text, expected in as_known.items():
        assert _total(lake, contracts, dt.date.fromisoformat(text)) == expected, text
    assert _total(lake, contracts, None) == (1, 1)
    assert lake.record(blocked.delivery_id).state == "blocked"  # the record is never changed


def test_an_acceptance_may_be_given_again(lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord) -> None:
    accept(lake, blocked.delivery_id, "A", "b", dt.date(2024, 5, 31), today=dt.date(2024, 5, 12))
    accept(lake, blocked.delivery_id, "C", "d", TODAY + dt.timedelta(days=9))
    assert _total(lake, contracts, None) == (11, 2)


def test_a_corrected_file_needs_no_acceptance(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    outcome = _deliver(lake, contracts, "cost_202404_v3.csv", "2024-05-14", "01;7")
    assert outcome.status == "loaded"
    assert outcome.record
    assert outcome.record.subject == blocked.subject
    assert waiting_blocked(known_deliveries(lake, None)) == []


def test_a_blocked_file_sent_again_is_still_blocked(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    (again,) = load_files([lake.root.parent / blocked.file_name], lake, contracts)
    assert (again.status, again.newer) == ("known", None)  # the older version that counts is no newer one
    assert again.record
    assert again.record.state == "blocked"
    accept(lake, blocked.delivery_id, "A", "b", TODAY)
    (again,) = load_files([lake.root.parent / blocked.file_name], lake, contracts)
    assert again.record
    assert again.record.state == "accepted"


def test_what_waits_for_a_person_is_told(lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord) -> None:
    assert [r.delivery_id for r in waiting_blocked(known_deliveries(lake, None))] == [blocked.delivery_id]
    accept(lake, blocked.delivery_id, "A", "b", TODAY)
    assert waiting_blocked(known_deliveries(lake, None)) == []


def test_a_refused_file_waits_until_it_is_delivered_again(lake: Lake, contracts: dict[str, Contract]) -> None:
    path = lake.root.parent / "cost_202405.csv"
    path.write_text("ansvar;fel rubrik\n01;1\n", encoding="utf-8")
    load_files([path], lake, contracts)
    assert [r["file_name"] for r in waiting_refusals(lake.records(), lake.refusals())] == [path.name]
    path.write_text("ansvar;belopp\n01;1\n", encoding="utf-8")
    load_files([path], lake, contracts)
    assert waiting_refusals(lake.records(), lake.refusals()) == []
    assert len(lake.refusals()) == 1  # the history stays


def test_the_next_file_is_compared_with_what_was_accepted(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    accept(lake, blocked.delivery_id, "A", "b", TODAY)
    outcome = _deliver(lake, contracts, "cost_202404_v3.csv", "2024-05-14", "01;5000")
    assert outcome.status == "blocked"
    assert outcome.record
    (magnitude,) = [c for c in outcome.record.controls if c["state"] == "failed"]
    assert (magnitude["check"], magnitude["expected"]) == ("magnitude", "≈ 5 kr")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"delivery_id": "ffff"}, "accept.nothing"),
        ({"delivery_id": ""}, "accept.nothing"),
        ({"accepted_by": "  "}, "accept.no_name"),
        ({"reason": ""}, "accept.no_name"),
        ({"expires_on": TODAY - dt.timedelta(days=1)}, "accept.expired"),
    ],
)
def test_what_cannot_be_accepted_is_said(
    lake: Lake, blocked: DeliveryRecord, change: dict[str, object], code: str
) -> None:
    words = {"delivery_id": blocked.delivery_id, "accepted_by": "A", "reason": "b", "expires_on": TODAY, **change}
    with pytest.raises(NothingToAccept) as raised:
        accept(lake, **words)  # type: ignore[arg-type]
    assert raised.value.code == code
    assert acceptances(lake) == []


def test_a_delivery_that_counts_needs_no_acceptance(
    lake: Lake, contracts: dict[str, Contract], blocked: DeliveryRecord
) -> None:
    (counting,) = [r for r in lake.records() if r.state == "accepted"]
    with pytest.raises(NothingToAccept):
        accept(lake, counting.delivery_id, "A", "b", TODAY)
