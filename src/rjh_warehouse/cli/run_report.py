"""The printed report that a run ends with."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Any

from rjh_warehouse.cli.base import show, whole
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

TEXTS = {"board", "indicator", "organisation", "period", "status", "measure", "measured"}  # the rest are numbers


def show_report(project: Project) -> None:
    from rich.console import Console
    from rich.table import Table

    from rjh_warehouse.answers.run_report import QUERIES, closing_report

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
        differing.add_row(check.label, difference, check.verdict_name, check.explanation or "")
    console.print(differing)
    if any(report.simulated_checks):
        exact, other = report.simulated_checks
        show(say("report.simulated_checks", exact=whole(exact), other=whole(other)))
    if report.simulated["cost"]:
        _show_simulated(console, report.simulated)
    for month, organisation, amount in report.unclassified:
        places = {"month": f"{month:%Y-%m}", "organisation": organisation, "amount": whole(amount)}
        show(say("report.unclassified", **places))
    show(say("report.published", path=report.published))
    show(say("report.queries"))
    for title, query in QUERIES:
        show(f"\n-- {say(title)}\n{query};")


def _show_simulated(console: Any, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """The simulated region's newest month, each table marked as simulated."""
    columns = {
        "cost": ("board", "net_cost", "budget", "deviation", "prior_year", "growth"),
        "target": ("indicator", "organisation", "period", "value", "target", "status"),
        "measure": ("measure", "board", "status", "decided", "carried_out", "verified", "measured"),
    }
    for name, headings in columns.items():
        from rich.table import Table

        month = f"{rows['cost'][0][0]:%Y-%m}"
        title = f"{say('report.simulated')}: {say(f'report.simulated_{name}', month=month)}"
        table = Table(title=title, title_justify="left")
        for heading in headings:
            table.add_column(say(f"report.{heading}"), justify="left" if heading in TEXTS else "right")
        for row in rows[name]:
            table.add_row(*(_simulated_cell(v) for v in (row[1:] if name == "cost" else row)))
        console.print(table)


def _simulated_cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, Decimal) and abs(value) >= 10_000:
        return whole(value)
    if isinstance(value, Decimal):
        return f"{value:.1f}".replace(".", ",").replace("-", "−")
    return str(value)
