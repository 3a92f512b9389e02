"""The boards' indicator sheets, one a tertial: by gender and unit, with the words of the follow-up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rjh_warehouse.simulate.calendar import Month, first_day, month_text, number_of, year_of
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.exports.indicator_faults import plant_in
from rjh_warehouse.simulate.exports.indicator_sheet import IndicatorSheet
from rjh_warehouse.simulate.indicators import HIRED_SHARE_CODE, HIRED_SHARE_NAME, INDICATORS, Indicator
from rjh_warehouse.simulate.organisation import BOARDS, UNREGISTERED_CODE, parts
from rjh_warehouse.simulate.outcome import COST_TYPE_CODES, by_cost_type
from rjh_warehouse.simulate.randomness import stream

SHARE_OF_WOMEN = 0.6
UNIT_PERSONS = 60
HISTORY_YEARS = 5  # that a board's first sheet gives before the simulated months, so that a trend can show


def deliver_indicators(box: Outbox, economy: Economy) -> None:
    """Write a sheet per board and whole tertial of the simulated months."""
    amounts = by_cost_type(economy)
    ends = [m for m in box.settings.span if number_of(m) % 4 == 0 and m - 3 >= box.settings.oldest]
    for month in ends:
        for board in BOARDS:
            sheet = IndicatorSheet(board, month)
            for indicator in INDICATORS:
                if indicator.board == board and (indicator.period == "tertial" or number_of(month) == 12):
                    sheet.rows += _indicator_rows(indicator, month, box)
            sheet.rows += _hired_share(board, month, amounts, economy)
            if month == ends[0]:
                sheet.rows += _history(board, box, amounts, economy)
            if month == ends[-1]:
                plant_in(box, sheet)
            sheet.deliver(box)


def _indicator_rows(indicator: Indicator, month: Month, box: Outbox) -> list[dict[str, Any]]:
    """The indicator for its organisation and, where asked, for every unit of the board."""
    rng = stream(box.settings.seed, f"indicator/{indicator.code}/{month}")
    mean = _mean(indicator, month, box)
    rows = _gender_rows(indicator, indicator.organisation, month, mean=mean, persons=indicator.persons, rng=rng)
    if indicator.by_unit:
        codes = sorted({u.code for p in parts() if (u := p.unit(month)) and u.board == indicator.board})
        for code in codes:
            if code != UNREGISTERED_CODE:
                own = max(mean * (1 + 0.25 * float(rng.standard_normal())), 0.5)
                rows += _gender_rows(indicator, code, month, mean=own, persons=UNIT_PERSONS, rng=rng)
    return rows


def _mean(indicator: Indicator, month: Month, box: Outbox) -> float:
    """The level that the outcomes of a month lie around; a share that grows does not begin below a quarter of it."""
    mean = indicator.level + indicator.drift * (month - box.settings.oldest) / 12
    return max(mean, indicator.level / 4) if indicator.level > 0 else mean


def _history(board: str, box: Outbox, amounts: NDArray[np.int64], economy: Economy) -> list[dict[str, Any]]:
    """The board's own outcomes of whole years before the simulated months: figures only, no units and no words."""
    first = box.settings.oldest - (number_of(box.settings.oldest) - 1)
    rows: list[dict[str, Any]] = []
    for month in range(first - 12 * HISTORY_YEARS + 3, first, 4):
        rng = stream(box.settings.seed, f"indicator/history/{board}/{month}")
        for indicator in INDICATORS:
            if indicator.board == board and (indicator.period == "tertial" or number_of(month) == 12):
                mean = _mean(indicator, month, box)
                persons = indicator.persons
                rows += _gender_rows(indicator, indicator.organisation, month, mean=mean, persons=persons, rng=rng)
        rows += _hired_share(board, month, amounts, economy, wobble=0.05 * rng.standard_normal(4))
    words = ("Status", "Trend", "Förklaring", "Prognos helår", "Förslag till åtgärd")
    return [{name: cell for name, cell in row.items() if name not in words} for row in rows]


def _gender_rows(
    indicator: Indicator,
    organisation: str,
    month: Month,
    *,
    mean: float,
    persons: int,
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """T, and K and M where measured; a rate's total is the weighted mean, a count's the sum."""
    observed = mean + indicator.noise * abs(mean) * float(rng.standard_normal())
    women = round(persons * SHARE_OF_WOMEN)
    if indicator.gap is None:
        values = {"T": (round(observed, indicator.decimals), persons)}
    elif indicator.is_count:
        k = round(observed / 2 + indicator.gap / 2)
        m = round(observed / 2 - indicator.gap / 2)
        values = {"T": (float(k + m), persons), "K": (float(k), women), "M": (float(m), persons - women)}
    else:
        k_rate = round(observed + indicator.gap * (1 - SHARE_OF_WOMEN), indicator.decimals)
        m_rate = round(observed - indicator.gap * SHARE_OF_WOMEN, indicator.decimals)
        total = round(SHARE_OF_WOMEN * k_rate + (1 - SHARE_OF_WOMEN) * m_rate, indicator.decimals)
        values = {"T": (total, persons), "K": (k_rate, women), "M": (m_rate, persons - women)}
    return [
        {
            "Nyckeltalskod": indicator.code,
            "Nyckeltal": indicator.name,
            "Organisation": organisation,
            **_period(indicator.period, month),
            "Kön": gender,
            "Utfall": value,
            "Enhet": indicator.unit,
            "Antal personer": count or None,
            **_words(indicator, organisation, gender, value, rng),
        }
        for gender, (value, count) in values.items()
    ]


def _words(
    indicator: Indicator, organisation: str, gender: str, value: float, rng: np.random.Generator
) -> dict[str, Any]:
    """The follow-up's parts, on the organisation's own total row; some are left out, as they are in life.

    A status without an explanation would be a fault that is not planted: where one is left out, so is the other.
    """
    if gender != "T" or organisation != indicator.organisation:
        return {}
    chance = rng.random(4)
    status = ("Uppnått", "Nära", "Ej uppnått")[int(rng.integers(0, 3))]
    is_explained = bool(chance[1] < 0.7)
    better = "Oförändrad" if not indicator.drift else "Ökande" if indicator.drift > 0 else "Minskande"
    return {
        "Status": status if is_explained else None,
        "Trend": better if chance[0] < 0.8 else None,
        "Förklaring": "Utvecklingen följer tidigare perioder" if is_explained else None,
        "Prognos helår": round(value + indicator.drift / 3, indicator.decimals) if chance[2] < 0.6 else None,
        "Förslag till åtgärd": "Fortsatt arbete enligt handlingsplan" if chance[3] < 0.5 else None,
    }


def _period(kind: str, month: Month) -> dict[str, Any]:
    """The cells of the period that ends with the month."""
    if kind == "år":
        text, start = str(year_of(month)), dt.date(year_of(month), 1, 1)
    elif kind == "tertial":
        text, start = f"{year_of(month)} T{number_of(month) // 4}", first_day(month - 3)
    else:
        text, start = month_text(month), first_day(month)
    return {"Period": text, "Periodstart": start, "Periodtyp": kind}


def _hired_share(
    board: str,
    month: Month,
    amounts: NDArray[np.int64],
    economy: Economy,
    wobble: NDArray[np.float64] | None = None,
) -> list[dict[str, Any]]:
    """Hired staff as a share of total personnel cost in four months, from the economy itself.

    Before the economy's months it is the share of its first year, give or take `wobble`.
    """
    own, hired = COST_TYPE_CODES.index("PERSONNEL"), COST_TYPE_CODES.index("HIRED_STAFF")
    rows = []
    for n, m in enumerate(range(month - 3, month + 1)):
        at = m - economy.months[0]
        if at < 0:
            at %= min(12, len(economy.months))
        known = economy.months[0] + at
        mine = [i for i, p in enumerate(parts()) if (u := p.unit(known)) and u.board == board]
        rented = -int(amounts[mine, hired, at].sum())
        total = rented - int(amounts[mine, own, at].sum())
        share = 100 * rented / total * (1.0 if wobble is None else 1 + float(wobble[n]))
        rows.append(
            {
                "Nyckeltalskod": f"{HIRED_SHARE_CODE}-{board}",
                "Nyckeltal": HIRED_SHARE_NAME,
                "Organisation": board,
                **_period("månad", m),
                "Kön": "T",
                "Utfall": round(share, 2),
                "Enhet": "%",
            }
        )
    return rows
