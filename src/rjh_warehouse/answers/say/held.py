"""What the published file has that a board's text may state: figures with whose, of when and of what they are."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import duckdb

from rjh_warehouse.answers.reader import in_time
from rjh_warehouse.answers.say.stated import Kind, numbers
from rjh_warehouse.yaml_text import read_yaml

MONTH_MARTS = ("mart.cost_summary", "mart.cost_development", "mart.year_end_forecast")
_PART = {"T1": (1, 4), "T2": (5, 8), "T3": (9, 12)}


@dataclass(frozen=True)
class Held:
    """A figure of the published file.

    `value` is in kronor (canonical sign), per cent, points or pieces; `step` the unit of its last printed digit where
    it is printed; `aspect` what of the line it is (level, budget, deviation, …).
    """

    table: str
    key: tuple[tuple[str, Any], ...]
    column: str
    value: Decimal
    kind: Kind
    line: str
    aspect: str
    body: str | None
    first: dt.date | None
    last: dt.date | None
    as_of: dt.date | None
    names: tuple[str, ...]
    step: Decimal | None
    is_simulated: bool
    is_plan: bool

    @property
    def is_year(self) -> bool:
        """Whether it is of a whole calendar year."""
        return bool(
            self.first and self.last and (self.first.month, self.first.day) == (1, 1) and self.last.month == 12
            and self.first.year == self.last.year
        )  # fmt: skip


@cache
def words() -> dict[str, Any]:
    """The words of `words.yaml`."""
    return dict(read_yaml((resources.files(__package__) / "words.yaml").read_text(encoding="utf-8")))


@cache
def _sources() -> list[dict[str, Any]]:
    return list(read_yaml((resources.files(__package__) / "sources.yaml").read_text(encoding="utf-8")))


def held(connection: duckdb.DuckDBPyConnection, years: Iterable[int]) -> list[Held]:
    """Every figure that a text may state; of the month marts, those of some years. A table that is missing has none."""
    found: list[Held] = []
    for source in _sources():
        key = [name for (name,) in connection.execute(
            "SELECT column_name FROM meta.dictionary WHERE table_name = ? AND is_in_grain ORDER BY column_position",
            [source["table"]],
        ).fetchall()]  # fmt: skip
        try:
            with in_time(connection):
                result = connection.execute(_select(source, key, sorted(set(years))))
                rows = result.fetchall()
        except (duckdb.CatalogException, duckdb.BinderException):  # an older file has not every table
            continue
        names = [c[0] for c in result.description]
        for row in rows:
            found += _figures(source, key, dict(zip(names, row, strict=True)))
    return found


@dataclass(frozen=True)
class Bodies:
    """Board or region → what it is called; and which of them is the region."""

    names: dict[str, list[str]]
    region: str


def bodies(connection: duckdb.DuckDBPyConnection) -> Bodies:
    """The region and its boards with their names, codes and other words; an older file has no other words."""
    rows = connection.execute(
        "SELECT * FROM core.organisation"
        " WHERE organisation_level = 'board' OR organisation_level = 'region' AND parent_organisation_code IS NULL"
    )
    columns = [c[0] for c in rows.description or ()]
    found = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    names = {
        r["organisation_code"]: [
            r["organisation_code"].lower(), r["organisation_name"].lower(),
            *filter(None, (r.get("also_called") or "").split(";")),
        ]
        for r in found
    }  # fmt: skip
    return Bodies(names, next(r["organisation_code"] for r in found if r["organisation_level"] == "region"))


def areas(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What the areas under a board are called."""
    rows = connection.execute(
        "SELECT DISTINCT organisation_name FROM core.organisation WHERE organisation_level = 'area' ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def _select(source: dict[str, Any], key: list[str], years: list[int]) -> str:
    """One SELECT over a source; facets under fixed names, figures and key under their own."""
    facets = {
        "f_body": source.get("body", "NULL"),
        "f_first": source.get("from") or _day(source, 1, 1),
        "f_last": source.get("to") or _day(source, 12, 31),
        "f_as_of": source.get("as_of", "NULL"),
        "f_period": source.get("period", "NULL"),
        "f_line": source.get("line", "NULL"),
        "f_code": source.get("code", "NULL"),
        "f_aspect": source.get("aspect", "NULL"),
        "f_printed": source.get("printed", "NULL"),
        "f_unit": source.get("unit", "unit" if source["table"].startswith("mart.published") else "NULL"),
        **{f"f_name{n}": name for n, name in enumerate(source.get("names", []))},
    }
    where = f"({source['where']})"
    if source["table"] in MONTH_MARTS:
        where += f" AND fiscal_year IN ({', '.join(str(y) for y in [0, *years])})"
    own = dict.fromkeys([*key, *source["figures"], "is_simulated"])
    shown = [f'"{name}"' for name in own] + [f"{sql} AS {name}" for name, sql in facets.items()]
    return f"SELECT {', '.join(shown)} FROM {source['table']} WHERE {where}"


def _day(source: dict[str, Any], month: int, day: int) -> str:
    return f"make_date({source['year']}, {month}, {day})" if source.get("year") else "CAST(NULL AS DATE)"


def _figures(source: dict[str, Any], key: list[str], row: dict[str, Any]) -> list[Held]:
    found = []
    line, aspect = row["f_line"], row["f_aspect"]
    if row["f_code"] in words()["same"]:
        line, aspect = words()["same"][row["f_code"]]
    first, last = _period(row)
    step = None
    if row["f_printed"] and (printed := numbers(row["f_printed"])):
        step = printed[0].step
    for column, (its_line, its_aspect) in source["figures"].items():
        if row[column] is None or (column == "value" and row.get("amount_sek") is not None):
            continue
        its_line, its_aspect = _same(str(its_line or line or ""), str(its_aspect or aspect or "level"))
        found.append(
            Held(
                table=source["table"],
                key=tuple((name, row[name]) for name in key),
                column=column,
                value=Decimal(str(row[column])),
                kind=_kind(column, row["f_unit"]),
                line=its_line,
                aspect=its_aspect,
                body=row["f_body"],
                first=first,
                last=last,
                as_of=row["f_as_of"],
                names=tuple(str(row[n]) for n in row if n.startswith("f_name") and row[n]),
                step=step,
                is_simulated=bool(row["is_simulated"]),
                is_plan=bool(source.get("is_plan")),
            )
        )
    return found


def _same(line: str, aspect: str) -> tuple[str, str]:
    """An indicator that is the growth of a line is told as that."""
    bare = line.split(" (")[0]
    if aspect == "level" and bare in words()["same"]:
        line, aspect = words()["same"][bare]
    return line, aspect


def _kind(column: str, unit: str | None) -> Kind:
    if column.endswith("_sek"):
        return "sek"
    return "pct" if column.endswith("_pct") or unit in ("%", "procent") else "count"


def _period(row: dict[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day; of a code such as 2024, 2024-04 or 2024-T1 where there is one."""
    code = re.fullmatch(r"(\d{4})(?:-(T[123]|\d\d))?", str(row["f_period"] or ""))
    if not code:
        return row["f_first"], row["f_last"]
    year = int(code[1])
    part = code[2] or ""
    start, end = _PART[part] if part in _PART else (int(part or 1), int(part or 12))
    return dt.date(year, start, 1), dt.date(year, end, monthrange(year, end)[1])
