"""The printed report that a run ends with."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rjh_warehouse.cli.base import show, whole
from rjh_warehouse.cli.table import show_table
from rjh_warehouse.messages import say
from rjh_warehouse.settings import Project

if TYPE_CHECKING:
    from rjh_warehouse.answers.run_report import ContractLine

TEXTS = {"board", "indicator", "organisation", "period", "status", "measure", "measured"}  # the rest are numbers


def show_report(project: Project) -> None:
    from rjh_warehouse.answers.run_report import QUERIES, closing_report

    report = closing_report(project)
    names = ("contract", "deliveries", "read", "loaded", "rejected")
    show_table(
        [say(f"report.{name}") for name in names],
        [_contract_row(line) for line in report.contracts],
        title=say("report.contracts"),
        right=[False, True, True, True, True],
    )
    show_table(
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
        show(say("report.simulated_checks", exact=whole(exact), other=whole(other)))
    if report.simulated["cost"]:
        _show_simulated(report.simulated)
    for month, organisation, amount in report.unclassified:
        places = {"month": f"{month:%Y-%m}", "organisation": organisation, "amount": whole(amount)}
        show(say("report.unclassified", **places))
    show(say("report.published", path=report.published))
    show(say("report.queries"))
    for title, query in QUERIES:
        show(f"\n-- {say(title)}\n{query};")


def _contract_row(line: ContractLine) -> list[str]:
    mark = f" ({say('report.simulated')})" if line.is_simulated else ""
    counts = (line.delivery_count, line.rows_read, line.rows_loaded, line.rows_rejected)
    return [line.contract_code + mark, *(whole(n) for n in counts)]


def _show_simulated(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """The simulated region's newest month, each table marked as simulated."""
    columns = {
        "cost": ("board", "net_cost", "budget", "deviation", "prior_year", "growth"),
        "target": ("indicator", "organisation", "period", "value", "target", "status"),
        "measure": ("measure", "board", "status", "decided", "carried_out", "verified", "measured"),
    }
    for name, headings in columns.items():
        month = f"{rows['cost'][0][0]:%Y-%m}"
        show_table(
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
