"""The printed report that a run ends with."""

from __future__ import annotations

import sys

from rjh_warehouse.cli.base import show, whole
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project


def show_report(project: Project) -> None:
    from rich.console import Console
    from rich.table import Table

    from rjh_warehouse.report import QUERIES, closing_report

    report = closing_report(project)
    console = Console(width=None if sys.stdout.isatty() else 140)
    deliveries = Table(title=say("report.contracts"), title_justify="left")
    deliveries.add_column(say("report.contract"))
    for name in ("deliveries", "read", "loaded", "rejected"):
        deliveries.add_column(say(f"report.{name}"), justify="right")
    for line in report.contracts:
        mark = f" ({say('report.simulated')})" if line.is_simulated else ""
        deliveries.add_row(
            line.contract_code + mark,
            *(whole(n) for n in (line.delivery_count, line.rows_read, line.rows_loaded, line.rows_rejected)),
        )
    console.print(deliveries)
    differing = Table(title=say("report.reconciliations", exact=report.exact_count), title_justify="left")
    differing.add_column(say("report.check"))
    differing.add_column(say("report.difference"), justify="right")
    differing.add_column(say("report.verdict"))
    differing.add_column(say("report.explanation"))
    for check in report.reconciliations:
        difference = whole(check.difference_sek) if check.difference_sek is not None else "–"
        differing.add_row(check.label, difference, check.verdict, check.explanation or "")
    console.print(differing)
    show(say("report.published", path=report.published))
    show(say("report.queries"))
    for title, query in QUERIES:
        show(f"\n-- {say(title)}\n{query};")
