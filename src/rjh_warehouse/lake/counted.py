"""Which deliveries count on a day, and in what state: known by then, accepted, not withdrawn, of one region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rjh_warehouse.lake.acceptance import acceptances, with_acceptances
from rjh_warehouse.lake.store import DeliveryRecord, Lake
from rjh_warehouse.lake.withdrawal import withdrawals, without_withdrawn


def known_deliveries(lake: Lake, as_of: dt.date | None, today: dt.date | None = None) -> list[DeliveryRecord]:
    """The committed deliveries that were known by the end of `as_of` (None: all), as they count then.

    Without `as_of`, acceptances count as on `today` (None: this day).

    A simulated region steps aside for a real one: see `simulated_aside`.
    """
    counted = _known(lake, as_of, today)
    return [r for r in counted if not r.is_simulated] if _is_real_region(counted) else counted


def simulated_aside(lake: Lake, as_of: dt.date | None) -> int:
    """How many simulated deliveries do not count, because a real one of the kinds that they are of is known.

    Months have units, accounts and prices in common: two regions in one build would lend each other theirs.
    """
    counted = _known(lake, as_of)
    return sum(r.is_simulated for r in counted) if _is_real_region(counted) else 0


def would_step_aside(lake: Lake, coming: Iterable[DeliveryRecord]) -> int:
    """How many simulated deliveries that count now will not when these have been loaded."""
    counted = _known(lake, None)
    if _is_real_region(counted) or not _is_real_region([*counted, *coming]):
        return 0
    return sum(r.is_simulated for r in counted)


def _known(lake: Lake, as_of: dt.date | None, today: dt.date | None = None) -> list[DeliveryRecord]:
    known = [r for r in lake.records() if as_of is None or r.known_on <= as_of.isoformat()]
    counted = with_acceptances(known, acceptances(lake), as_of or today or dt.date.today())
    return without_withdrawn(counted, withdrawals(lake), as_of)


def _is_real_region(counted: list[DeliveryRecord]) -> bool:
    """Whether some real delivery counts that a simulated one would stand beside."""
    real = {r.contract_code for r in counted if not r.is_simulated and r.state == "accepted"}
    return any(r.is_simulated and r.contract_code in real for r in counted)
