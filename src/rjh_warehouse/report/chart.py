"""The pictures of the report as native charts of a workbook, on the cells of their sheet.

What is missing, not whole, or of another organisation than today's is written on the axis, at its place: a cell
without a value has no mark to write beside.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby
from typing import Any

from rjh_warehouse.answers.workbook import Book
from rjh_warehouse.messages import Language, say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.note import remark
from rjh_warehouse.report.number import NUMBERS
from rjh_warehouse.report.picture import BLUE, GREY, INK, ORANGE
from rjh_warehouse.report.question import PictureName

MOST_SERIES = 12  # charts of a sheet of indicators
ONE_PAGE = 60  # rows of a sheet that are still readable on one sheet of paper
CHARTS_OF_A_PAGE = 3  # so that none is cut by the edge of the paper
HEIGHT, WIDTH, ROW_PIXELS = 300, 560, 20


class _Place:
    """Where a sheet's table stands, and where the next chart goes: under it, so that it is printed with it."""

    def __init__(self, book: Book, sheet: Any, answer: Answer, language: Language, top: int, right: int) -> None:
        self.book, self.sheet, self.answer, self.language = book, sheet, answer, language
        self.top, self.right, self.next = top, right, top + len(answer.rows) + 2
        self.starts: list[int] = []

    def cells(self, column: str, first: int = 0, count: int | None = None) -> list[Any]:
        """The cells of a column's values, as the library names a range."""
        names = [c.name for c in self.answer.question.columns]
        start = self.top + 1 + first
        return [self.sheet.get_name(), start, names.index(column), start + (count or self.count) - 1,
                names.index(column)]  # fmt: skip

    def names(self, names: list[str]) -> list[Any]:
        """A column of the axis' own names, a row each, beside the table; its cells."""
        column = self.right + 1
        heading = say("page.book.chart_name", self.language)
        self.book.write_rows(self.sheet, self.top, column, [heading], [[name] for name in names], "text")
        return [self.sheet.get_name(), self.top + 1, column, self.top + self.count, column]

    @property
    def count(self) -> int:
        return len(self.answer.rows)

    def put(self, chart: Any, title: str) -> None:
        chart.set_title({"name": title, "name_font": {"size": 11, "bold": False}, "overlay": False})
        chart.set_size({"width": WIDTH, "height": HEIGHT})
        options = {"description": title, "object_position": 2, "y_offset": 3}
        self.sheet.insert_chart(self.next, 0, chart, options)
        self.starts.append(self.next)
        self.next += HEIGHT // ROW_PIXELS + 1
        self.sheet.print_area(0, 0, self.next, self.right - 1)
        if self.next <= ONE_PAGE:
            self.sheet.fit_to_pages(1, 1)
        else:
            self.sheet.set_h_pagebreaks(self.starts[::CHARTS_OF_A_PAGE])


def add_charts(book: Book, sheet: Any, answer: Answer, language: Language, top: int, right: int) -> None:
    """The charts of a question that has a picture and rows.

    Args:
        top: the row of the table's headings, from 0.
        right: how many columns the table has.
    """
    if answer.question.picture and answer.rows:
        _DRAWERS[answer.question.picture](_Place(book, sheet, answer, language, top, right))


def _worded(row: Row, column: str, language: Language) -> Any:
    return (row.get(f"{column}_en") if language == "en" else None) or row[column]


def _title(place: _Place) -> str:
    name = say(f"page.question.{place.answer.question.name}", place.language)
    return f"{name}, {say('page.unit_mkr', place.language)}"


def _named(row: Row, name: str, column: str, language: Language) -> str:
    """A name of an axis, with what is to be known of the value there."""
    missing = f" ({say('page.picture.none', language)})" if row.get(column) is None else ""
    return name + missing + remark(row, language)


def _months(place: _Place, month: str, column: str) -> list[Any]:
    return place.names([_named(row, f"{row[month]:%Y-%m}", column, place.language) for row in place.answer.rows])


def _deviation(place: _Place) -> None:
    values = [row.get("net_cost_deviation_sek") or 0 for row in place.answer.rows]
    least = min(0.0, *(float(v / NUMBERS["mkr"][0]) for v in values)) * 1.15  # room for a label left of its bar
    names = [
        _named(row, str(_worded(row, "organisation_name", place.language)), "net_cost_deviation_sek", place.language)
        for row in place.answer.rows
    ]
    chart = place.book.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": place.names(names),
            "values": place.cells("net_cost_deviation_sek"),
            "fill": {"color": BLUE},
            "points": [{"fill": {"color": ORANGE if value < 0 else BLUE}} for value in values],
            "data_labels": {"value": True, "num_format": "#,##0.0"},
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis(
        {"major_gridlines": {"visible": False}, "num_format": "#,##0", **({"min": round(least, 1)} if least else {})}
    )
    place.put(chart, _title(place))


_BEFORE = ("is_prior_year_reorganised",)


def _bridge(place: _Place) -> None:
    """From last year to this: each item's bar goes from where the one before ended, on a bar that is not drawn."""
    rows = place.answer.rows
    if not rows or rows[0].get("opening_sek") is None or rows[0].get("closing_sek") is None:
        return
    factor = NUMBERS["mkr"][0]
    at = Decimal(str(rows[0]["opening_sek"])) / factor
    opened = f"{say('page.bridge.opening', place.language)}{remark(rows[0], place.language, _BEFORE)}"
    steps: list[tuple[str, Decimal | None, Decimal | None, Decimal | None, Decimal | None]]
    ends, steps = [at], [(opened, None, None, None, at)]
    for row in rows:
        name, amount = str(_worded(row, "item_name", place.language)), row.get("amount_sek")
        if amount is None:
            steps.append((f"{name} ({say('page.picture.none', place.language)})", at, None, None, None))
            continue
        after = at + Decimal(str(amount)) / factor
        below = max(at, after) if at <= 0 else min(at, after)
        drawn = abs(after - at) * (-1 if at <= 0 else 1)
        steps.append((name, below, *((drawn, None) if after >= at else (None, drawn)), None))
        ends.append(after)
        at = after
    closed = f"{say('page.bridge.closing', place.language)}{remark(rows[0], place.language)}"
    steps.append((closed, None, None, None, Decimal(str(rows[0]["closing_sek"])) / factor))
    if min(ends) < 0 < max(ends):  # a bar under another cannot cross zero
        return
    column = place.right + 1
    headings = [
        say(f"page.book.bridge_{part}", place.language) for part in ("item", "below", "better", "worse", "whole")
    ]
    place.book.write_rows(place.sheet, place.top, column, headings, steps, "mkr")
    chart = place.book.book.add_chart({"type": "column", "subtype": "stacked"})
    name, last = place.sheet.get_name(), place.top + len(steps)
    for offset, fill in enumerate(({"none": True}, {"color": BLUE}, {"color": ORANGE}, {"color": GREY}), 1):
        chart.add_series(
            {
                "name": headings[offset],
                "categories": [name, place.top + 1, column, last, column],
                "values": [name, place.top + 1, column + offset, last, column + offset],
                "fill": fill,
                "border": {"none": True},
                "gap": 40,
            }
        )
    room = max(max(ends) - min(ends), Decimal(1)) / 4
    chart.set_legend({"none": True})
    chart.set_x_axis({"label_position": "low", "num_font": {"size": 8}})
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "min": round(min(ends) - room),
            "max": round(max(ends) + room),
            "major_gridlines": {"visible": True, "line": {"color": GREY, "width": 0.5}},
        }
    )
    place.put(chart, _title(place))


_FAN = {
    "p10_sek": {"color": BLUE, "dash_type": "dash", "width": 1},
    "forecast_sek": {"color": BLUE, "width": 2.5},
    "p90_sek": {"color": BLUE, "dash_type": "dash", "width": 1},
    "submitted_sek": {"color": ORANGE, "width": 2},
    "budget_year_sek": {"color": INK, "dash_type": "long_dash", "width": 1},
}


def _fan(place: _Place) -> None:
    chart = place.book.book.add_chart({"type": "line"})
    months = _months(place, "as_of_month", "forecast_sek")
    for column, line in _FAN.items():
        chart.add_series(
            {
                "name": say(f"page.fan.{column}", place.language),
                "categories": months,
                "values": place.cells(column),
                "line": line,
                "marker": {"type": "circle", "size": 4, "fill": {"color": line["color"]}, "border": {"none": True}},
            }
        )
    chart.set_legend({"position": "bottom"})
    chart.set_x_axis({"text_axis": True, "label_position": "low"})
    chart.set_y_axis(
        {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": GREY, "width": 0.5}}}
    )
    place.put(chart, _title(place))


def _hired(place: _Place) -> None:
    chart = place.book.book.add_chart({"type": "column"})
    chart.add_series(
        {
            "categories": _months(place, "month", "hired_staff_sek"),
            "values": place.cells("hired_staff_sek"),
            "fill": {"color": BLUE},
            "data_labels": {"value": True, "num_format": "#,##0.0", "font": {"size": 8}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({"text_axis": True, "label_position": "high"})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": False}})
    place.put(chart, _title(place))


def _series(place: _Place) -> None:
    """A chart for each indicator and organisation, where its rows stand together."""
    language, start, drawn = place.language, 0, 0
    names = place.names(_periods(place.answer.rows, language))
    for key, group in groupby(place.answer.rows, key=_series_key):
        rows = list(group)
        if len(rows) > 1 and drawn < MOST_SERIES:
            own = [names[0], names[1] + start, names[2], names[1] + start + len(rows) - 1, names[4]]
            place.put(_one_series(place, own, start, len(rows)), f"{_indicator(rows[0], language)}, {key[1]}")
            drawn += 1
        start += len(rows)


def _series_key(row: Row) -> tuple[Any, Any]:
    return row["indicator_code"], row["organisation_code"]


def _indicator(row: Row, language: Language) -> str:
    return f"{_worded(row, 'indicator_text', language)} ({row.get('unit_text') or '–'})"


def _periods(rows: list[Row], language: Language) -> list[str]:
    """The periods' names; where a definition begins that is not the one before it, that is said."""
    names, versions = [], dict[tuple[Any, Any], Any]()
    for row in rows:
        key, version = _series_key(row), row.get("definition_version")
        name = _named(row, str(row["period_code"]), "value", language)
        name += " (?)" if row.get("in_question_text") else ""
        if version is not None and versions.setdefault(key, version) != version:
            name += f" ({say('page.book.new_definition', language)})"
            versions[key] = version
        names.append(name)
    return names


def _one_series(place: _Place, names: list[Any], start: int, count: int) -> Any:
    chart = place.book.book.add_chart({"type": "line"})
    chart.add_series(
        {
            "categories": names,
            "values": place.cells("value", start, count),
            "line": {"color": BLUE, "width": 2},
            "marker": {"type": "circle", "size": 5, "fill": {"color": BLUE}, "border": {"none": True}},
            "data_labels": {"value": True, "position": "above", "font": {"size": 8}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


_DRAWERS: dict[PictureName, Callable[[_Place], None]] = {
    "deviation": _deviation,
    "bridge": _bridge,
    "fan": _fan,
    "hired": _hired,
    "series": _series,
}
