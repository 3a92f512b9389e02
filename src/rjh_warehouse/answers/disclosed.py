"""What an attacker has: every number of persons that published files, pages, workbooks and tables show.

A publication tells a number in several places, and each is read: the outcomes, the marts that repeat them, forecasts
(a year's last one is its outcome), personnel and activity, the register of what earlier publications showed, and
figures of pages by their key. A number that one place hides and another shows is known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from rjh_warehouse.answers.outputs import Record, tables
from rjh_warehouse.folders import is_file
from rjh_warehouse.lake.closed_month import PUBLISHED, releases
from rjh_warehouse.lake.disclosure import register_files
from rjh_warehouse.lake.kept import kept
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project

MONTHS = {"YEAR": 12, "TERTIAL": 4, "MONTH": 1, "år": 12, "tertial": 4, "månad": 1}
OUTCOMES = "core.indicator_value"
STAFF, FTE = "core.personnel_month", "OWN_FTE"
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-T(?P<tertial>[1-3])|-(?P<month>\d\d))?")


class Place(NamedTuple):
    """Where a number stands: organisation, first month (0 to 11), how many months, gender."""

    organisation: str
    first: int
    months: int
    gender: str


@dataclass(frozen=True)
class Row:
    """One published outcome."""

    place: Place
    is_hidden: bool
    value: float | None
    decimals: int
    persons: int | None
    is_count: bool
    share_base: int | None
    is_cumulative: bool
    is_whole: bool = True  # a number of persons; full-time equivalents have decimals


Figure = tuple[str, int, bool]  # what is counted, year, simulated or not
Edition = dict[Figure, dict[Place, Row]]
_Kind = tuple[str, bool, int | None, bool]  # figure, whether it counts persons, what it is a share of, cumulative


@dataclass
class Evidence:
    """Editions of the same figures, and who stands below whom."""

    editions: list[Edition] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    kinds: dict[tuple[str, bool], _Kind] = field(default_factory=dict)

    def add(self, files: Iterable[Path]) -> None:
        """One more edition: what these files show together."""
        found = [(name, records) for file in files for name, records in tables(file)]
        told = Counter(r["organisation_code"] for _, rs in found for r in rs if r.get("organisation_level") == "region")
        region = next((code for code, _ in told.most_common(1)), None)  # which every board belongs to
        for name, records in found:
            if name == "core.indicator_definition":
                self.kinds = {_code(r): _kind(r) for r in records} | self.kinds
            if name == "core.unit":
                self.above |= {r["unit_code"]: r["board_code"] for r in records if r["is_last"] and r["board_code"]}
                self.above |= {r["area_code"]: r["board_code"] for r in records if r["is_last"] and r["board_code"]}
            if region:
                self.above |= {
                    r["organisation_code"]: region for r in records if r.get("organisation_level") == "board"
                }
        edition: Edition = defaultdict(dict)
        for _, records in sorted(found, key=lambda table: table[0] != OUTCOMES):  # what it hides others may show
            for record in records:
                for key, row in self._rows(record):
                    _merge(edition[key], row)
        self.editions.append(edition)

    def add_register(self, lake: Lake) -> None:
        """An edition for each publication that the register knows, also those whose file nobody has kept."""
        state: Edition = defaultdict(dict)
        for file in register_files(lake):
            with duckdb.connect() as connection:
                answer = connection.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [str(file)])
                names = [c[0] for c in answer.description]
                for values in answer.fetchall():
                    said = dict(zip(names, values, strict=True))
                    period = said["period_start"], MONTHS.get(said["period_kind_text"])
                    record = said | {"is_too_few": said["is_hidden"]}
                    for key, row in self._outcome(record, period, "organisation_code", said["value"]):
                        state[key][row.place] = row
            self.editions.append({key: dict(rows) for key, rows in state.items()})

    def _rows(self, record: Record) -> Iterator[tuple[Figure, Row]]:
        if "own_fte" in record and "unit_code" in record:
            yield from _staff(record)
        elif "activity_code" in record and "volume" in record:
            yield from _activity(record)
        elif record.get("indicator_code") and (period := _period(record)):
            for column, owner in (
                ("value", "organisation_code"), ("part_value", "part_organisation_code"),
                ("whole_value", "organisation_code"),
            ):  # fmt: skip
                if column in record and record.get(owner, "REST") != "REST":
                    yield from self._outcome(record, period, owner, record[column], column)
            if record.get("forecast_value") is not None and _is_last(period):
                year = period[0].replace(month=1, day=1), 12
                yield from self._outcome({**record, "is_too_few": False, "person_count": None}, year,
                                         "organisation_code", record["forecast_value"])  # fmt: skip

    def _outcome(
        self, record: Record, period: tuple[dt.date, int | None], owner: str, value: Any, column: str = "value"
    ) -> Iterator[tuple[Figure, Row]]:
        kind = self.kinds.get(_code(record))
        start, months = period
        if kind is None or months is None:
            return
        figure, is_count, share_base, is_cumulative = kind
        place = Place(record[owner], start.month - 1, months, record.get("gender_code") or "T")
        number = _number(value)
        decimals = record.get("value_decimals")
        decimals = _decimals(value) if decimals is None else int(decimals)
        persons = _number(record.get("person_count")) if column == "value" else None
        is_hidden = column != "whole_value" and _is_true(record.get("is_too_few"))
        yield (figure, start.year, _is_true(record.get("is_simulated"))), Row(
            place, is_hidden, number, decimals, None if persons is None else int(persons), is_count, share_base,
            is_cumulative,
        )  # fmt: skip


def published_files(project: Project) -> list[Path]:
    """What stands published, what is kept, and every closing of every month: what readers have, newest first."""
    closed = [r.folder / PUBLISHED for r in releases(project.releases)]
    files = [project.published, *(k.path for k in reversed(kept(project.published))), *reversed(closed)]
    return [f for f in files if is_file(f)]


def _merge(rows: dict[Place, Row], row: Row) -> None:
    known = rows.get(row.place)
    if known is None:
        rows[row.place] = row
        return
    value, persons = known.value, known.persons
    rows[row.place] = replace(
        known, is_hidden=known.is_hidden or row.is_hidden, value=row.value if value is None else value,
        decimals=row.decimals if value is None else known.decimals, persons=row.persons if persons is None else persons,
    )  # fmt: skip


def _staff(record: Record) -> Iterator[tuple[Figure, Row]]:
    month, own = _day(record["month"]), _number(record["own_fte"])
    place = Place(record["unit_code"], month.month - 1, 1, "T")
    yield (FTE, month.year, _is_true(record.get("is_simulated"))), Row(
        place, _is_true(record["is_too_few"]), own, 2, None, is_count=True, share_base=None, is_cumulative=False,
        is_whole=False,
    )  # fmt: skip


def _activity(record: Record) -> Iterator[tuple[Figure, Row]]:
    """A volume and last year's; where only the cost of one is shown, the volume that it divides by."""
    month, code = _day(record["month"]), record["activity_code"]
    for year, volume, cost, each in (
        (month.year, "volume", "gross_cost_sek", "cost_per_volume_sek"),
        (month.year - 1, "prior_year_volume", "prior_year_gross_cost_sek", "prior_year_cost_per_volume_sek"),
    ):
        number, kronor, price = (_number(record.get(name)) for name in (volume, cost, each))
        if number is None and kronor and price:
            number = kronor / price
        if number is not None or (year == month.year and record["organisation_level"] == "area"):
            first, months = (0, month.month) if record["period_kind"] == "ytd" else (month.month - 1, 1)
            yield (code, year, _is_true(record.get("is_simulated"))), Row(
                Place(record["organisation_code"], first, months, "T"), number is None, number, 2, None, is_count=True,
                share_base=None, is_cumulative=False, is_whole=False,
            )  # fmt: skip


def _code(record: Record) -> tuple[str, bool]:
    return str(record["indicator_code"]), _is_true(record.get("is_simulated"))


def _kind(record: Record) -> _Kind:
    base = _number(record["share_base"])
    figure = record["disclosure_group_code"] or record["indicator_code"]
    return (
        figure,
        _is_true(record["is_person_count"]),
        None if base is None else int(base),
        _is_true(record["is_cumulative"]),
    )


def _period(record: Record) -> tuple[dt.date, int] | None:
    found = _PERIOD.fullmatch(str(record.get("period_code") or ""))
    if not found:
        return None
    year, tertial, month = int(found["year"]), found["tertial"], found["month"]
    if tertial:
        return dt.date(year, 4 * int(tertial) - 3, 1), 4
    return (dt.date(year, int(month), 1), 1) if month else (dt.date(year, 1, 1), 12)


def _is_last(period: tuple[dt.date, int]) -> bool:
    """Whether the period ends with its year, when a forecast of the year is its outcome."""
    return period[1] < 12 and period[0].month - 1 + period[1] == 12


def _day(value: Any) -> dt.date:
    return dt.date.fromisoformat(str(value)[:10])


def _number(value: Any) -> float | None:
    """A number of any file: of a Swedish text table too."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = re.sub(r"[\s\u00a0\u202f]", "", value).replace("−", "-").replace(",", ".")
    try:
        return float(value)
    except ValueError:
        return None


def _decimals(value: Any) -> int:
    number = _number(value)
    return 0 if number is None else max(0, -int(Decimal(repr(number)).normalize().as_tuple().exponent))


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() in ("true", "1", "sant")
