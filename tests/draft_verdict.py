"""Whether a drafted contract reads a case of the corpus right: what is loaded, or what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from draft_corpus import Case
from reading_rows import Rows

from rjh_warehouse.contract.contract import Contract
from rjh_warehouse.intake.draft.contract_draft import DraftContract, answered, draft_contract
from rjh_warehouse.reading import DeliveryError, read_delivery

ALWAYS_ASKED = {"question.sign", "question.unit"}
NO_DOUBT = {
    "remark.is_amount",
    "remark.taken",
    "remark.known_type",
    "remark.no_mart",
}  # say nothing of what was misread


@dataclass(frozen=True)
class Verdict:
    """right, asked (wrong, and something was asked or said), silent (wrong without a word) or refused."""

    kind: str
    why: str = ""


def judge(case: Case, contracts: dict[str, Contract]) -> Verdict:
    """Draft, answer and load a case, and compare with its right answer."""
    try:
        draft = draft_contract(case.path, contracts)
    except DeliveryError as error:
        return Verdict("right" if case.refused else "refused", error.code)
    faults = [f"not refused: {case.path.name}"] if case.refused else list(_faults(case, draft))
    if not faults:
        return Verdict("right")
    said = {q.code for q in draft.questions} - ALWAYS_ASKED | {q.code for q in draft.remarks} - NO_DOUBT
    return Verdict("asked" if said else "silent", "; ".join(faults))


def _faults(case: Case, draft: DraftContract) -> list[str]:
    answers = {
        "unit": case.answer,
        "sign": "revenue_positive",
        "decimal": case.decimal,
        "type": "month",
        "period": "month",
    }
    contract = Contract.model_validate(answered(draft.fields, answers))
    rows = Rows()
    try:
        result = read_delivery(case.path, contract, None, rows)
    except DeliveryError as error:
        return [error.code]
    counted = sum(t.rows_read - t.rows_loaded - t.rows_rejected for t in result.tables.values())
    faults = [f"{counted} rows not accounted for"] if counted else []
    sums: dict[str, Decimal] = {}
    count = 0
    units = []
    for table, fields in zip(contract.tables, draft.fields["tables"], strict=True):
        data = [
            r
            for r in rows.tables.get(table.name, [])
            if r["row_kind"] == "data" and r.get("column_kind", "data") == "data"
        ]
        count += len(data)
        values = [(c, f) for c, f in zip(table.columns, fields["columns"], strict=True)]
        if table.across:
            values.append((table.across.value, fields["across"]["value"]))
        for column, given in values:
            if column.type != "amount":
                continue
            heading = "*" if table.across and column is table.across.value else given["description"]
            units.append(given["unit"])
            sums.setdefault(heading, sum((r[column.name] or Decimal(0) for r in data), Decimal(0)))
    if count != case.rows:
        faults.append(f"{count} rows, not {case.rows}")
    faults += [f"{h}: {sums.get(h)}, not {s}" for h, s in case.sums.items() if sums.get(h) != s]
    faults += [f"{h} is money" for h in case.texts if h in sums]
    if case.unit is not None and case.sums and any(u != case.unit for u in units):
        faults.append(f"units {sorted(set(units))}, not {case.unit}")
    return faults
