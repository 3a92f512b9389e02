"""Every kind of hostile file is refused with its reason, or read right; how long each takes is bounded by counting.

The bounds are lowered in the proportion of the files: the same code meets them as in a file a thousand times as large
(`bench/reliability/run.py` sends those, and tells the CPU seconds).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_files import KINDS
from text_files import MemorySink, make_contract

from rjh_warehouse.contract.contract import read_contract
from rjh_warehouse.messages import catalogue
from rjh_warehouse.reading import DeliveryError, kolada, read_delivery
from rjh_warehouse.reading.table import account
from rjh_warehouse.reading.text import lines, text
from rjh_warehouse.reading.workbook import bounds

N = 20_000
LOWERED = (
    (account, "MAX_REJECTIONS"), (account, "MAX_LISTED"), (account, "MAX_BLANK"), (account, "MAX_OTHER"),
    (account, "MAX_STRAY"), (text, "MAX_STRAY_LINES"), (lines, "MAX_LINE"), (lines, "MAX_FIELDS"),
    (bounds, "MAX_WIDE_CELLS"), (kolada, "MAX_FILE_BYTES"), (kolada, "MAX_BRACKETS"),
)  # fmt: skip
COLUMNS = [
    {"name": "unit_code", "type": "code", "aliases": ["ansvar"]},
    {"name": "amount", "type": "amount", "unit": "kr", "decimals": 2, "aliases": ["belopp"]},
]


@pytest.mark.parametrize("what", KINDS)
def test_a_hostile_file_is_refused_or_read_right(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, bound in LOWERED:
        monkeypatch.setattr(module, bound, getattr(module, bound) * N // 1_000_000)
    kind = KINDS[what]
    path = tmp_path / kind.name
    kind.make(N, path)
    if path.suffix == ".json":
        contract = read_contract(Path(__file__).parents[2] / "contracts" / "kolada.yaml")
    else:
        form = "excel" if path.suffix == ".xlsx" else "csv"
        contract = make_contract(
            [{"name": "cost", "columns": COLUMNS}], format=form, file_pattern=rf"cost_\d+\{path.suffix}"
        )
    try:
        result = read_delivery(path, contract, None, MemorySink(contract))
    except DeliveryError as error:
        assert error.code == kind.refusal
        assert kind.latest is None or 0 < (error.places["row"] or 0) <= kind.latest * N + 2
        assert error.code in catalogue()
        return
    assert kind.refusal is None
    assert sum(t.rows_read for t in result.tables.values()) == pytest.approx(kind.rows * N, abs=1)
    assert not result.rejections
