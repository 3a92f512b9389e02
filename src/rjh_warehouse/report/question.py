"""What a section of the report is made of: questions in SQL, and what each column of their rows is.

The SQL of a question is `questions/<name>.sql`, with `$month`, `$board` and `$region` (equal: the whole region) as its
only places. A row's `is_simulated`, `is_complete`, `missing_month_count` and address (file_name, sheet, row_number,
column_name) are told beside its figures and need not be named.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Literal

from rjh_warehouse.report.number import Kind

PictureName = Literal["deviation", "bridge", "fan", "hired", "series"]
MONTH_KEY = ("month", "period_kind", "organisation_basis", "organisation_level", "organisation_code", "scope_code")
FORECAST_KEY = ("as_of_month", "organisation_level", "organisation_code", "cost_type_code", "scope_code", "method_code")


@dataclass(frozen=True)
class Column:
    """A column that is shown, and the published row that it stands in where that is not the question's."""

    name: str
    kind: Kind = "text"
    table: str | None = None
    key: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Sentence:
    """A message whose places are columns of a row: `{name}`, `{name:cost}` (sign turned), `{name:size}` (no sign).

    `by` is a column whose sign, as shown, picks the wording: `<name>.above`, `.below`, `.equal`, or `.unknown` where
    it has no value; where the catalogue has no such wording, `<name>` itself.
    """

    name: str
    by: str | None = None


@dataclass(frozen=True)
class Question:
    """One SELECT: the published table whose rows it shows, the columns that pick such a row, and what is shown.

    `sentences` are shown instead of a table. A row that is `counted` is no published row: its figures open to the
    SELECT that counts. What is `silent` says nothing where there are no rows.
    """

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    sentences: tuple[Sentence, ...] = ()
    picture: PictureName | None = None
    is_counted: bool = False
    is_silent: bool = False
    is_folded: bool = False  # the table is closed under its picture, whose marks carry the numbers

    @property
    def sql(self) -> str:
        return (resources.files(__package__) / "questions" / f"{self.name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Section:
    name: str
    questions: tuple[Question, ...]


def columns(**kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name, kind in kinds.items())
