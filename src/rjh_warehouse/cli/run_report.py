"""The printed report that a run ends with."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from rjh_warehouse.cli.base import printable, whole, write
from rjh_warehouse.cli.table import table_text
from rjh_warehouse.folders import Unreadable
from rjh_warehouse.lake.sealed import Damaged, read_note, seal
from rjh_warehouse.messages import default_language, say
from rjh_warehouse.settings import Project, package_digest

if TYPE_CHECKING:
    from rjh_warehouse.answers.run_report import ContractLine

KEPT = "latest_report.json"  # beside the runs' log
TEXTS = {"board", "indicator", "organisation", "period", "status", "measure", "measured"}  # the rest are numbers


def show_report(project: Project) -> None:
    """Print the report: the one that was kept where file, code, language and screen are the same, else a new one."""
    from rjh_warehouse.lake.publication import publication

    size = tuple(get_terminal_size()) if sys.stdout.isatty() else None
    published = publication(project.published).sha256
    of = [published, package_digest(), default_language(), str(project.published), repr(size)]
    kept = project.data / "log" / KEPT
    with contextlib.suppress(FileNotFoundError, Unreadable, Damaged, KeyError):
        note = read_note(kept)
        if published and note["of"] == of:
            write(note["text"])
            return
    text = "".join(_report(project))
    write(text)
    beside = kept.with_name(f"{kept.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        beside.write_bytes(seal({"of": of, "text": text}))
        beside.replace(kept)


def _report(project: Project) -> Iterator[str]:
    from rjh_warehouse.answers.run_report import QUERIES, closing_report

    report = closing_report(project)
    names = ("contract", "deliveries", "read", "loaded", "rejected")
    yield table_text(
        [say(f"report.{name}") for name in names],
        [_contract_row(line) for line in report.contracts],
        title=say("report.contracts"),
        right=[False, True, True, True, True],
    )
    yield table_text(
        [say(f"report.{name}") for name in ("check", "difference", "verdict", "explanation")],
        [
            (
                c.label,
                whole(c.difference_sek) if c.difference_sek is not None else "–",
                c.verdict_name,
                c.explanation or "",
            )
            for c in report.reconciliations
        ],
        title=say("report.reconciliations", exact=report.exact_count),
        right=[False, True, False, False],
    )
    if any(report.simulated_checks):
        exact, other = report.simulated_checks
        yield _line(say("report.simulated_checks", exact=whole(exact), other=whole(other)))
    if report.simulated["cost"]:
        yield from _simulated(report.simulated)
    for month, organisation, amount in report.unclassified:
        places = {"month": f"{month:%Y-%m}", "organisation": organisation, "amount": whole(amount)}
        yield _line(say("report.unclassified", **places))
    yield _line(say("report.published", path=report.published))
    yield _line(say("report.queries"))
    for title, query in QUERIES:
        yield _line(f"\n-- {say(title)}\n{query};")


def _line(text: str) -> str:
    return printable(text) + "\n"


def _contract_row(line: ContractLine) -> list[str]:
    mark = f" ({say('report.simulated')})" if line.is_simulated else ""
    counts = (line.delivery_count, line.rows_read, line.rows_loaded, line.rows_rejected)
    return [line.contract_code + mark, *(whole(n) for n in counts)]


def _simulated(rows: dict[str, list[tuple[Any, ...]]]) -> Iterator[str]:
    """The simulated region's newest month, each table marked as simulated."""
    columns = {
        "cost": ("board", "net_cost", "budget", "deviation", "prior_year", "growth"),
        "target": ("indicator", "organisation", "period", "value", "target", "status"),
        "measure": ("measure", "board", "status", "decided", "carried_out", "verified", "measured"),
    }
    for name, headings in columns.items():
        month = f"{rows['cost'][0][0]:%Y-%m}"
        yield table_text(
            [say(f"report.{heading}") for heading in headings],
            [[_simulated_cell(v) for v in (row[1:] if name == "cost" else row)] for row in rows[name]],
            title=f"{say('report.simulated')}: {say(f'report.simulated_{name}', month=month)}",
            right=[heading not in TEXTS for heading in headings],
        )


def _simulated_cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal) and abs(value) >= 10_000:
        return whole(value)
    if isinstance(value, Decimal):
        return f"{value:.1f}".replace(".", ",").replace("-", "−")
    return str(value)
