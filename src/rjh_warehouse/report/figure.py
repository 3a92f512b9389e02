"""A figure of the page: a number that opens to its query, key, exact value, published row, file and trace line.

    <details data-query="result" data-key='{"month": "2024-04-01", …}' data-column="net_cost_sek" data-value="-1.00">

`data-query` names `questions/<query>.sql`, `data-key` the columns that pick the row, `data-value` every digit.
"""

from __future__ import annotations

import json
from typing import Any

from rjh_warehouse.answers.trace_line import UNTRACED, trace_line
from rjh_warehouse.messages import Language, say
from rjh_warehouse.report.answer import Answer, Row
from rjh_warehouse.report.markup import Content, Html, element
from rjh_warehouse.report.number import exact, shown
from rjh_warehouse.report.question import Column


def figure(answer: Answer, column: Column, row: Row, language: Language, reading: str = "") -> Html:
    """One number with its origin; a value that is missing is "–" and has none.

    Args:
        reading: how the number is read where a sentence carries its sign: `cost` turns it, `size` leaves it out.
    """
    question, value = answer.question, row.get(column.name)
    text = shown(_read(value, reading), column.kind, language)
    if value is None:
        return Html(text)
    table, key = column.table or question.table, column.key or question.key
    picked = {name: row.get(name) for name in key}
    facts: list[tuple[str, Content]] = [
        (say("page.figure.value", language), f"{exact(value)} ({column.name})"),
        (say("page.figure.query", language), question.name),
        (say("page.figure.table", language), table),
        (say("page.figure.key", language), ", ".join(f"{k} = {plain(v)}" for k, v in picked.items())),
    ]
    if row.get("file_name"):
        facts.append((say("page.figure.cell", language), _address(row, language)))
    facts.append(
        (
            say("page.figure.row" if question.is_counted or table in UNTRACED else "page.figure.trace", language),
            element("code", origin_line(answer, table, picked, column.name)),
        )
    )
    told = [element("div", element("dt", name), element("dd", fact)) for name, fact in facts]
    return element(
        "details",
        element("summary", text),
        element(
            "div",
            element("dl", *told),
            class_="origin",
            role="group",
            aria_label=say("page.figure.origin", language),
            tabindex="0",
        ),
        class_="figure",
        name="figure",
        data_query=question.name,
        data_key=json.dumps({k: plain(v) for k, v in picked.items()}, ensure_ascii=False),
        data_column=column.name,
        data_value=exact(value),
    )


def origin_line(answer: Answer, table: str, picked: Row, column: str) -> str:
    """The command that goes from a figure to its cells; of one that is counted, the question that counts it."""
    return f'rjh query "{answer.asked}"' if answer.question.is_counted else trace_line(table, picked, column)


def _read(value: Any, reading: str) -> Any:
    if value is None or not reading:
        return value
    return abs(value) if reading == "size" else -value


def plain(value: Any) -> str:
    return "" if value is None else str(value)


def _address(row: Row, language: Language) -> str:
    parts = [str(row["file_name"])]
    parts += [
        say(f"page.figure.{name}", language, value=str(row[name]))
        for name in ("sheet", "row_number", "column_name")
        if row.get(name) is not None
    ]
    return ", ".join(parts)
