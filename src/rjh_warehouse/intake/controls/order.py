"""Which version counts, and why: days that do not agree with the order in which files came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rjh_warehouse.contract.month_name import first_day
from rjh_warehouse.intake.controls.examination import PERIODS, ControlResult, Examination
from rjh_warehouse.intake.controls.whole import period_of
from rjh_warehouse.intake.files import natural_order
from rjh_warehouse.lake.store import DeliveryRecord


def version_order(e: Examination) -> Iterator[ControlResult]:
    """A file received before the version in force (it would not count), or on the same day (the last loaded counts).

    A day that is not stated is the day of the load, and a later number in the name (_v2) is an order: no questions.
    Of versions that their names order (adopted, rev1) the later name counts, whatever the days say.
    """
    yield _named_against_days(e)
    own = e.delivery.record
    in_force = next((r for r in reversed(e.delivery.versions) if not _is_same(r, own)), None)
    if in_force is None:
        return
    places = {"file": in_force.file_name, "file_day": in_force.known_on, "own_day": own.known_on}
    is_older = own.known_on < in_force.known_on
    is_named_later = natural_order(Path(own.file_name)) > natural_order(Path(in_force.file_name))
    is_stated = bool((own.origin or {}).get("received_on"))
    is_tied = own.known_on == in_force.known_on and is_stated and not is_named_later
    for mode, severity, is_so in (("older", "block", is_older), ("tied", "warn", is_tied)):
        result = e.result(int(is_so), found=own.known_on, expected=f"{in_force.file_name} {in_force.known_on}")
        yield replace(result, severity=severity, places={"mode": mode, **places})


def _named_against_days(e: Examination) -> ControlResult:
    """A version that by its name comes before one already received, or after one received later."""
    own = e.delivery.record
    rank = _rank(own)
    ahead = [r for r in e.delivery.family if _rank(r) > rank and r.known_on <= own.known_on]
    behind = [r for r in e.delivery.family if _rank(r) < rank and r.known_on > own.known_on]
    other = (ahead or behind or [own])[-1]
    mode = "outranked" if ahead else "backdated"
    result = e.result(int(other is not own), found=own.known_on, expected=f"{other.file_name} {other.known_on}")
    places = {"mode": mode, "file": other.file_name, "file_day": other.known_on, "own_day": own.known_on}
    return replace(result, severity="warn", places=places)


def _rank(record: DeliveryRecord) -> int:
    """The order that a version's name gives: draft, adopted, rev1, rev2; 0 for all where names give none."""
    label = record.attributes.get("version_label", "")
    number = label.removeprefix("rev")
    return 1 + int(number) if number.isdecimal() else int(label == "adopted")


def _is_same(record: DeliveryRecord, own: DeliveryRecord) -> bool:
    """The same file and origin, read again under another contract."""
    return record.file_sha256 == own.file_sha256 and record.origin == own.origin


def received_in_period(e: Examination) -> Iterator[ControlResult]:
    """A file about a month that had not begun on the day it is said to have been received.

    The file's own month, or those of the rows of a file that tells the months of a year as they went.
    """
    own, plans = e.delivery.record, e.delivery.contract.replaces.versions  # what has versions is of months to come
    firsts = [(p, first) for n in PERIODS if (p := own.attributes.get(n)) and (first := first_day(p))]
    if firsts:
        period, first = firsts[0]
        yield e.result(int(own.known_on < first), found=own.known_on, expected=period)
    elif "fiscal_year" in own.attributes and not plans and (month := period_of(e.table, "month")):
        query = f'SELECT COUNT(*), STRFTIME(MAX("{month}"), \'%Y%m\') FROM delivered WHERE {e.data} AND "{month}" > ?'
        count, last = e.row(query, dt.date.fromisoformat(own.known_on))
        yield e.result(count, found=own.known_on, expected=last)
