"""The simulated organisation: what is steady (a part of the business) and what is reorganised (its unit).

A `Part` is a piece of the business that lives through every reorganisation; in each month it posts on one
unit. Two reorganisations are known: 1 January 2024 (a merger, a split, two moves between boards, a move
between areas, a closure that cannot be mapped) and 1 January 2026 (Regionstyrelsen's areas). Each enters the
register when decided.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rjh_warehouse.simulate.calendar import Month, month_of

FIRST_REORGANISATION = month_of(2024, 1)
SECOND_REORGANISATION = month_of(2026, 1)
DECIDED_BEFORE = 2  # months between the decision in the register and the first day of the new organisation
BEGINNING = month_of(2000, 1)
BOARDS: dict[str, str] = {
    "RS": "Regionstyrelsen",
    "HSN": "Hälso- och sjukvårdsnämnden",
    "RUN": "Regionala utvecklingsnämnden",
    "KTN": "Kollektivtrafiknämnden",
}
# Short key → the area's code in the register and its name. Regionstyrelsen's codes are the warehouse's own.
AREAS: dict[str, tuple[str, str]] = {
    "RD": ("RS_DIRECTOR_OFFICE", "Regiondirektör inklusive Ekonomi- och HR-avdelningen"),
    "RG": ("RS_COMMON", "Område regiongemensamma kostnader"),
    "RST": ("RS_STAFF", "Regionstaben"),
    "VV": ("RS_CARE_CHOICE", "Vårdval"),
    "POL": ("RS_ELECTED", "Förtroendevalda"),
    "RD26": ("RS26_DIRECTOR", "Regiondirektör"),
    "EKO26": ("RS26_ECONOMY", "Ekonomi"),
    "HR26": ("RS26_HR", "HR"),
    "UD26": ("RS26_DIGITAL", "Utvecklings- och digitalisering"),
    "LS26": ("RS26_SUPPORT", "Ledningsstöd och service"),
    "VV26": ("RS26_CARE_CHOICE", "Vårdval"),
    "PV": ("HSN_PRIMARY", "Primärvård"),
    "MED": ("HSN_MEDICINE", "Medicin och akut"),
    "KIR": ("HSN_SURGERY", "Kirurgi och ortopedi"),
    "BKV": ("HSN_CHILD_WOMAN", "Barn och kvinna"),
    "PSY": ("HSN_PSYCHIATRY", "Psykiatri"),
    "DIA": ("HSN_DIAGNOSTICS", "Diagnostik"),
    "FTV": ("HSN_DENTAL", "Folktandvård"),
    "HSG": ("HSN_COMMON", "Hälso- och sjukvård gemensamt"),
    "RU": ("RUN_DEVELOPMENT", "Regional utveckling"),
    "KUL": ("RUN_CULTURE", "Kultur"),
    "FHS": ("RUN_SCHOOL", "Folkhögskolor"),
    "KT": ("KTN_TRANSPORT", "Kollektivtrafik"),
}
_BEFORE_2026 = {"RD": "RD26", "RG": "RD26", "RST": "LS26", "VV": "VV26"}
_DEPARTMENTS_2026 = {"Ekonomi": "EKO26", "HR": "HR26", "IT": "UD26", "Forskning och utveckling": "UD26"}


@dataclass(frozen=True)
class Unit:
    """A unit in the register for one period of validity (months, both ends included; None: still valid)."""

    code: str
    name: str
    department_code: str
    department_name: str
    area: str
    board: str
    valid_from: Month
    valid_to: Month | None

    def is_valid(self, month: Month) -> bool:
        """Whether the unit exists in the month."""
        return self.valid_from <= month and (self.valid_to is None or month <= self.valid_to)


@dataclass(frozen=True)
class Part:
    """A steady piece of the business: its profile of accounts, its size, and its unit in each time."""

    key: str
    profile: str
    size: float
    units: tuple[Unit, ...]
    yearly_msek: float | None = None  # a level of its own, outside the calibrated budget

    def unit(self, month: Month) -> Unit | None:
        """The unit that the part posts on in a month; None before it begins or after it has ended."""
        return next((u for u in self.units if u.is_valid(month)), None)


@dataclass(frozen=True)
class Mapping:
    """One row of a reorganisation's mapping; no successor: the past cannot be mapped."""

    from_code: str
    to_code: str | None
    share_percent: int | None
    effective: Month
    case_number: str


MAPPINGS: tuple[Mapping, ...] = (
    Mapping("12110", "12190", 100, FIRST_REORGANISATION, "SIM/HSN/41/2023"),
    Mapping("12120", "12190", 100, FIRST_REORGANISATION, "SIM/HSN/41/2023"),
    Mapping("02210", "02220", 60, FIRST_REORGANISATION, "SIM/RS/88/2023"),
    Mapping("02210", "02230", 40, FIRST_REORGANISATION, "SIM/RS/88/2023"),
    Mapping("18020", "02150", 100, FIRST_REORGANISATION, "SIM/RS/91/2023"),
    Mapping("02140", "31140", 100, FIRST_REORGANISATION, "SIM/KTN/17/2023"),
    Mapping("02910", None, None, FIRST_REORGANISATION, "SIM/RS/93/2023"),
    Mapping("02610", "02650", 100, SECOND_REORGANISATION, "SIM/RS/70/2025"),
    Mapping("02620", "02650", 100, SECOND_REORGANISATION, "SIM/RS/70/2025"),
)
UNREGISTERED_CODE = "12710"


def reorganisations() -> tuple[Month, ...]:
    """The months that begin a new organisation."""
    return (FIRST_REORGANISATION, SECOND_REORGANISATION)


@cache
def parts() -> tuple[Part, ...]:
    """Every part of the business, from the table beside this module, in its order."""
    rows: dict[str, list[dict[str, str]]] = {}
    text = resources.files(__package__).joinpath("parts.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        rows.setdefault(row["part"], []).append(row)
    return tuple(_part(key, lines) for key, lines in rows.items())


def _part(key: str, lines: list[dict[str, str]]) -> Part:
    units: list[Unit] = []
    for line in lines:
        units += _units(line)
    first = lines[0]
    own = float(first["own_msek"]) if first["own_msek"] else None
    return Part(key, first["profile"], float(first["size"]), tuple(units), own)


def _units(line: dict[str, str]) -> Iterable[Unit]:
    """A table line's unit, in two periods where the second reorganisation changes its area."""
    start = {"": BEGINNING, "R1": FIRST_REORGANISATION, "R2": SECOND_REORGANISATION}[line["from"]]
    end = {"": None, "R1": FIRST_REORGANISATION - 1, "R2": SECOND_REORGANISATION - 1}[line["to"]]
    department = f"A{line['unit'][:3]}"
    unit = Unit(line["unit"], line["name"], department, line["department"], line["area"], line["board"], start, end)
    if line["area"] not in _BEFORE_2026 or end is not None or start == SECOND_REORGANISATION:
        return [unit]
    new_area = _DEPARTMENTS_2026.get(line["department"], _BEFORE_2026[line["area"]])
    older = Unit(*_identity(unit), unit.area, unit.board, start, SECOND_REORGANISATION - 1)
    newer = Unit(*_identity(unit), new_area, unit.board, SECOND_REORGANISATION, None)
    return [older, newer]


def _identity(unit: Unit) -> tuple[str, str, str, str]:
    return unit.code, unit.name, unit.department_code, unit.department_name


def register(known_reorganisations: Iterable[Month]) -> list[Unit]:
    """The register's rows when the given reorganisations are decided: later ones are not in it yet.

    A unit that two parts share stands once. Rows are ordered by code and first month.
    """
    known = set(known_reorganisations)
    unknown = [m for m in reorganisations() if m not in known]
    rows: dict[tuple[str, Month], Unit] = {}
    for part in parts():
        for unit in part.units:
            if unit.code == UNREGISTERED_CODE or unit.valid_from in unknown:
                continue
            ends_unknown = unit.valid_to is not None and unit.valid_to + 1 in unknown
            shown = Unit(*_identity(unit), unit.area, unit.board, unit.valid_from, None) if ends_unknown else unit
            rows.setdefault((unit.code, unit.valid_from), shown)
    return [rows[key] for key in sorted(rows)]


def unit_names() -> dict[str, str]:
    """Every unit's name by code."""
    return {unit.code: unit.name for part in parts() for unit in part.units}
