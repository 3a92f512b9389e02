"""`rjh nightly`: load what is new, build, audit and publish; nothing new means nothing done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rjh_warehouse.build.generation import Generation, building, generations, published_id, sweep
from rjh_warehouse.build.inputs import build_inputs, prove_lake
from rjh_warehouse.intake.outline import outline
from rjh_warehouse.intake.seen import Seen
from rjh_warehouse.intake.settled import settled
from rjh_warehouse.lake.kept import is_taken_back
from rjh_warehouse.lake.proof import Damage
from rjh_warehouse.lake.publication import publication, shut_out
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.build.audit_outcome import AuditOutcome
    from rjh_warehouse.build.comparison import Unlike
    from rjh_warehouse.intake.load import LoadOutcome


@dataclass
class NightlyResult:
    """What a run did: files dealt with, the audits, and the generation when one was built."""

    loads: list[LoadOutcome] = field(default_factory=list)
    audits: list[AuditOutcome] = field(default_factory=list)
    unlike: list[Unlike] = field(default_factory=list)  # tables that a whole build gives otherwise
    damages: list[Damage] = field(default_factory=list)  # in the lake, that touch no figure
    generation: Generation | None = None
    was_published: bool = False
    was_taken_back: bool = False  # by a person, and nothing has come since

    def then(self, later: NightlyResult) -> NightlyResult:
        """What this run and one straight after it came to together; the later one deals with files that were left."""
        again = {o.path for o in later.loads}
        return NightlyResult(
            loads=[o for o in self.loads if o.path not in again and o.status != "left"] + later.loads,
            audits=later.audits if later.generation else self.audits,
            unlike=later.unlike if later.generation else self.unlike,
            damages=later.damages,
            generation=later.generation or self.generation,
            was_published=self.was_published or later.was_published,
            was_taken_back=later.was_taken_back,
        )

    @property
    def blocking(self) -> list[AuditOutcome]:
        return [o for o in self.audits if o.stops_publication]

    @property
    def is_stopped(self) -> bool:
        """Whether it was built and may not be published."""
        return bool(self.blocking or self.unlike)


@dataclass(frozen=True)
class NightlyProgress:
    """Callbacks for who watches: a step begins, a file is dealt with, a model is built, a model is audited."""

    step: Callable[[str], None] = lambda name: None
    file: Callable[[LoadOutcome], None] = lambda outcome: None
    model: Callable[[int, int, str], None] = lambda done, total, name: None
    audit: Callable[[int, int, str], None] = lambda done, total, name: None


def nightly(
    project: Project,
    sources: list[Path] | None = None,
    as_of: dt.date | None = None,
    progress: NightlyProgress | None = None,
) -> NightlyResult:
    """One whole run under the build lock.

    Args:
        sources: files and folders to load from (default: the project's deliveries).
        as_of: only deliveries known by this day count.

    Raises:
        BuildUnderWay: another run holds the lock.
        BuildFailed: a model could not be computed; the last publication stands.
        LakeDamaged: the lake holds something else than was put into it; the last publication stands.
    """
    watch = progress or NightlyProgress()
    result = NightlyResult()
    with building(project.build_lock):
        watch.step("load")
        result.loads = load_new(project, sources, watch.file)
        shut_out(project.published)
        result.damages = prove_lake(project, whole=False)
        if is_current(project, as_of):
            return result
        if is_taken_back(project.published, build_inputs(project, as_of)["fingerprint"]):
            result.was_taken_back = True
            return result
        if (ready := _built_already(project, as_of)) and _published_again(project, ready):
            result.was_published = True
            return result
        _build(project, as_of, watch, result)
    return result


def _build(project: Project, as_of: dt.date | None, watch: NightlyProgress, result: NightlyResult) -> None:
    """Build, audit and publish what is new; what each step came to stands in `result`."""
    from rjh_warehouse.build.audit import audit
    from rjh_warehouse.build.publish import publish
    from rjh_warehouse.build.session import begin, build_models, opened

    sweep(project.generations, published_id(project))
    watch.step("build")
    result.generation = begin(project, as_of)
    with opened(project, result.generation) as session:
        build_models(session, watch.model)
        watch.step("audit")
        result.audits = audit(project, session, watch.audit)
    if not result.blocking:
        result.unlike = _held_against_whole(project, result.generation, watch)
    if not result.is_stopped:
        watch.step("publish")
        publish(project, result.generation)
        result.was_published = True
        sweep(project.generations, result.generation.generation_id)


def _held_against_whole(project: Project, generation: Generation, watch: NightlyProgress) -> list[Unlike]:
    """Once a week: what a build of everything gives otherwise than this one of what had moved."""
    from rjh_warehouse.build.comparison import compare_with_whole, is_due, note_compared
    from rjh_warehouse.build.earlier import read_notes

    today, notes = dt.date.today(), read_notes(generation)
    if is_due(project, generation, today):
        watch.step("compare")
        if unlike := compare_with_whole(project, generation):
            return unlike
    elif notes is None or notes.began_from is not None:
        return []
    note_compared(project, generation, today)
    return []


def load_new(
    project: Project,
    sources: list[Path] | None = None,
    progress: Callable[[LoadOutcome], None] = lambda outcome: None,
) -> list[LoadOutcome]:
    """Load the files that have not been dealt with yet; one that is still being copied is left for the next run."""
    lake = Lake(project.lake)
    seen = Seen(lake, outline(project).prints)
    whole, growing = settled(seen.new_among(sources or [project.deliveries]))
    if not whole and not growing:
        return []
    from rjh_warehouse.contract.contract import read_contracts
    from rjh_warehouse.intake.load import LoadOutcome, load_files  # reads formats: a night without news has none

    outcomes = load_files(whole, lake, read_contracts(project.contracts), progress)
    for path in growing:
        outcomes.append(LoadOutcome(path, "left"))
        progress(outcomes[-1])
    refused = {outcome.path for outcome in outcomes if outcome.record is None}  # tried again, with all their months
    for outcome in outcomes:
        if outcome.record and outcome.path not in refused:
            seen.add(outcome.path, outcome.record.delivery_id)
    if outcomes:
        seen.save()
    return outcomes


def is_current(project: Project, as_of: dt.date | None) -> bool:
    """Whether the published file is whole and stands on exactly these deliveries, models and day."""
    release = publication(project.published).release
    return release is not None and release["fingerprint"] == build_inputs(project, as_of)["fingerprint"]


def _built_already(project: Project, as_of: dt.date | None) -> Generation | None:
    """The newest build where it is complete and current: the published file was lost, changed or never swapped in."""
    newest = next(iter(generations(project.generations)[-1:]), None)
    if newest is None or not newest.is_complete:
        return None
    return newest if newest.read("inputs")["fingerprint"] == build_inputs(project, as_of)["fingerprint"] else None


def _published_again(project: Project, ready: Generation) -> bool:
    """Publish a build that is already there; False when its database cannot be read, so that it is built anew."""
    import duckdb

    from rjh_warehouse.build.publish import publish

    try:
        publish(project, ready)
    except duckdb.Error:
        return False
    return True
