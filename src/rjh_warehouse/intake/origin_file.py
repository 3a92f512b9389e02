"""Writing the origin file that belongs beside a delivered file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.contract.origin import SWEDISH_KEYS, Origin

ASKED = ("title", "producer", "dated", "received_on", "unit", "status")  # what a person is asked, in this order
NEEDED = ("title", "producer", "dated")


def origin_place(file: Path) -> Path:
    """Where the origin of a file stands."""
    return file.with_name(file.name + ORIGIN_SUFFIX)


def swedish_key(name: str) -> str:
    """The first Swedish word for a field of the origin."""
    return next(swedish for swedish, english in SWEDISH_KEYS.items() if english == name)


def write_origin(file: Path, fields: dict[str, Any]) -> Path:
    """Write the origin of a file, with Swedish keys.

    Args:
        fields: the fields of `Origin` that are known; empty ones are left out.

    Raises:
        ValueError: the fields make no origin (see `contract.fault`).
        FileExistsError: the file has one already.
    """
    said = {k: v for k, v in fields.items() if v not in (None, "", {})}
    origin = Origin.model_validate(said)
    plain = origin.model_dump(mode="json", exclude_defaults=True) | {"status": origin.status}
    lines = yaml.safe_dump({swedish_key(k): v for k, v in plain.items()}, allow_unicode=True, sort_keys=False)
    place = origin_place(file)
    with place.open("x", encoding="utf-8", newline="\n") as out:
        out.write(lines)
    return place
