"""What decides a build, and the proof of the lake that it stands on; a night without news asks for no more."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from rjh_warehouse.build.generation import built_deliveries
from rjh_warehouse.build.override import overrides
from rjh_warehouse.folders import entries, files_below
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.proof import Damage, LakeDamaged, complete_journal, prove
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project, package_digest

MODEL_FOLDERS = ("models", "seeds", "audits", "macros", "linter")


def build_inputs(project: Project, as_of: dt.date | None, today: dt.date | None = None) -> dict[str, Any]:
    """What decides a build: deliveries, model files, and the day it looks from.

    Args:
        as_of: only deliveries known by this day count (None: all).
        today: the day on which acceptances and overrides are looked at where there is no `as_of` (None: this day).

    Returns:
        `fingerprint` (64 hex digits over the rest), `deliveries` (ids), `data_version`,
        `model_version` (16 hex digits each), `as_of` (ISO date or None), `overrides` in force with what was said, and,
        outside the fingerprint, `day`: the day that it looks from.
    """
    day = as_of or today or dt.date.today()
    records = known_deliveries(Lake(project.lake), as_of, day)
    deliveries = [f"{r.delivery_id}:{r.state}" for r in records]
    models = hashlib.sha256()
    named = {p.relative_to(project.root): p for f in MODEL_FOLDERS for p in files_below(project.root / f)}
    named |= {p.relative_to(project.root): p for p in entries(project.contracts, ".yaml")}
    named |= {Path("config.py"): project.root / "config.py"}
    for name, path in sorted(named.items()):  # by the names in the project: where it stands must not matter
        if path.suffix != ".pyc":
            models.update(name.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    models.update(package_digest().encode())
    inputs = {
        "as_of": as_of.isoformat() if as_of else None,
        "data_version": hashlib.sha256("\n".join(sorted(deliveries)).encode()).hexdigest()[:16],
        "model_version": models.hexdigest()[:16],
        "deliveries": [r.delivery_id for r in records],
        "overrides": sorted(
            f"{o.audit_name} on {o.model_name} until {o.expires_on}: {o.by}, {o.reason}"
            for o in overrides(project.overrides, day).values()
        ),
    }
    inputs["fingerprint"] = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return inputs | {"day": day.isoformat()}


def prove_lake(project: Project, *, whole: bool = True) -> list[Damage]:
    """Hold the lake against its records; what is found that touches no figure.

    Args:
        whole: read every file; else only those that look changed.

    Raises:
        LakeDamaged: a figure could be wrong or missing.
    """
    lake = Lake(project.lake)
    complete_journal(lake)
    found = prove(lake, built_deliveries(project.generations), whole=whole)
    if any(d.stops_publication for d in found):
        raise LakeDamaged(found)
    return found
