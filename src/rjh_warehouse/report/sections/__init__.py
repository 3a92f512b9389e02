"""What the month's report shows: its sections in their order, and the terms that it explains.

Page, pictures and workbook are made from this one table.
"""

from __future__ import annotations

from rjh_warehouse.report.sections.control import INVESTMENTS, QUALITY, RECONCILIATIONS
from rjh_warehouse.report.sections.effect import MEASURES, TARGETS
from rjh_warehouse.report.sections.money import COST, FORECAST, MONTH, PERSONNEL, RESULT

SECTIONS = (MONTH, RESULT, COST, FORECAST, PERSONNEL, MEASURES, TARGETS, RECONCILIATIONS, INVESTMENTS, QUALITY)
TERMS = (
    *("net_cost", "gross_cost", "sign", "deviation", "ytd", "scope", "real_growth", "bridge", "forecast", "interval"),
    *("record", "steps", "gap", "smallest", "trend", "simulated", "incomplete", "hidden"),
)
