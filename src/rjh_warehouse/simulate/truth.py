"""The truth: what the files hold to the öre, what truly happened, and what was planted."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from rjh_warehouse.simulate.accounts import ACCOUNTS, COST_TYPES, po_parts
from rjh_warehouse.simulate.calendar import first_day, month_text, year_of
from rjh_warehouse.simulate.comparability import ComparabilityItem, Transfer
from rjh_warehouse.simulate.delivery import Outbox
from rjh_warehouse.simulate.economy import Economy
from rjh_warehouse.simulate.exports.ledger import LedgerFile
from rjh_warehouse.simulate.measures import contract_prices, start_month, true_full_year_tkr
from rjh_warehouse.simulate.organisation import MAPPINGS

TRUTH_FOLDER = ".truth"  # hidden, so that `rjh load DIR` takes the deliveries only
UNREADABLE_COLUMNS = frozenset({"Belopp", "Konto"})
_COST_TYPE_LIST = tuple(COST_TYPES)
_COST_TYPE_INDEX = np.array([_COST_TYPE_LIST.index(a.cost_type) for a in ACCOUNTS])


@dataclass
class LedgerSum:
    """What one ledger file holds of one cost type, debit positive, in öre.

    `loaded_ore`: over the rows that can be loaded; `rejected_ore`: in rows that must be rejected.
    """

    file_name: str
    board_code: str
    month: str
    version: int
    cost_type_code: str
    loaded_rows: int
    rejected_rows: int
    loaded_ore: int
    rejected_ore: int
    is_current: bool = True


@dataclass
class LedgerTruth:
    """Sums of every ledger file, collected while they are written."""

    sums: list[LedgerSum] = field(default_factory=list)

    def add(self, file: LedgerFile, ledger_format: str) -> None:
        """Sum one file by cost type; an older version of the same board and month is no longer current."""
        month = month_text(file.month)
        for known in self.sums:
            if (known.board_code, known.month) == (file.board, month):
                known.is_current = False
        rejected = np.zeros(len(file.postings), dtype=bool)
        rejected[[i for i, cells in file.edits.items() if _is_rejected(cells)]] = True
        kind = _COST_TYPE_INDEX[file.postings.account]
        amount = file.postings.amount
        for k, cost_type in enumerate(_COST_TYPE_LIST):
            mine = kind == k
            if not mine.any():
                continue
            lost = mine & rejected
            self.sums.append(
                LedgerSum(
                    f"{file.name}.{ledger_format}",
                    file.board,
                    month,
                    file.version,
                    cost_type,
                    int(mine.sum() - lost.sum()),
                    int(lost.sum()),
                    int(amount[mine & ~rejected].sum()),
                    int(amount[lost].sum()),
                )
            )


def _is_rejected(cells: dict[str, str]) -> bool:
    """Whether an edited row cannot be loaded: a spoilt amount or account, or a date that no calendar has."""
    return bool(UNREADABLE_COLUMNS & cells.keys()) or cells.get("Verifikatdatum", "").endswith("-32")


def write_truth(
    box: Outbox,
    economy: Economy,
    ledger: LedgerTruth,
    items: Sequence[ComparabilityItem],
    transfers: Sequence[Transfer],
) -> Path:
    """Write `truth.json` and `ledger_sum.csv` under the truth folder; returns the first."""
    folder = box.out / TRUTH_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    _write_sums(folder / "ledger_sum.csv", ledger.sums)
    settings = box.settings
    truth: dict[str, Any] = {
        "is_simulated": True,
        "producer": settings.label,
        "settings": settings.describe(),
        "files": [asdict(f) | {"received_on": f.received_on.isoformat()} for f in box.files],
        "ledger_total_ore": sum(s.loaded_ore for s in ledger.sums if s.is_current),
        "faults": [f.describe() for f in box.faults],
        "report_counts": dict(Counter(f.kind for f in box.faults)),
        "measures": _measures(economy, box),
        "comparability_items": [_item(i) for i in items],
        "transfers": [asdict(t) | {"month": month_text(t.month)} for t in transfers],
        "unit_mapping": [asdict(m) | {"effective": first_day(m.effective).isoformat()} for m in MAPPINGS],
        "po_rates": {str(y): po_parts(y) for y in sorted({year_of(m) for m in settings.span})},
        "oddities": [
            "As the plan prints them, Regiongemensamt has a positive depreciation (1 mkr) and sells 2 mkr on "
            "its internal cost account: a unit's amount may go against its cost type's usual sign; the sums "
            "of a board do not.",
            "A small share of the postings is reversed by the next row, with the other sign.",
            "A frame decision itemises transfers only: what else moves a frame from year to year (prices) is left as "
            "a residual, which a roll-forward of frames shows.",
        ],
    }
    path = folder / "truth.json"
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def _write_sums(path: Path, sums: list[LedgerSum]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(LedgerSum.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(s) for s in sums)


def _measures(economy: Economy, box: Outbox) -> list[dict[str, Any]]:
    rows = []
    for k, measure in enumerate(economy.measures):
        applied = {
            month_text(m): int(economy.effects[k, i]) for i, m in enumerate(economy.months) if economy.effects[k, i]
        }
        rows.append(
            {
                "measure_code": measure.code,
                "board_code": measure.board,
                "planned_tkr": measure.planned_tkr,
                "true_full_year_tkr": true_full_year_tkr(measure),
                "start_month": month_text(start_month(measure, box.settings)),
                "ramp_months": measure.ramp,
                "slice_parts": list(measure.slice_parts),
                "account_from": measure.account_from,
                "account_to": measure.account_to,
                "moved_to": measure.moved_to,
                "by_contract_ore": sum(p.effect_ore for p in contract_prices() if p.measure_code == measure.code),
                "applied_ore_by_month": applied,
            }
        )
    return rows


def _item(item: ComparabilityItem) -> dict[str, Any]:
    return {
        "item_code": item.code,
        "part": item.part,
        "account": item.account,
        "amount_ore": item.amount_ore,
        "by_month_ore": {month_text(m): ore for m, ore in item.month_amounts().items()},
    }
