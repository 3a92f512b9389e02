"""A SIE file under any name: its contract, with what the name of such a file says taken from elsewhere too."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.contract.origin import OriginError, read_origin
from rjh_warehouse.intake.draft.file_name import file_pattern, wanted_groups
from rjh_warehouse.reading.sie.lines import is_sie
from rjh_warehouse.reading.table.result import DeliveryError


def sie_contract(path: Path, contracts: Mapping[str, Contract]) -> Contract | None:
    """The contract of SIE files for this one, where its content is SIE; None where it is not.

    What their names say (board and month) is taken from this name, else from the origin's attributes. The month that
    neither says is that of the vouchers, or of each of them (`intake.months`).

    Raises:
        DeliveryError: none of these says it.
        OSError: the file cannot be read.
    """
    kinds = [c for c in contracts.values() if c.format == "sie"]
    if len(kinds) != 1 or not is_sie(path):
        return None
    contract, name = kinds[0], unicodedata.normalize("NFC", path.name)
    wanted = wanted_groups(contract.file_pattern)
    given = {k: v for k, v in _attributes(path).items() if k in wanted and re.fullmatch(wanted[k], v)}
    found = contract.of_file(file_pattern(name, wanted), given)
    if lacking := [g for g in wanted if g != contract.months_apart and g not in (found.match(name) or {})]:
        raise DeliveryError("error.sie_name", file=str(path), expected=", ".join(lacking))
    return found


def _attributes(path: Path) -> dict[str, str]:
    try:
        origin = read_origin(path)
    except (OriginError, OSError):  # told when the file is taken in
        return {}
    return origin.attributes if origin else {}
