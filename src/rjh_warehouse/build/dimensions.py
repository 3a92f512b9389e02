"""Which published columns are keys of a dimension table (models/dimensions.yaml), and how each is audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp

from rjh_warehouse.build.describe import PUBLISHED_SCHEMAS
from rjh_warehouse.build.vocabulary import SHARED
from rjh_warehouse.contract.fault import read_written
from rjh_warehouse.folders import stands

LEVELLED = "organisation"  # keys of any level, told by a column of the table where it has one
LEVEL = "organisation_level"
EMPTY = "empty"  # a meaning that says when the column is


@dataclass(frozen=True)
class Key:
    """A column name that is a key: its dimension table, the table's column, and its members' level, if any."""

    dimension: str
    column: str
    level: str


@dataclass(frozen=True)
class Keys:
    """The column names that are keys, and the names and shared meanings that look like one and are none."""

    named: Mapping[str, Key]
    not_keys: frozenset[str]

    def audits(
        self, model: str, columns: Iterable[str], stated: Mapping[str, str], meant: Mapping[str, str]
    ) -> Iterator[dict[str, exp.Expression]]:
        """The arguments of `dimension_key_agrees` for each of a published model's keys.

        Args:
            stated: what the model's file says beside its columns; `meant` what they mean.
        """
        if model.split(".")[0] not in PUBLISHED_SCHEMAS or model in {k.dimension for k in self.named.values()}:
            return
        columns = list(columns)
        for name in columns:
            shared = SHARED.fullmatch(stated.get(name, ""))
            if name in self.named and not (shared and shared[1] in self.not_keys):
                yield _arguments(name, self.named[name], columns, EMPTY in meant.get(name, ""))

    def faults(self, model: str, columns: Iterable[str]) -> Iterator[str]:
        """The columns that end as a key does, of which nobody has said whose they are."""
        if model.split(".")[0] in PUBLISHED_SCHEMAS:
            for name in columns:
                known = name in self.named or name in self.not_keys
                if not known and any(name.endswith(f"_{key}") for key in self.named):
                    yield f"{model}.{name}: models/dimensions.yaml does not say which table has its codes"


def _arguments(name: str, key: Key, columns: list[str], may_be_empty: bool) -> dict[str, exp.Expression]:
    tells_level = key.level == LEVELLED and name == f"{LEVELLED}_code" and LEVEL in columns
    level = exp.column(LEVEL) if tells_level else exp.Literal.string(key.level)
    if tells_level:
        condition: exp.Expression = exp.column(LEVEL, "member").eq(exp.column("level", "fact"))
    else:
        levels = {"board": ("board", "region"), LEVELLED: ()}.get(key.level, (key.level,) if key.level else ())
        condition = exp.column(LEVEL, "member").isin(*levels) if levels else exp.true()
    return {
        "column": exp.column(name),
        "money": exp.Array(expressions=[exp.column(c) for c in columns if c.endswith("_sek")]),
        "dimension": exp.to_table(key.dimension),
        "key": exp.column(key.column),
        "level": level,
        "condition": condition,
        "is_of_any_level": exp.convert(key.level == LEVELLED and not tells_level),
        "may_be_empty": exp.convert(may_be_empty),
    }


def read_keys(root: Path) -> Keys:
    """The keys of a project; none where it has no such file."""
    path = root / "models" / "dimensions.yaml"
    said = read_written(path, dict) if stands(path) else {}
    not_keys = frozenset(said.pop("not_keys", {}))
    named: dict[str, Key] = {}
    for dimension, levels in said.items():
        short = dimension.split(".")[1]
        for level, columns in levels.items():
            key = Key(dimension, f"{short}_code", level if short == LEVELLED else "")
            named |= dict.fromkeys(columns, key)
    return Keys(named, not_keys)
