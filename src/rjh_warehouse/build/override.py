"""`rjh override`: a person lets an audit that failed stand aside, with name, reason and last day.

Each is a sealed file of its own in the lake's folder `overrides/`, never changed, with a copy in the journal; one that
has expired blocks again. A damaged one is told by the lake's proof, and nothing is built until it is put back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rjh_warehouse.build.audit_outcome import AuditOutcome
from rjh_warehouse.folders import entries
from rjh_warehouse.lake.durable import make_folder, move
from rjh_warehouse.lake.sealed import Damaged, read_note, seal


@dataclass(frozen=True)
class Override:
    """Who let which audit on which model stand aside, why, and until when (ISO dates)."""

    audit_name: str
    model_name: str
    by: str
    reason: str
    on: str
    expires_on: str


class CannotOverride(Exception):
    """An override that cannot be given: `code` of the message catalogue, and what fills its places."""

    def __init__(self, code: str, **places: object) -> None:
        super().__init__(code)
        self.code, self.places = code, places


def override(
    folder: Path, outcomes: Iterable[AuditOutcome], audit_name: str, model_name: str | None, by: str, reason: str,
    expires_on: dt.date, today: dt.date | None = None,
) -> Override:  # fmt: skip
    """Let an audit that failed on the newest build stand aside until a day: it stops no publication and no closing.

    Args:
        folder: where overrides are kept.
        outcomes: the audits of the newest build.
        model_name: needed where the audit failed on several models.

    Raises:
        CannotOverride: no such audit failed, or on several models; no name or reason; or the day has passed.
    """
    day = today or dt.date.today()
    models = sorted({o.model_name for o in outcomes if o.audit_name == audit_name and o.state == "failed"})
    if model_name:
        models = [m for m in models if m == model_name]
    if not models:
        raise CannotOverride("override.nothing", audit=audit_name)
    if len(models) > 1:
        raise CannotOverride("override.ambiguous", audit=audit_name, found=", ".join(models))
    if not by.strip() or not reason.strip():
        raise CannotOverride("override.no_name", audit=audit_name)
    if expires_on < day:
        raise CannotOverride("override.expired", audit=audit_name, found=expires_on.isoformat())
    found = Override(audit_name, models[0], by.strip(), reason.strip(), day.isoformat(), expires_on.isoformat())
    number = max((int(p.stem) for p in entries(folder, ".json") if p.stem.isdecimal()), default=0) + 1
    name = f"{number:06d}.json"
    for place in (folder / name, folder.parent / "journal" / folder.name / name):
        make_folder(place.parent)
        beside = place.with_name(f".{name}.part")
        beside.write_bytes(seal(asdict(found)))
        move(beside, place)
    return found


def overrides(folder: Path, day: dt.date) -> dict[tuple[str, str], Override]:
    """The overrides in force on a day, by audit and model; of several the one that holds longest."""
    given = []
    for path in entries(folder, ".json"):
        with contextlib.suppress(Damaged, TypeError):  # told by proof, which lets nothing be built
            given.append(Override(**read_note(path)))
    valid = [o for o in given if o.on <= day.isoformat() <= o.expires_on]
    return {(o.audit_name, o.model_name): o for o in sorted(valid, key=lambda o: o.expires_on)}


def with_overrides(outcomes: Iterable[AuditOutcome], given: dict[tuple[str, str], Override]) -> list[AuditOutcome]:
    """The outcomes with the override in force beside each that it lets stand aside."""
    found = []
    for outcome in outcomes:
        aside = given.get((outcome.audit_name, outcome.model_name))
        if aside and outcome.state == "failed":
            outcome = replace(
                outcome, override_by=aside.by, override_reason=aside.reason, override_until=aside.expires_on
            )
        found.append(outcome)
    return found
