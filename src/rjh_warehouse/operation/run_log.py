"""What each nightly run came to: one line of JSON, and the latest as text and as a page to mail.

data/log/nightly.jsonl   one line per run, newest last
data/log/running.json    the run under way; one that was killed leaves it, and the next run says so
data/log/latest.txt      the latest run in words
data/log/latest.html     the same as a page that needs nothing else
"""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rjh_warehouse.build.earlier import work_done
from rjh_warehouse.lake.durable import make_folder, write_text
from rjh_warehouse.operation.nightly import NightlyResult

LATEST_TEXT, LATEST_PAGE = "latest.txt", "latest.html"


@dataclass
class RunLog:
    """The log of one run while it goes on. `sections` are the words of the summary: (title, lines)."""

    folder: Path
    started_at: dt.datetime
    cut_off: str | None = None  # when a run began that never ended
    seconds: dict[str, float] = field(default_factory=dict)  # by step
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    waited_for: list[str] = field(default_factory=list)  # what passed by itself, once for each time it was tried again
    _step: tuple[str, dt.datetime] | None = None

    def step(self, name: str) -> None:
        """A step begins; the one before it has ended."""
        now = dt.datetime.now(dt.UTC)
        if self._step:
            passed = self.seconds.get(self._step[0], 0) + (now - self._step[1]).total_seconds()
            self.seconds[self._step[0]] = round(passed, 1)
        self._step = (name, now)


@contextlib.contextmanager
def logged(folder: Path) -> Iterator[RunLog]:
    """Mark a run as under way, and notice one that was cut off."""
    make_folder(folder)
    running = folder / "running.json"
    log = RunLog(folder, dt.datetime.now(dt.UTC), _began(running))
    write_text(running, json.dumps({"started_at": log.started_at.isoformat(timespec="seconds"), "pid": os.getpid()}))
    try:
        yield log
    finally:  # a run that was killed does not come here
        running.unlink(missing_ok=True)


def _began(running: Path) -> str | None:
    try:
        return str(json.loads(running.read_text(encoding="utf-8"))["started_at"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return "?"


def write_run(log: RunLog, exit_code: int, title: str, result: NightlyResult | None, error: str | None = None) -> None:
    """Add the run's line to the log, and write its summary.

    Args:
        title: the run in one line of words.
        result: None where the run could not be made; then `error` says why.
    """
    log.step("end")
    line = {
        "started_at": log.started_at.isoformat(timespec="seconds"),
        "ended_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "exit_code": exit_code,
        "cut_off": log.cut_off,
        "seconds": log.seconds,
        "tries": len(log.waited_for) + 1,
        "waited_for": sorted(set(log.waited_for)),
        "error": error,
        **(_figures(result) if result else {}),
    }
    with (log.folder / "nightly.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    write_text(log.folder / LATEST_TEXT, _text(title, log.sections))
    write_text(log.folder / LATEST_PAGE, _page(title, log.sections))


def _figures(result: NightlyResult) -> dict[str, Any]:
    records = [o.record for o in result.loads if o.record and o.status != "known"]
    rows = {n: sum(r.count(n) for r in records) for n in ("rows_read", "rows_loaded", "rows_rejected")}
    blocking = len(result.blocking)
    return {
        "was_published": result.was_published,
        "was_taken_back": result.was_taken_back,
        "generation_id": result.generation.generation_id if result.generation else None,
        "work": work_done(result.generation) if result.generation else None,
        "unlike": [u.table for u in result.unlike],
        "files": dict(Counter(o.status for o in result.loads)),
        **rows,
        "audits": {**Counter(o.state for o in result.audits), "blocking": blocking},
        "overridden": sum(o.override_by is not None for o in result.audits),
        "damages": len(result.damages),
    }


def _text(title: str, sections: list[tuple[str, list[str]]]) -> str:
    parts = [title, *("\n".join([f"{head}:", *(f"  {line}" for line in lines)]) for head, lines in sections if lines)]
    return "\n\n".join(parts) + "\n"


def _page(title: str, sections: list[tuple[str, list[str]]]) -> str:
    """A page of plain elements: mail programs show no others."""
    escaped = html.escape(title)
    body = [f"<h1>{escaped}</h1>"]
    for head, lines in sections:
        if lines:
            items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
            body.append(f"<h2>{html.escape(head)}</h2><ul>{items}</ul>")
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{escaped}</title></head>'
        f"<body>{''.join(body)}</body></html>\n"
    )


def last_run(folder: Path) -> dict[str, Any] | None:
    """The newest line of the log; None where there is none that can be read."""
    try:
        with (folder / "nightly.jsonl").open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 65_536))
            return dict(json.loads(file.read().splitlines()[-1]))
    except (OSError, ValueError, IndexError, TypeError):
        return None
