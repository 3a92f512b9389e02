"""`rjh accept`: a person lets a blocked delivery count, with name, reason and last day.

An acceptance is a file of its own in the lake; the delivery's record is never changed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rjh_warehouse.folders import entries
from rjh_warehouse.lake.durable import move
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lake.store import DeliveryRecord, Lake


@dataclass(frozen=True)
class Acceptance:
    """Who let which blocked delivery count, why, and until when (ISO dates)."""

    delivery_id: str
    accepted_by: str
    reason: str
    accepted_on: str
    expires_on: str


class NothingToAccept(Exception):
    """An acceptance that cannot be given: `code` of the message catalogue, and what fills its places."""

    def __init__(self, code: str, delivery_id: str, found: str | None = None) -> None:
        super().__init__(delivery_id)
        self.code = code
        self.places = {"delivery_id": delivery_id, "found": found}


SHORTEST_ID = 4  # hex digits; fewer would be a slip


def accept(
    lake: Lake,
    delivery_id: str,
    accepted_by: str,
    reason: str,
    expires_on: dt.date,
    today: dt.date | None = None,
) -> Acceptance:
    """Note that a blocked delivery counts until a day. Given again, the latest day holds.

    Args:
        delivery_id: the identity, or so much of its beginning that only one blocked delivery has it.
        accepted_by: the name of who answers for it.
        today: the day it is given.

    Raises:
        NothingToAccept: the delivery is unknown, not blocked or not told apart; no name or reason; or the
            day has passed.
    """
    day = today or dt.date.today()
    record = _the_blocked(lake, delivery_id.strip().lower())
    if not accepted_by.strip() or not reason.strip():
        raise NothingToAccept("accept.no_name", record.delivery_id)
    if expires_on < day:
        raise NothingToAccept("accept.expired", record.delivery_id, expires_on.isoformat())
    found = Acceptance(
        delivery_id=record.delivery_id,
        accepted_by=accepted_by.strip(),
        reason=reason.strip(),
        accepted_on=day.isoformat(),
        expires_on=expires_on.isoformat(),
    )
    with lake.in_use():
        _write(lake, found)
    return found


def _the_blocked(lake: Lake, delivery_id: str) -> DeliveryRecord:
    matching = [r for r in lake.records() if r.state == "blocked" and r.delivery_id.startswith(delivery_id)]
    if not matching or len(delivery_id) < SHORTEST_ID:
        raise NothingToAccept("accept.nothing", delivery_id)
    if len(matching) > 1:
        ids = ", ".join(r.delivery_id for r in matching)
        raise NothingToAccept("accept.ambiguous", delivery_id, ids)
    return matching[0]


def _write(lake: Lake, acceptance: Acceptance) -> None:
    folder = _folder(lake)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    beside = folder / f".{acceptance.delivery_id}.{stamp}.part"
    place = folder / f"{acceptance.delivery_id}.{stamp}.json"
    note = seal(asdict(acceptance))
    beside.write_bytes(note)
    move(beside, place)
    with contextlib.suppress(OSError):  # a full disk: the copy is completed before the next build (see proof)
        beside.write_bytes(note)
        move(beside, copy_of(lake, place))


def acceptances(lake: Lake) -> list[Acceptance]:
    """Every acceptance that was ever given, oldest first. A damaged one is not there."""
    found = []
    for path in acceptance_files(lake):
        with contextlib.suppress(Damaged):  # told by proof
            found.append(read_acceptance(path))
    return sorted(found, key=lambda a: (a.accepted_on, a.delivery_id, a.expires_on))


def read_acceptance(path: Path) -> Acceptance:
    """One acceptance from its file. Raises Damaged when it is not what was written."""
    try:
        return Acceptance(**read_note(path))
    except TypeError as error:
        raise Damaged(path, str(error)) from error


def acceptance_files(lake: Lake) -> list[Path]:
    """The file of each acceptance; its name begins with the delivery's identity and a dot."""
    return entries(_folder(lake), ".json")


def copy_of(lake: Lake, note: Path) -> Path:
    """Where the journal keeps a copy of a person's note: an acceptance, or a withdrawal."""
    return lake.journal.folder / note.parent.name / note.name


def lost_notes(lake: Lake, folder: str) -> list[Path]:
    """Where notes of a folder (`acceptances`, `withdrawals`) stood of which only the journal's copy is left."""
    standing = {p.name for p in entries(lake.root / folder, ".json")}
    copies = entries(lake.journal.folder / folder, ".json")
    return [lake.root / folder / p.name for p in copies if p.name not in standing]


def with_acceptances(
    records: Iterable[DeliveryRecord], given: Iterable[Acceptance], day: dt.date
) -> list[DeliveryRecord]:
    """The records as they count on a day: a blocked one with a valid acceptance is accepted."""
    valid = {a.delivery_id for a in given if a.accepted_on <= day.isoformat() <= a.expires_on}
    return [replace(r, state="accepted") if r.delivery_id in valid else r for r in records]


def _folder(lake: Lake) -> Path:
    return lake.root / "acceptances"
