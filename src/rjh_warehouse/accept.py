"""`rjh accept`: a person lets a blocked delivery count, with name, reason and last day.

An acceptance is a file of its own in the lake; the delivery's record is never changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rjh_warehouse.lake import DeliveryRecord, Lake


@dataclass(frozen=True)
class Acceptance:
    """Who let which blocked delivery count, why, and until when (ISO dates)."""

    delivery_id: str
    accepted_by: str
    reason: str
    accepted_on: str
    expires_on: str


class NothingToAccept(Exception):
    """No such delivery, or it is not blocked."""


def accept(lake: Lake, delivery_id: str, accepted_by: str, reason: str, expires_on: dt.date) -> Acceptance:
    """Note that a blocked delivery counts until a day.

    Raises:
        NothingToAccept: the delivery is unknown or not blocked.
    """
    matching = [r for r in lake.records() if r.delivery_id.startswith(delivery_id)]
    if len(matching) != 1 or matching[0].state != "blocked":
        raise NothingToAccept(delivery_id)
    found = Acceptance(
        delivery_id=matching[0].delivery_id,
        accepted_by=accepted_by.strip(),
        reason=reason.strip(),
        accepted_on=dt.date.today().isoformat(),
        expires_on=expires_on.isoformat(),
    )
    folder = _folder(lake)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    beside = folder / f".{found.delivery_id}.{stamp}.part"
    beside.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(folder / f"{found.delivery_id}.{stamp}.json")
    return found


def acceptances(lake: Lake) -> list[Acceptance]:
    """Every acceptance that was ever given, oldest first."""
    files = sorted(_folder(lake).glob("*.json"))
    found = [Acceptance(**json.loads(p.read_text(encoding="utf-8"))) for p in files]
    return sorted(found, key=lambda a: (a.accepted_on, a.delivery_id))


def with_acceptances(
    records: Iterable[DeliveryRecord], given: Iterable[Acceptance], day: dt.date
) -> list[DeliveryRecord]:
    """The records as they count on a day: a blocked one with a valid acceptance is accepted."""
    valid = {a.delivery_id for a in given if a.accepted_on <= day.isoformat() <= a.expires_on}
    return [replace(r, state="accepted") if r.delivery_id in valid else r for r in records]


def _folder(lake: Lake) -> Path:
    return lake.root / "acceptances"
