"""Which contracts have figures about persons, and which of their columns may be told as delivered."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from rjh_warehouse.settings import seed_file

PersonColumns = Mapping[str, set[str]]  # contract about persons → the columns that say nothing about a number of them


def read_person_columns(root: Path) -> PersonColumns:
    """The list of a project, the seed `person_contract`, which the models read too."""
    found: dict[str, set[str]] = {}
    with seed_file(root / "seeds", "person_contract").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["contract_code"], set()).add(row["shown_column_name"])
    return found
