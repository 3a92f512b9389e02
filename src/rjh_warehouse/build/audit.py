"""`rjh audit`: every audit of every model on a built generation, and the rows that failed.

An audit is run where what it reads has moved, or it has itself; else the earlier build's result stands, with its rows.
None stops the build: the gate says everything that is wrong at once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
from pydantic import TypeAdapter

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, NO_ROWS, AuditOutcome
from rjh_warehouse.build.compute import Computation
from rjh_warehouse.build.content import digest_of
from rjh_warehouse.build.delivered_suites import delivered_suites
from rjh_warehouse.build.describe import DEFINITIONS, DESCRIPTIONS
from rjh_warehouse.build.expectations import Suite, read_suites, run_suites, write_suites
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.build.line_change import MODEL, line_change
from rjh_warehouse.build.override import overrides, with_overrides
from rjh_warehouse.build.plain_expectations import plain_outcomes
from rjh_warehouse.build.recipe import Audit, Model
from rjh_warehouse.build.session import Session
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.contract.fault import read_written
from rjh_warehouse.folders import is_file, stands
from rjh_warehouse.settings import Project

AUDITED = "audited"  # the generation's note of each result, by what was asked and of what
KEPT_ROWS = 1000
NEEDS = "needs.yaml"  # in audits/: the registers without which an audit cannot tell anything, by its name


@dataclass
class _Results:
    """Results by what was asked and of what (a digest of both): an earlier build's, and this one's."""

    generation: Generation
    earlier: Generation | None
    known: dict[str, Any]
    asked: dict[str, Any] = field(default_factory=dict)

    def kept(self, key: str) -> Any:
        """The earlier result of the same question, noted for the next build too; None: it must be asked."""
        if key in self.known:
            self.asked[key] = self.known[key]
        return self.known.get(key)


def audit(
    project: Project,
    session: Session,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
    *,
    ask_library: bool = False,
) -> list[AuditOutcome]:
    """Audit a generation; note the outcomes in it, and when none blocks that it is complete.

    An audit of a model without rows, or that compares with a register without rows, has not passed: it could not run.

    Args:
        progress: told of each model as its audits are begun.
        ask_library: every suite is asked by Great Expectations itself, which leaves its result documents.

    Returns:
        One outcome per audit and model, failed ones with a parquet file of (at most 1 000) rows.
    """
    generation, recipe = session.generation, session.recipe
    before = session.earlier[0] if session.earlier else None
    shutil.rmtree(generation.failures, ignore_errors=True)
    results = _Results(generation, before, before.read(AUDITED) if before else {})
    contents = Computation(session.connection, recipe, project.root, generation, session.notes)
    outcomes: list[AuditOutcome] = []
    audited = [m for m in recipe.models if m.kind != "seed"]
    for number, model in enumerate(audited, 1):
        progress(number, len(audited), model.name)
        outcomes += _audit_model(session, model, results, contents)
    outcomes = _told_from_empty(outcomes, project.root / "audits" / NEEDS, session, results, contents)
    outcomes += _expectations(project, session, results, contents, ask_library)
    if any(m.name == MODEL for m in recipe.models):
        marts = _marts_below(session, MODEL)
        outcomes.append(line_change(session.connection, project.published, generation.failures, marts))
    day = generation.read("inputs").get("day")
    given = overrides(project.overrides, dt.date.fromisoformat(day) if day else dt.date.today())
    outcomes = with_overrides(outcomes, given)
    note = {"audited_at": dt.datetime.now(dt.UTC), "outcomes": [asdict(o) for o in outcomes]}
    generation.write("audits", note)
    generation.write(AUDITED, results.asked)
    generation.write(DESCRIPTIONS, recipe.descriptions)
    generation.write(DEFINITIONS, recipe.definitions)
    if not any(o.stops_publication for o in outcomes):
        generation.write("complete", {"audited_at": note["audited_at"]})
    return outcomes


def _audit_model(session: Session, model: Model, results: _Results, contents: Computation) -> Iterator[AuditOutcome]:
    for asked in model.audits:
        found = AuditOutcome(
            asked.name, model.name, asked.is_blocking, "passed", 0, None, list(model.marts), owner=model.owner,
            tested_columns=asked.tests,
        )  # fmt: skip
        try:
            key = digest_of(asked.name, asked.sql, *(contents.seen_of(t) for t in asked.reads))
            failed = results.kept(key)
            if failed is None or not _carry_rows(results, model, asked, failed):
                failed = _run(session, model, asked)
                results.asked[key] = failed
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            yield replace(found, state=COULD_NOT_RUN, failed_row_count=None, explanation=reason)
            continue
        if failed["count"]:
            found = replace(found, state="failed", failed_row_count=failed["count"], rows_file=failed["rows_file"])
        yield found


def _run(session: Session, model: Model, asked: Audit) -> dict[str, Any]:
    """How many rows fail, and the file of them; the same rows whatever their order in the table is."""
    row = session.connection.execute(f"SELECT COUNT(*) FROM ({asked.sql}) AS failed").fetchone()
    count = int(row[0]) if row else 0
    if not count:
        return {"count": 0, "rows_file": None}
    path = _free_path(session.generation.failures, f"{model.name}.{asked.name}")
    target = str(path).replace("'", "''")
    session.connection.execute(
        f"COPY (SELECT * FROM ({asked.sql}) AS failed ORDER BY ALL LIMIT {KEPT_ROWS}) TO '{target}' (FORMAT parquet)"
    )
    return {"count": count, "rows_file": str(path.relative_to(session.generation.folder))}


def _carry_rows(results: _Results, model: Model, asked: Audit, failed: dict[str, Any]) -> bool:
    """Copy the failed rows of an earlier result; False where its file is gone."""
    if not failed["count"]:
        return True
    assert results.earlier is not None
    source = results.earlier.folder / failed["rows_file"]
    if not is_file(source):
        return False
    path = _free_path(results.generation.failures, f"{model.name}.{asked.name}")
    shutil.copyfile(source, path)
    failed["rows_file"] = str(path.relative_to(results.generation.folder))
    return True


def _free_path(folder: Path, stem: str) -> Path:
    folder.mkdir(exist_ok=True)
    number, path = 1, folder / f"{stem}.parquet"
    while stands(path):
        number += 1
        path = folder / f"{stem}.{number}.parquet"
    return path


def _told_from_empty(
    outcomes: list[AuditOutcome], needs_file: Path, session: Session, results: _Results, contents: Computation
) -> list[AuditOutcome]:
    """The outcomes, with what passed because there was nothing to check told from what passed."""
    needs = read_written(needs_file, TypeAdapter(dict[str, list[str]]).validate_python) if is_file(needs_file) else {}
    needed = {t for o in outcomes for t in needs.get(o.audit_name, [])}
    tables = {o.model_name for o in outcomes} | (needed & {m.name for m in session.recipe.models})
    empty = {t for t in sorted(tables) if _is_empty(t, session, results, contents)}
    found = []
    for outcome in outcomes:
        missing = [t for t in needs.get(outcome.audit_name, []) if t in empty]
        if outcome.state == "passed" and outcome.model_name in empty:
            outcome = replace(outcome, state=COULD_NOT_RUN, is_blocking=False, explanation=NO_ROWS)
        elif outcome.state == "passed" and missing:
            outcome = replace(outcome, state=COULD_NOT_RUN, is_blocking=False, explanation=", ".join(missing))
        found.append(outcome)
    return found


def _is_empty(table: str, session: Session, results: _Results, contents: Computation) -> bool:
    noted = session.notes.tables.get(table)
    if noted and noted.rows is not None:
        return noted.rows == 0
    key = digest_of("is empty", table, contents.seen_of(table))
    if results.kept(key) is None:
        results.asked[key] = session.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None
    return bool(results.asked[key])


def _expectations(
    project: Project, session: Session, results: _Results, contents: Computation, ask_library: bool
) -> list[AuditOutcome]:
    """The outcomes of the suites, in their order; the library is only loaded where one of them must be run."""
    written = read_suites(project.root / "audits" / "expectations")
    delivered = _of_what_has_come(session, delivered_suites(read_contracts(project.contracts).values()))
    suites = [*written, *delivered]
    folder = session.generation.folder / "expectations"
    write_suites(suites, folder / "suites")
    found: dict[int, list[AuditOutcome]] = {}
    keys: dict[int, str] = {}
    for number, suite in enumerate(suites):
        if suite.table in session.notes.tables or suite in delivered:
            keys[number] = digest_of(json.dumps(suite.model_dump(), sort_keys=True), contents.seen_of(suite.table))
            if not ask_library and (kept := results.kept(keys[number])):
                found[number] = [AuditOutcome(**outcome) for outcome in kept["outcomes"]]
                _carry_document(results, suite.table)
    if not ask_library:
        plain = {n: s for n, s in enumerate(suites) if n not in found and (results.earlier or s in delivered)}
        found |= _answered_plainly(session, plain)
    moved = [number for number in range(len(suites)) if number not in found]
    ran = run_suites([suites[n] for n in moved], lambda query: session.connection.execute(query).df(), folder)
    found |= dict(zip(moved, ran, strict=True))
    for number, key in keys.items():
        if key not in results.asked and not any(o.state == COULD_NOT_RUN for o in found[number]):
            results.asked[key] = {"outcomes": [asdict(o) for o in found[number]]}
    return [
        replace(outcome, affected_marts=_marts_below(session, outcome.model_name))
        for number in range(len(suites))
        for outcome in found[number]
    ]


def _of_what_has_come(session: Session, suites: list[Suite]) -> list[Suite]:
    """The suites of delivered tables that some delivery has rows of."""
    come = session.connection.execute("SELECT DISTINCT table_name FROM lake.delivery_sum").fetchall()
    return [s for s in suites if (s.table.removeprefix("lake."),) in come]


def _marts_below(session: Session, table: str) -> list[str]:
    """The marts that are, or read, a model or a table of the lake, directly or through others."""
    reading = [m for m in session.recipe.models if m.name == table or table in m.reads]
    return sorted({mart for model in reading for mart in model.marts})


def _answered_plainly(session: Session, suites: dict[int, Suite]) -> dict[int, list[AuditOutcome]]:
    """What the engine answers of some suites; where it fails, the library says why it could not run."""
    found = {}
    for number, suite in suites.items():
        with contextlib.suppress(duckdb.Error):
            if (outcomes := plain_outcomes(suite, session.connection)) is not None:
                found[number] = outcomes
    return found


def _carry_document(results: _Results, table: str) -> None:
    """Copy the library's own document of an earlier result."""
    assert results.earlier is not None
    source = results.earlier.folder / "expectations" / f"{table}.json"
    if is_file(source):
        target = results.generation.folder / "expectations"
        target.mkdir(exist_ok=True)
        shutil.copyfile(source, target / source.name)
