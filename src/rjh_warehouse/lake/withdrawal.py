"""`rjh withdraw` and `rjh restore`: a person takes a delivery out of what counts, and puts it back.

Each is a file of its own in the lake; the delivery and its record stay where they are.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rjh_warehouse.folders import entries
from rjh_warehouse.lake.acceptance import copy_of
from rjh_warehouse.lake.durable import make_folder, move
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.lake.store import DeliveryRecord, Lake

SHORTEST_ID = 4  # hex digits; fewer would be a slip
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Withdrawal:
    """Who took a delivery out (or put it back), why and when. `order` counts up over the lake's withdrawals."""

    delivery_id: str
    is_withdrawn: bool
    by: str
    reason: str
    on: str  # ISO date
    order: int


class CannotWithdraw(Exception):
    """A withdrawal that cannot be made: `code` of the message catalogue, and what fills its places."""

    def __init__(self, code: str, delivery_id: str, found: str | None = None) -> None:
        super().__init__(delivery_id)
        self.code = code
        self.places = {"delivery_id": delivery_id, "found": found}


def withdraw(
    lake: Lake, delivery_id: str, by: str, reason: str, *, back: bool = False, today: dt.date | None = None
) -> Withdrawal:
    """Take a delivery out of what counts, or put it back.

    Args:
        delivery_id: the identity, or so much of its beginning that only one delivery has it.
        back: put it back.

    Raises:
        CannotWithdraw: the delivery is unknown or not told apart, already so, or there is no name or reason.
    """
    record = _the_one(lake, delivery_id.strip().lower())
    if not by.strip() or not reason.strip():
        raise CannotWithdraw("withdraw.no_name", record.delivery_id)
    earlier = withdrawals(lake)
    if (record.delivery_id in withdrawn(earlier)) is not back:
        raise CannotWithdraw("withdraw.not_withdrawn" if back else "withdraw.already", record.delivery_id)
    order = max((w.order for w in earlier), default=0) + 1
    day = (today or dt.date.today()).isoformat()
    found = Withdrawal(record.delivery_id, not back, by.strip(), reason.strip(), day, order)
    with lake.in_use():
        _write(lake, found)
    return found


def _the_one(lake: Lake, delivery_id: str) -> DeliveryRecord:
    matching = [r for r in lake.records() if r.delivery_id.startswith(delivery_id)]
    if not matching or len(delivery_id) < SHORTEST_ID:
        raise CannotWithdraw("withdraw.nothing", delivery_id)
    if len(matching) > 1:
        raise CannotWithdraw("withdraw.ambiguous", delivery_id, ", ".join(r.delivery_id for r in matching))
    return matching[0]


def _write(lake: Lake, withdrawal: Withdrawal) -> None:
    folder = _folder(lake)
    name = f"{withdrawal.order:06d}.{withdrawal.delivery_id}.json"
    note = seal(asdict(withdrawal))
    for place in (folder / name, copy_of(lake, folder / name)):
        make_folder(place.parent)
        beside = place.with_name(f".{name}.{os.getpid()}.part")
        beside.write_bytes(note)
        move(beside, place)


def withdrawals(lake: Lake) -> list[Withdrawal]:
    """Every withdrawal and restoration that was ever made, in their order."""
    found = []
    for path in withdrawal_files(lake):
        with contextlib.suppress(Damaged):  # told by proof, which lets nothing be built
            found.append(read_withdrawal(path))
    return sorted(found, key=lambda w: (w.order, w.delivery_id))


def read_withdrawal(path: Path) -> Withdrawal:
    """One withdrawal from its file. Raises Damaged when it is not what was written."""
    try:
        return Withdrawal(**read_note(path))
    except TypeError as error:
        raise Damaged(path, str(error)) from error


def withdrawal_files(lake: Lake) -> list[Path]:
    """The file of each withdrawal and restoration."""
    return entries(_folder(lake), ".json")


def withdrawn(made: Iterable[Withdrawal], as_of: dt.date | None = None) -> dict[str, Withdrawal]:
    """The withdrawals in force (at the end of `as_of`; None: now), by delivery."""
    last = as_of.isoformat() if as_of else "9999-12-31"
    found: dict[str, Withdrawal] = {}
    for withdrawal in made:
        if withdrawal.on <= last:
            found[withdrawal.delivery_id] = withdrawal
    return {d: w for d, w in found.items() if w.is_withdrawn}


def without_withdrawn(
    records: Iterable[DeliveryRecord], made: Iterable[Withdrawal], as_of: dt.date | None
) -> list[DeliveryRecord]:
    """The records as they count: one that is withdrawn has that as its state, and counts for nothing."""
    out = withdrawn(made, as_of)
    return [replace(r, state=WITHDRAWN) if r.delivery_id in out else r for r in records]


def _folder(lake: Lake) -> Path:
    return lake.root / "withdrawals"
