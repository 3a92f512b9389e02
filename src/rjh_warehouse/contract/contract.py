"""What a kind of delivery promises: one YAML file per contract, checked when it is read.

A contract says which files it takes, how their tables are laid out, and what each column
means (type, unit, sign, precision). It says nothing about what is computed from the rows.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from rjh_warehouse.contract.errors import ContractError, OpenDraft
from rjh_warehouse.contract.fault import explain_fault
from rjh_warehouse.contract.month_name import MONTH_GROUPS, first_day, is_year_end, month_in_name
from rjh_warehouse.contract.region_codes import with_region_codes
from rjh_warehouse.folders import entries
from rjh_warehouse.messages import say
from rjh_warehouse.yaml_text import read_yaml

ColumnType = Literal["text", "code", "integer", "number", "amount", "percent", "date", "month", "year", "boolean"]
MoneyUnit = Literal["kr", "tkr", "mkr"]
UnitSource = Literal["header", "cell", "origin"]
Sign = Literal["revenue_positive", "cost_positive"]
MONEY: dict[str, int] = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}  # kronor of one
NUMERIC_TYPES = frozenset({"number", "amount", "percent"})
# What the lake puts beside the contract's columns.
RESERVED_NAMES = frozenset(
    ("delivery_id", "sheet", "row_number", "row_kind", "column_name", "column_kind", "cell", "month_number")
)
_TEXTS = {"description", "title_sv", "title_en", "source"}  # where a question mark is no question
UNANSWERED = "?"  # a drafted contract's open question


def _compiled(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(say("fault.pattern", found=value, position=(error.pos or 0) + 1)) from error
    return value


Pattern = Annotated[str, AfterValidator(_compiled)]  # a regular expression


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Column(_Strict):
    """One delivered column, or the value of a cross-table's cells.

    `unit` is a fixed unit, or where the unit is found: in the header, in each cell, or in the
    origin file. Without a unit an amount is not loaded. `sign` is the file's own convention:
    `revenue_positive` (revenue +, cost −) or `cost_positive` (cost +, revenue −). An alias is a header as
    delivered; "Belopp [2]" is the second column of that header, "" and "[2]" the first and second without one.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: ColumnType = "text"
    aliases: tuple[str, ...] = ()
    description: str = ""
    required: bool = True  # an empty cell is rejected
    may_be_absent: bool = False  # the whole column may be missing from the file
    unit: str | None = None
    sign: Sign = "revenue_positive"
    decimals: int | None = None  # at most so many; more is rejected, never rounded
    decimals_from_cell: bool = False  # stated precision = the decimals that the cell shows
    pattern: Pattern | None = None
    pattern_sv: str | None = Field(default=None, exclude=True)  # the pattern in words: "fyra siffror"
    pattern_en: str | None = Field(
        default=None, exclude=True
    )  # excluded: other words make no new version of a delivery
    words: Pattern | None = (
        None  # texts that a number column keeps as words; group `number` is the number in them, if any
    )
    values: tuple[str, ...] = ()
    # The lists that must know the code (`contract.code_list`). Excluded: they do not decide how it is read.
    codes: tuple[str, ...] = Field(default=(), exclude=True)
    no_list: str | None = Field(default=None, exclude=True)  # why a code has no list
    nothing: tuple[str, ...] = ("–", "-", "—")  # texts that mean an empty cell, never zero; a number keeps its text
    dates_as_text: bool = False  # a text column keeps a workbook's dates and times as ISO text
    year_end: bool = False  # a month may be period 13, the year's closing; kept as the year's last day
    fill_down: bool = False  # merged or blank cells repeat the value above
    from_file: str | None = None  # named group of file_pattern that gives the value
    constant: str | None = None  # the value of every row, which the file does not say

    @field_validator("codes", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _unit_is_declared(self) -> Column:
        if self.type == "amount" and self.unit is None:
            raise ValueError(say("fault.amount_without_unit", column=self.name))
        return self

    @property
    def is_given(self) -> bool:
        """Whether the value stands in no cell: the file's name or the contract gives it."""
        return self.from_file is not None or self.constant is not None

    @property
    def form(self) -> tuple[str, str] | None:
        """The pattern in Swedish and English words, or as it is where the contract has none; None without one."""
        if self.pattern is None:
            return None
        return self.pattern_sv or f"mönster {self.pattern}", self.pattern_en or f"pattern {self.pattern}"

    @cached_property
    def empty_texts(self) -> frozenset[str]:
        """The texts that mean an empty cell: none, and `nothing` in any usual capitals."""
        forms = (str, str.lower, str.upper, str.capitalize, str.title)
        return frozenset(("", *(form(text) for text in self.nothing for form in forms)))


class Across(_Strict):
    """The cells of a cross-table: which headers are values, and what the header says.

    The named groups of `header` become columns. With `months`, headers such as "jan", "Januari",
    "202401" or "2024-01" match as well and give the column `month_number` (1–12).
    A header that matches `total` is loaded with column_kind = 'total'; `ignore` is counted only.
    """

    header: Pattern | None = None
    months: bool = False
    groups: dict[str, ColumnType] = Field(default_factory=dict)
    total: Pattern | None = None
    ignore: Pattern | None = None
    value: Column

    @model_validator(mode="after")
    def _says_which_headers(self) -> Across:
        if not self.header and not self.months:
            raise ValueError(say("fault.across"))
        return self


class RowRules(_Strict):
    """Which rows are not plain data. Patterns are searched in the row's first non-empty cell."""

    total: Pattern | None = None  # a stated total: loaded with row_kind = 'total'
    subtotal: Pattern | None = None  # loaded with row_kind = 'subtotal'
    total_where_empty: str | None = None  # so is a row in which this column is empty
    note: Pattern | None = None  # counted and listed as a note, not loaded
    end: Pattern | None = None  # the table ends before this row
    end_at_blank: bool = False  # the table ends at the first blank row


class Table(_Strict):
    """One table of a delivery and where it stands in the file."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    description: str = ""
    layout: Literal["rows", "cross", "kolada"] = "rows"
    sheet: Pattern | None = None  # regular expression on the sheet's name; none: every sheet
    optional: bool = False  # the table may be missing from the file
    header_rows: int = Field(default=1, ge=0, le=5)
    columns: tuple[Column, ...] = ()
    across: Across | None = None
    rows: RowRules = RowRules()
    key: tuple[str, ...] = ()  # the grain: unique among rows of kind 'data'
    lean: bool = False  # large files: no _text/_unit/_decimals/_sign beside each number

    @model_validator(mode="after")
    def _layout_fits(self) -> Table:
        if (self.layout == "cross") != (self.across is not None):
            raise ValueError(say("fault.across_layout", table=self.name))
        names = [c.name for c in self.value_columns]
        if len(names) != len(set(names)):
            raise ValueError(say("fault.column_twice", table=self.name))
        if taken := set(names) & RESERVED_NAMES:
            raise ValueError(say("fault.reserved", table=self.name, columns=", ".join(sorted(taken))))
        if loose := [c.name for c in self.value_columns if self.lean and c.type == "amount" and c.unit not in MONEY]:
            raise ValueError(say("fault.lean_unit", table=self.name, columns=", ".join(loose)))
        return self

    @property
    def value_columns(self) -> tuple[Column, ...]:
        """Every column that is read, the cross-table's value last."""
        return (*self.columns, self.across.value) if self.across else self.columns


class CsvDialect(_Strict):
    """How a text file is written. `delimiter: auto` tries ; , tab and | on the header."""

    encodings: tuple[str, ...] = ("utf-8", "cp1252")
    delimiter: str = ";"
    quote: str = '"'


class Numbers(_Strict):
    """Decides ambiguous number text: with decimal ',' the text 1.234 has a thousands point."""

    decimal: Literal[",", "."] = ","
    thousands_point: bool = False  # accept the other mark between groups of three digits


class Control(_Strict):
    """A delivery-level check and what its failure does."""

    check: str
    severity: Literal["block", "warn"] = "block"
    limit: float | None = None
    columns: tuple[str, ...] = ()


class Replacement(_Strict):
    """What a newer delivery takes the place of.

    `whole`: all that earlier versions of its subject held. `covered`: the parts that its own rows hold (a part is
    one combination of the `parts` columns, such as a unit), each with all its rows; what it leaves out stays as it
    was. `parts` of a contract that replaces the whole are what a version is compared by. Files that differ only in
    the `versions` groups of the file pattern (adopted, rev1) are versions of one thing, though of several subjects.
    """

    what: Literal["whole", "covered"]
    reason: str
    parts: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()


class SieClosing(_Strict):
    """Which vouchers of a SIE file are the year's closing (period 13): those of a series, or booked on an object."""

    series: tuple[str, ...] = ()
    objects: dict[str, str] = Field(default_factory=dict)  # dimension → object


class Contract(_Strict):
    """One kind of delivery.

    `months_apart` names the column (and group of the file pattern) by whose months a file of several is taken apart:
    each month is then a delivery of its own, as if it had come in a file of its own.
    """

    contract: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title_sv: str
    title_en: str
    description: str
    source: str
    file_pattern: Pattern
    format: Literal["csv", "excel", "json", "sie"]
    origin: Literal["required", "optional"] = "optional"
    csv: CsvDialect = CsvDialect()
    numbers: Numbers = Numbers()
    sie_closing: SieClosing = SieClosing()
    tables: tuple[Table, ...]
    controls: tuple[Control, ...] = ()
    seeds: Path | None = Field(default=None, exclude=True)  # where the lists called seed.… stand
    months_apart: str | None = Field(default=None, exclude=True)  # excluded: each month is read as it is alone
    # excluded: what a delivery replaces is not how it is read
    given: dict[str, str] = Field(
        default_factory=dict
    )  # what every file is that its name does not say: board_code: HSN
    replaces: Replacement = Field(default=Replacement(what="whole", reason="not stated"), exclude=True)

    @model_validator(mode="after")
    def _parts_are_columns(self) -> Contract:
        parts = set(self.replaces.parts)
        if self.replaces.what == "covered" and not parts:
            raise ValueError(say("fault.no_parts"))
        if parts and not self.parted_tables:
            raise ValueError(say("fault.no_part_columns", columns=", ".join(sorted(parts))))
        said = {*re.compile(self.file_pattern).groupindex, *self.given}
        if unknown := set(self.replaces.versions) - said:
            raise ValueError(say("fault.no_version_groups", groups=", ".join(sorted(unknown))))
        return self

    @model_validator(mode="after")
    def _months_can_be_told_apart(self) -> Contract:
        """By a column of months below a header of one row, in a file of lines."""
        if self.months_apart is None:
            return self
        by = [t for t in self.tables for c in t.columns if (c.name, c.type) == (self.months_apart, "month")]
        if self.format not in ("csv", "sie") or len(by) != 1 or by[0].header_rows != 1 or by[0].rows.end_at_blank:
            raise ValueError(say("fault.months_apart", column=self.months_apart))
        return self

    @property
    def parted_tables(self) -> list[Table]:
        """The tables whose rows say which parts a delivery covers."""
        parts = set(self.replaces.parts)
        return [t for t in self.tables if parts and parts <= {c.name for c in t.value_columns}]

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when the contract reads otherwise, not when the schema gets a field."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()[:16]

    def match(self, file_name: str) -> dict[str, str] | None:
        """What the file's name and the contract say of it, or None when the name is not this contract's.

        A month is said as YYYYMM, however the name words it: "mars 2024" and 2024-03 are one period. A name whose
        month is none (`odd_period`) is not this contract's.
        """
        said = self._said(file_name)
        return None if said is None or self._odd_period(said) else said

    def odd_period(self, file_name: str) -> str | None:
        """The six digits that stand in a file's name for a month and are none, or a year's closing that the contract
        has no place for.
        """
        return self._odd_period(self._said(file_name) or {})

    def _odd_period(self, said: dict[str, str]) -> str | None:
        has_year_end = any(c.year_end for t in self.tables for c in t.columns)
        periods = [p for k in MONTH_GROUPS if re.fullmatch(r"\d{6}", p := said.get(k, ""))]
        return next((p for p in periods if first_day(p) is None or (is_year_end(p) and not has_year_end)), None)

    def _said(self, file_name: str) -> dict[str, str] | None:
        found = re.fullmatch(self.file_pattern, unicodedata.normalize("NFC", file_name))
        if found is None:
            return None
        said = {k: v for k, v in found.groupdict().items() if v}
        months = {k: month for k in MONTH_GROUPS if (month := month_in_name(said.get(k, "")))}
        return self.given | said | months

    def of_file(self, file_pattern: str, given: dict[str, str]) -> Contract:
        """The same contract, of the same fingerprint, for a file whose name says otherwise what its kind says."""
        _ = self.fingerprint  # kept with the copy: it reads as this one does
        return self.model_copy(update={"file_pattern": file_pattern, "given": self.given | given})

    def subject(self, file_name: str) -> str:
        """What a file of this contract is about: two files with one subject are versions."""
        groups = self.match(file_name) or {}
        return "/".join([self.contract, *(f"{k}={groups[k]}" for k in sorted(groups))])

    def family(self, file_name: str) -> str:
        """The subject without what tells versions apart: adopted and rev1 of one budget are one family."""
        groups = self.match(file_name) or {}
        return "/".join(
            [self.contract, *(f"{k}={groups[k]}" for k in sorted(groups) if k not in self.replaces.versions)]
        )


def read_contract(path: Path) -> Contract:
    """Read one contract file.

    Raises:
        OpenDraft: a drafted contract with questions left to answer.
        ContractError: the YAML is broken or breaks the contract schema.
    """
    try:
        fields = read_yaml(path.read_text(encoding="utf-8"))
        if questions := list(unanswered(fields)):
            pattern = fields.get("file_pattern") if isinstance(fields, dict) else None
            raise OpenDraft(path.name, questions, str(pattern or ""))
        seeds = path.parents[1] / "seeds"
        contract = Contract.model_validate(with_region_codes(fields, seeds)).model_copy(update={"seeds": seeds})
    except ContractError:
        raise
    except ValueError as error:
        raise ContractError(f"{path.name}: {explain_fault(error)}") from error
    except OSError as error:
        name = Path(error.filename or path).name  # the contract, or the list of codes that it means
        raise ContractError(f"{name}: {say('fault.unreadable', found=error.strerror)}") from error
    if contract.contract != path.stem:
        raise ContractError(f"{path.name}: {say('fault.other_name', found=contract.contract)}")
    return contract


def unanswered(fields: object, place: str = "") -> Iterator[str]:
    """Where a drafted contract's YAML still asks a question, such as `tables[0].columns[2].unit`."""
    if isinstance(fields, dict):
        for key, value in fields.items():
            if key not in _TEXTS:
                yield from unanswered(value, f"{place}.{key}" if place else str(key))
    elif isinstance(fields, list):
        for number, value in enumerate(fields):
            if value != UNANSWERED:  # a header or a mark of the file's own
                yield from unanswered(value, f"{place}[{number}]")
    elif fields == UNANSWERED:
        yield place


class Contracts(dict[str, Contract]):
    """The contracts of a folder by code, and the drafts among them that nothing is read against yet."""

    drafts: tuple[OpenDraft, ...] = ()


def read_contracts(folder: Path) -> Contracts:
    """Every answered contract of a folder by its code, in the order of their names.

    Raises:
        ContractError: a contract file that cannot be used; a draft with open questions is none.
    """
    contracts, drafts = Contracts(), []
    for path in entries(folder, ".yaml"):
        try:
            contracts[path.stem] = read_contract(path)
        except OpenDraft as draft:
            drafts.append(draft)
    contracts.drafts = tuple(drafts)
    return contracts


def contracts_for(file_name: str, contracts: dict[str, Contract]) -> list[Contract]:
    """The contracts whose file pattern takes this file name."""
    return [c for c in contracts.values() if c.match(file_name) is not None]
