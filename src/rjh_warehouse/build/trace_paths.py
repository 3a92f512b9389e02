"""models/ways.yaml: how a mart's rows lead on to delivered cells, or in words why they do not; into `meta.trace`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from rjh_warehouse.contract.fault import read_written
from rjh_warehouse.folders import stands
from rjh_warehouse.messages import say

COLUMNS = ("column_name", "part_table_name", "part_column_name", "condition", "said_code")


class _Path(BaseModel):
    """One way on: `to` a table (or a column of a month mart) by common columns and a condition, or `say` a message."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str | None = None  # only for this column of the row
    to: str | None = None
    by: tuple[str, ...] = ()
    where: str | None = None  # SQL on own (the row) and part
    say: str | None = None

    @model_validator(mode="after")
    def _leads_somewhere(self) -> _Path:
        if (self.to is None) == (self.say is None) or (self.to and not (self.by or self.where)):
            raise ValueError(say("fault.trace_path"))
        return self


@dataclass(frozen=True)
class TracePath:
    """A row of `meta.trace`, but for its table: see `about.META_TABLES`."""

    column_name: str | None
    part_table_name: str | None
    part_column_name: str | None
    condition: str
    said_code: str | None


def read_trace_paths(root: Path) -> dict[str, list[TracePath]]:
    """The ways on by table; none where the project has no such file.

    Raises:
        WrittenError: the file says something else.
    """
    path = root / "models" / "ways.yaml"
    if not stands(path):
        return {}
    ways = read_written(path, TypeAdapter(dict[str, list[_Path]]).validate_python)
    return {table: [_written(way) for way in of_table] for table, of_table in ways.items()}


def _written(way: _Path) -> TracePath:
    schema, table, column = (*(way.to or "").split("."), "", "")[:3]
    conditions = [f"part.{name} IS NOT DISTINCT FROM own.{name}" for name in way.by]
    conditions += [f"({' '.join(way.where.split())})"] if way.where else []
    return TracePath(
        way.of, f"{schema}.{table}" if way.to else None, column or None, " AND ".join(conditions) or "TRUE", way.say
    )
