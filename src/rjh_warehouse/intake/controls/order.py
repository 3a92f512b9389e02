"""Which version counts, and why: days that do not agree with the order in which files came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rjh_warehouse.intake.controls.examination import ControlResult, Examination
from rjh_warehouse.intake.files import natural_order
from rjh_warehouse.lake.store import DeliveryRecord

PERIODS = ("period", "as_of_period", "reported_period")  # YYYYMM in the file's name


def version_order(e: Examination) -> Iterator[ControlResult]:
    """A file received before the version in force (it would not count), or on the same day (the last loaded counts).

    A day that is not stated is the day of the load, and a later number in the name (_v2) is an order: no questions.
    """
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


def _is_same(record: DeliveryRecord, own: DeliveryRecord) -> bool:
    """The same file and origin, read again under another contract."""
    return record.file_sha256 == own.file_sha256 and record.origin == own.origin


def received_in_period(e: Examination) -> Iterator[ControlResult]:
    """A file about a month that had not begun on the day it is said to have been received."""
    own = e.delivery.record
    period = next((p for n in PERIODS if (p := own.attributes.get(n)) and len(p) == 6 and p.isdecimal()), None)
    if period is None:
        return
    first = f"{period[:4]}-{period[4:]}-01"
    yield e.result(int(own.known_on < first), found=own.known_on, expected=period)
