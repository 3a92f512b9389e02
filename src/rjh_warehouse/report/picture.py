"""The report's pictures, as SVG that stands in the page: values are written beside their marks, no axis has to be read.

Colours are two of Okabe and Ito's, apart in lightness too: blue for outcome and forecast, orange for what is dearer.
What is missing, not whole, or of another organisation than today's is written where it is, never left out.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rjh_warehouse.messages import Language, say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.note import remark
from rjh_warehouse.report.number import Kind, shown
from rjh_warehouse.report.question import PictureName

BLUE, ORANGE, GREY, INK = "#0072B2", "#D55E00", "#8a8a8a", "#1a1a1a"
WIDTH = 330
ROOM = {"left": 24, "right": 30, "top": 5, "bottom": 5}  # for a reader's font that is wider than the one measured
SERIES = 5  # in one picture, so that it has room on a sheet of paper
Chart = Any


@dataclass(frozen=True)
class Picture:
    """A drawing (Vega-Lite) whose numbers are written already, and what it shows in words."""

    name: str
    chart: dict[str, Any]
    alternative: str

    def svg(self) -> str:
        """SVG without text of others: names and labels are escaped by the renderer."""
        import vl_convert

        drawn: str = vl_convert.vegalite_to_svg(self.chart)
        return re.sub(r"\b((?:clip|gradient)_?\d+)\b", rf"{self.name}-\1", drawn)

    def png(self) -> bytes:
        """Three times the size, for slides."""
        import vl_convert

        drawn: bytes = vl_convert.vegalite_to_png(self.chart, scale=3)
        return drawn


def pictures(answer: Answer, language: Language) -> list[Picture]:
    """The pictures of an answer; none where it has no picture or nothing to draw."""
    name = answer.question.picture
    if not name:
        return []
    drawn = [(part, chart) for part, chart in _DRAWERS[name](answer.rows, language) if chart is not None]
    return [
        Picture(
            "-".join(x for x in (name, part) if x),
            _themed(chart),
            say(f"page.picture.{name}", language, part=part),
        )
        for part, chart in drawn
    ]


def amounts(name: str, rows: list[tuple[str, Decimal]], kind: Kind, alternative: str, language: Language) -> Picture:
    """Named amounts in SEK as bars from zero, for what is no question of the report (a notebook, a slide)."""
    bars = [{"name": _short(label), "value": float(v), "label": shown(v, kind, language)} for label, v in rows]
    return Picture(name, _themed(_bars(bars)), alternative)


def _altair() -> Any:
    """The library, imported when something is drawn."""
    import altair

    return altair


def _themed(chart: Chart) -> dict[str, Any]:
    font = "Liberation Sans, Arial, sans-serif"
    styled = chart.configure(font=font, background="white", padding=ROOM).configure_view(stroke=None)
    made: dict[str, Any] = styled.to_dict()
    return made


def _mark(row: Row, column: str, kind: Kind, language: Language) -> dict[str, Any]:
    value = row.get(column)
    return {"value": _float(value), "label": shown(value, kind, language) if value is not None else ""}


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _bars(rows: list[dict[str, Any]]) -> Chart:
    """Horizontal bars from zero with name and label written; negative ones orange; one without a value has no bar."""
    alt = _altair()
    names = [row["name"] for row in rows]
    axis: dict[str, Any] = {"title": None, "domain": False, "ticks": False, "labelLimit": 150}
    values = [0.0, *(r["value"] for r in rows if r["value"] is not None)]
    low, high = min(values), max(values)
    width = WIDTH - 130
    room = [max([_wide(r["label"]) for r in rows if (r["value"] or 0) * sign >= 0], default=0) for sign in (-1, 1)]
    left, right = ((high - low or 1.0) * pixels / (width - sum(room)) for pixels in room)
    rows = [r | {"at": r["value"] or 0.0} for r in rows]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("at:Q", axis=None, scale=alt.Scale(domain=[low - left, high + right])),
        y=alt.Y("name:N", sort=names, axis=alt.Axis(labelExpr="split(datum.label, '\\n')", **axis)),
    )
    colour = alt.condition("datum.at < 0", alt.value(ORANGE), alt.value(BLUE))
    text = [
        base.transform_filter(f"datum.at {sign} 0")
        .mark_text(align=align, dx=dx, color=INK, fontSize=12)
        .encode(text="label:N")
        for sign, align, dx in ((">=", "left", 4), ("<", "right", -4))
    ]
    zero = alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=INK).encode(x=alt.X("zero:Q", axis=None))
    return alt.layer(base.mark_bar(size=16).encode(color=colour), zero, *text).properties(
        width=width, height=(34 if any("\n" in name for name in names) else 26) * len(rows)
    )


def _wide(label: str) -> int:
    """The pixels that a label of 12 may take, in a wide font."""
    return 10 + 7 * len(label)


def _deviation(rows: list[Row], language: Language) -> list[tuple[str, Chart]]:
    if all(row.get("net_cost_deviation_sek") is None for row in rows):
        return [("", None)]
    bars: list[dict[str, Any]] = [
        {"name": _short(row[_named("organisation_name", language, row)] or row["organisation_code"])}
        | _mark(row, "net_cost_deviation_sek", "mkr", language)
        for row in rows
    ]
    for bar, row in zip(bars, rows, strict=True):
        bar["label"] = bar["label"] or say("page.picture.none", language)
        bar["name"] += remark(row, language).replace(" (", "\n(", 1)
    return [("", _bars(bars))]


def _bridge(rows: list[Row], language: Language) -> list[tuple[str, Chart]]:
    """From last year to this: each item's bar begins where the one before ended."""
    alt = _altair()
    if not rows or rows[0].get("opening_sek") is None or rows[0].get("closing_sek") is None:
        return [("", None)]
    at = rows[0]["opening_sek"]
    ends = [at]
    steps: list[dict[str, Any]] = []
    for row in rows:
        ends.append(at + (row["amount_sek"] or 0))
        steps.append(
            {"name": row[_named("item_name", language, row)], "from": float(at), "to": float(ends[-1])}
            | _mark(row, "amount_sek", "mkr", language)
        )
        steps[-1]["label"] = steps[-1]["label"] or say("page.picture.none", language)
        at = ends[-1]
    span = max(max(ends) - min(ends), Decimal(1))
    floor, ceiling = min(ends) - span * Decimal("0.15"), max(ends) + span * Decimal("0.15")
    base_end = ceiling if max(ends) <= 0 else floor  # the side of zero, so that the longer bar is the larger sum
    whole: list[dict[str, Any]] = [
        {"name": say(f"page.bridge.{end}", language), "from": float(base_end), "to": float(rows[0][f"{end}_sek"])}
        | {**_mark(rows[0], f"{end}_sek", "mkr", language), "value": None, "is_whole": True}
        for end in ("opening", "closing")
    ]
    for bar, mark in zip(whole, ("is_prior_year_reorganised", "is_reorganised"), strict=True):
        bar["label"] += remark(rows[0], language, (mark,))
    bars: list[dict[str, Any]] = [whole[0], *steps, whole[1]]
    ceiling += span * Decimal(max(_wide(bar["label"]) for bar in bars)) / (WIDTH - 150 - 60)
    for bar in bars:
        bar["edge"] = max(bar["from"], bar["to"])
    base = alt.Chart(alt.Data(values=bars)).encode(
        y=alt.Y(
            "name:N",
            sort=[b["name"] for b in bars],
            axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=150),
        ),
    )
    colour = alt.Color("fill:N", scale=None)
    for bar in bars:
        bar["fill"] = GREY if bar.get("is_whole") else ORANGE if (bar["value"] or 0) < 0 else BLUE
    scale = alt.Scale(domain=[float(floor), float(ceiling)], zero=False)
    drawn = base.mark_bar(size=16).encode(x=alt.X("from:Q", axis=None, scale=scale), x2="to:Q", color=colour)
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=12).encode(
        x=alt.X("edge:Q", axis=None, scale=scale), text="label:N"
    )
    return [("", alt.layer(drawn, text).properties(width=WIDTH - 150, height=26 * len(bars)))]


def _fan(rows: list[Row], language: Language) -> list[tuple[str, Chart]]:
    """What the year was forecast to end at, month by month: the interval as a band, the units' own as crosses."""
    alt = _altair()
    months = [f"{row['as_of_month']:%m}" + ("*" if row.get("is_reorganised") else "") for row in rows]
    points = [
        {
            "month": month,
            **{name: _float(row.get(f"{name}_sek")) for name in ("p10", "p90", "forecast", "submitted", "budget_year")},
        }
        for month, row in zip(months, rows, strict=True)
    ]
    if all(point["forecast"] is None for point in points):
        return [("", None)]
    missing = [
        {"month": p["month"], "label": say("page.picture.none", language)} for p in points if p["forecast"] is None
    ]
    last = rows[-1]
    ends = [
        {
            "month": months[-1],
            "value": _float(last[column]),
            "label": f"{say(f'page.fan.{column}', language)} {shown(last[column], 'mkr', language)}",
        }
        for column in ("p10_sek", "forecast_sek", "p90_sek", "submitted_sek", "budget_year_sek")
        if last.get(column) is not None
    ]
    drawn = [v for p in points for v in p.values() if isinstance(v, float)]
    _spread(ends, (max(drawn) - min(drawn)) / 220 * 13)
    scale = alt.Scale(zero=False, nice=False, padding=8)
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("month:N", sort=months, axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False))
    )

    def y(column: str) -> Any:
        return alt.Y(f"{column}:Q", axis=None, scale=scale)

    layers = [
        base.mark_area(color=BLUE, opacity=0.18).encode(y=y("p10"), y2="p90"),
        base.mark_rule(color=BLUE, strokeWidth=1).encode(y=y("p10"), y2="p90"),
        base.mark_line(color=BLUE, strokeWidth=2, point=alt.OverlayMarkDef(color=BLUE, size=40)).encode(
            y=y("forecast")
        ),
        base.mark_line(color=INK, strokeDash=[5, 3]).encode(y=y("budget_year")),
        base.mark_point(color=ORANGE, shape="cross", size=60, filled=True).encode(y=y("submitted")),
        alt.Chart(alt.Data(values=ends))
        .mark_text(align="left", dx=8, color=INK, fontSize=11)
        .encode(
            x=alt.X("month:N", sort=months, axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False)),
            y=alt.Y("place:Q", axis=None, scale=scale),
            text="label:N",
        ),
    ]
    if missing:
        marked = alt.Chart(alt.Data(values=missing)).mark_text(color=INK, fontSize=11, angle=270)
        layers.append(marked.encode(x=alt.X("month:N", sort=months), y=alt.value(110), text="label:N"))
    return [("", alt.layer(*layers).properties(width=WIDTH - 150, height=220))]


def _spread(ends: list[dict[str, Any]], step: float) -> None:
    """Move labels that would stand on each other at least a step apart, in units of the values."""
    ends.sort(key=lambda e: e["value"])
    for number, end in enumerate(ends):
        end["place"] = max(end["value"], ends[number - 1]["place"] + step) if number else end["value"]


def _hired(rows: list[Row], language: Language) -> list[tuple[str, Chart]]:
    """Hired staff month by month; a month without a value says so, and so does one of another organisation."""
    alt = _altair()
    if all(row.get("hired_staff_sek") is None for row in rows):
        return [("", None)]
    bars: list[dict[str, Any]] = [
        {
            "name": f"{row['month']:%Y-%m}",
            "value": -float(row["hired_staff_sek"] or 0),
            "label": _hired_label(row, language),
        }
        for row in rows
    ]
    high = max(0.0, *(b["value"] for b in bars))
    low = min(0.0, *(b["value"] for b in bars))
    room = 1 + max(_wide(bar["label"]) for bar in bars) / (WIDTH - 80 - 100)
    base = alt.Chart(alt.Data(values=bars)).encode(
        y=alt.Y("name:N", sort=[b["name"] for b in bars], axis=alt.Axis(title=None, domain=False, ticks=False)),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[low, (high or 1.0) * room])),
    )
    text = base.mark_text(align="left", dx=4, color=INK, fontSize=12).encode(text="label:N")
    return [
        ("", alt.layer(base.mark_bar(size=14, color=BLUE), text).properties(width=WIDTH - 80, height=22 * len(bars)))
    ]


def _hired_label(row: Row, language: Language) -> str:
    if row["hired_staff_sek"] is None:
        return say("page.picture.none", language)
    return shown(-row["hired_staff_sek"], "mkr", language) + remark(row, language)


def _series(rows: list[Row], language: Language) -> list[tuple[str, Chart]]:
    """A picture an organisation: its indicators on scales of their own; a new definition breaks a line."""
    alt = _altair()
    organisations = sorted({str(row["organisation_code"]) for row in rows})
    found: list[tuple[str, Chart]] = []
    for organisation in organisations:
        codes: dict[str, list[Row]] = {}
        for row in rows:
            if str(row["organisation_code"]) == organisation:
                codes.setdefault(str(row["indicator_code"]), []).append(row)
        drawn = [_one_series(own, language) for own in codes.values()]
        for number in range(0, len(drawn), SERIES):
            part = f"{organisation}-{number // SERIES + 1}" if len(drawn) > SERIES else organisation
            found.append((part, alt.vconcat(*drawn[number : number + SERIES], spacing=6)))
    return found


def _one_series(rows: list[Row], language: Language) -> Chart:
    alt = _altair()
    periods = [str(row["period_code"]) for row in rows]
    points = [
        {"period": period, "version": str(row.get("definition_version")), **_mark(row, "value", "plain", language)}
        for period, row in zip(periods, rows, strict=True)
    ]
    for point, row in zip(points, rows, strict=True):
        point["label"] = point["label"] or say("page.picture.none", language)
        point["label"] += " (?)" if row.get("in_question_text") else ""
        point["label"] += "*" if row.get("is_reorganised") else ""
    base = alt.Chart(alt.Data(values=points)).encode(
        x=alt.X("period:N", sort=periods, axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False)),
        detail="version:N",
    )
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=False, padding=10))
    missing = base.transform_filter("datum.value === null").mark_text(color=INK, fontSize=10)
    title = textwrap.wrap(f"{rows[0]['indicator_text']} ({rows[0].get('unit_text') or '–'})", 52)
    return alt.layer(
        base.mark_line(color=BLUE, strokeWidth=2).encode(y=y),
        base.mark_point(color=BLUE, filled=True, size=30).encode(y=y),
        base.transform_filter("datum.value !== null")
        .mark_text(dy=-9, color=INK, fontSize=10)
        .encode(y=y, text="label:N"),
        missing.encode(y=alt.value(31), text="label:N"),
    ).properties(
        width=WIDTH - 10, height=62, title=alt.TitleParams(title, anchor="start", fontSize=11, fontWeight="normal")
    )


def _named(column: str, language: Language, row: Row) -> str:
    return f"{column}_en" if language == "en" and row.get(f"{column}_en") else column


def _short(name: str) -> str:
    return name if len(name) <= 28 else f"{name[:27]}…"


_DRAWERS: dict[PictureName, Callable[[list[Row], Language], list[tuple[str, Chart]]]] = {
    "deviation": _deviation,
    "bridge": _bridge,
    "fan": _fan,
    "hired": _hired,
    "series": _series,
}
