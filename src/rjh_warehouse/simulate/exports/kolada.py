"""Kolada's answers as fetched: API v3 JSON for the region, the nation and some other regions, in two
versions.
"""

from __future__ import annotations

import datetime as dt
import json

from rjh_warehouse.simulate.calendar import closed_on, year_of
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.randomness import stream

REGIONS = ("0000", "0001", "0021", "0022", "0023", "0024", "0025")
KPIS = {  # id → (level, yearly change, women less men; None: total only)
    "N00404": (255.0, -4.0, 70.0),
    "N79173": (81.0, 0.8, 1.0),
    "N60030": (6.4, 0.1, 2.0),
    "U60494": (29.0, 0.5, None),
    "N63148": (41000.0, 1500.0, None),
}
YEARS_BACK = 7
STATUS_MISSING = "Missing"


def deliver_kolada(box: Outbox) -> None:
    """Each indicator as fetched in the last spring, and again at the end with the last year filled in and
    revised.
    """
    settings = box.settings
    last = year_of(settings.newest) - 1
    fetches = (dt.date(last, 5, 2), closed_on(settings.newest))
    for fetched_on in fetches:
        for kpi in KPIS:
            data, count = _answer(box, kpi, fetched_on, last)
            box.deliver(
                "kolada",
                f"kolada_{kpi.lower()}_{fetched_on.isoformat()}.json",
                data,
                title=f"Kolada {kpi}, hämtad {fetched_on}",
                received_on=fetched_on,
                row_count=count,
            )


def _answer(box: Outbox, kpi: str, fetched_on: dt.date, last: int) -> tuple[bytes, int]:
    """One page with a value per region, year and gender. In the newest year a region may not have reported
    yet.
    """
    level, change, gap = KPIS[kpi]
    entries, count = [], 0
    for region in REGIONS:
        rng = stream(box.settings.seed, f"kolada/{kpi}/{region}")
        own = level * (1 + 0.05 * float(rng.standard_normal()))
        wobble = rng.standard_normal(YEARS_BACK + 1)
        for n, year in enumerate(range(last - YEARS_BACK, last + 1)):
            if year >= fetched_on.year:
                continue
            late = year == fetched_on.year - 1 and region == "0024"
            total = own + change * n + 0.01 * level * float(wobble[n])
            values = []
            for gender, shift in (("K", 0.5), ("M", -0.5), ("T", 0.0)) if gap is not None else (("T", 0.0),):
                value = None if late else round(total + shift * (gap or 0.0), 1)
                values.append({"count": 1, "gender": gender, "status": STATUS_MISSING if late else "", "value": value})
            count += len(values)
            entries.append({"kpi": kpi, "municipality": region, "period": year, "values": values})
    page = {"count": len(entries), "next_url": None, "previous_url": None, "values": entries}
    return (json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode(), count
