"""The frames decided year by year: the checks that hold them together, and the bridge from one year to the next."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import month_warehouse as region


def _add_frames(
    rows: region.Rows, year: int, frames: dict[str, Decimal], moved: dict[str, Decimal] | None = None
) -> None:
    """Deliver the adopted frames of a year, tkr with the frame positive, and what of them came from other boards."""
    delivery = f"ramar_{year}"
    rows["delivery"].append(
        {**rows["delivery"][0], "delivery_id": delivery, "contract_code": "board_frame", "subject": delivery}
    )
    lines = [(board, f"O{board}", f"Område {board}", "data", tkr) for board, tkr in frames.items()]
    lines.append((None, None, None, "total", sum(frames.values(), Decimal(0))))
    rows.setdefault("board_frame", []).extend(
        {"delivery_id": delivery, "sheet": None, "row_number": number, "row_kind": kind, "board_code": board, "area_code": area,
         "area_name": name, "part_name": "Tjänstemannabudget" if board else None, "fiscal_year": year, "version_label": "adopted",
         "amount": tkr, "amount_text": str(tkr), "amount_unit": "tkr", "amount_decimals": 0, "amount_sign": -1,
         "transferred": (moved or {}).get(board or ""), "transferred_unit": "tkr", "transferred_sign": -1}
        for number, (board, area, name, kind, tkr) in enumerate(lines, start=2)
    )  # fmt: skip


def test_a_detail_budget_is_held_to_the_frame_of_its_version() -> None:
    rows = region.small_region()
    for year, rs in ((2023, "79"), (2024, "84")):  # the detail budget is 79,2 tkr
        _add_frames(rows, year, {"RS": Decimal(rs), "HSN": Decimal("79")}, {"RS": Decimal(5)} if year == 2024 else None)
    first, second = (
        r for r in rows["budget_month"] if r["cell"] in ("C4-1", "C5-1") and r["delivery_id"] == "budget_HSN_2024"
    )
    first["amount"], second["amount"] = first["amount"] - 2, second["amount"] + 2  # a move between cost types
    connection = region.build(rows)
    found = connection.execute(
        "SELECT check_code, difference_sek, verdict, computed_cell_count FROM mart.frame_reconciliation"
        " WHERE check_kind = 'detail_to_frame' AND fiscal_year = 2024 ORDER BY 1"
    ).fetchall()
    assert found == [
        ("FRAME-DETAIL/HSN/2024/adopted", Decimal(200), "rounding", 72),
        ("FRAME-DETAIL/RS/2024/adopted", Decimal(-4800), "unexplained", 72),
    ]
    kinds = dict(connection.execute(
        "SELECT check_code, verdict || ' ' || difference_sek FROM mart.frame_reconciliation WHERE check_code LIKE 'FRAME-%2024%' AND check_kind <> 'detail_to_frame'"
    ).fetchall())  # fmt: skip
    assert kinds == {
        "FRAME-AREA/HSN/2024/adopted/OHSN": "rounding 200.00",
        "FRAME-AREA/RS/2024/adopted/ORS": "unexplained -4800.00",
        "FRAME-SUM/2024/adopted/4": "exact 0.00",
        "FRAME-TRANSFER/2024/adopted": "unexplained -5000.00",  # nobody gave what RS was given …
        "FRAME-MOVED/RS/2024/adopted": "unexplained -5000.00",  # … and no decision moved it
        "FRAME-ROLL/HSN/2024": "exact 0.00",
        "FRAME-ROLL/RS/2024": "unexplained -5000.00",
    }
    no_frame = "SELECT DISTINCT verdict FROM mart.frame_reconciliation WHERE check_kind = 'detail_to_frame' AND fiscal_year = 2022"
    assert connection.execute(no_frame).fetchall() == [("not_checkable",)]


def test_the_bridge_of_a_delivered_frame_is_its_transfers_and_the_rest() -> None:
    rows = region.small_region()
    _add_frames(rows, 2023, {"RS": Decimal(79), "HSN": Decimal(79)})
    _add_frames(rows, 2024, {"RS": Decimal(90), "HSN": Decimal(75)}, {"RS": Decimal(5), "HSN": Decimal(-5)})
    rows["delivery"].append(
        {**rows["delivery"][0], "delivery_id": "moved", "contract_code": "frame_transfer", "subject": "moved"}
    )
    rows["frame_transfer"] = [
        {"delivery_id": "moved", "sheet": None, "row_number": number, "row_kind": "data", "case_number": "RS/1", "fiscal_year": 2024,
         "month": dt.date(2024, 1, 1), "giving_board_code": "HSN", "receiving_board_code": "RS", "amount": Decimal(tkr),
         "amount_text": str(tkr), "amount_unit": "tkr", "amount_decimals": 0, "amount_sign": -1, "reason_text": "Kundtjänst"}
        for number, tkr in ((2, 3), (3, 2))
    ]  # fmt: skip
    connection = region.build(rows)
    items = connection.execute(
        "SELECT board_code, item_kind, item_code, amount_sek, opening_sek, closing_sek, is_simulated FROM mart.frame_bridge ORDER BY ALL"
    ).fetchall()
    hsn, rs = (Decimal(-79000), Decimal(-75000), True), (Decimal(-79000), Decimal(-90000), True)
    assert items == [
        ("HSN", "residual", "RESIDUAL", Decimal(-1000), *hsn),
        ("HSN", "transfer", "RS/1/2", Decimal(3000), *hsn),
        ("HSN", "transfer", "RS/1/3", Decimal(2000), *hsn),
        ("RS", "residual", "RESIDUAL", Decimal(-6000), *rs),
        ("RS", "transfer", "RS/1/2", Decimal(-3000), *rs),
        ("RS", "transfer", "RS/1/3", Decimal(-2000), *rs),
    ]
    parts = connection.execute(
        "SELECT side, amount_sek, delivery_id, row_number FROM mart.frame_bridge_part WHERE board_code = 'RS' ORDER BY 1, 4"
    ).fetchall()
    assert parts == [
        ("change", Decimal(-3000), "moved", 2), ("change", Decimal(-2000), "moved", 3),
        ("closing", Decimal(-90000), "ramar_2024", 2), ("opening", Decimal(-79000), "ramar_2023", 2),
    ]  # fmt: skip
    checks = dict(
        connection.execute(
            "SELECT check_code, verdict FROM mart.frame_reconciliation WHERE check_kind LIKE '%transfer%'"
        ).fetchall()
    )
    assert set(checks.values()) == {"exact"}


def test_faults_planted_together_are_each_found_in_their_cell() -> None:
    rows = region.small_region()
    _add_frames(rows, 2024, {"RS": Decimal(79), "HSN": Decimal(79)})
    budget = {
        d: [r for r in rows["budget_month"] if r["delivery_id"] == d] for d in ("budget_HSN_2024", "budget_RS_2023")
    }
    year = next(r for r in budget["budget_RS_2023"] if r["column_kind"] == "total" and r["row_number"] == 5)
    year["amount"] += Decimal("4.2")  # a printed year that its months do not give: one month is left out of it …
    first = next(r for r in budget["budget_HSN_2024"] if r["cell"] == "C4-1")
    first["amount"] -= Decimal(30)  # … a month ten times too large, which breaks the year and the frame
    sale = next(
        r
        for r in rows["ledger"]
        if r["account_code"] == "3810" and r["delivery_id"] == "huvudbok_HSN_202303" and r["unit_code"] == "11020"
    )
    sale["amount"] *= -1  # … and a sale with its sign turned
    frame = next(r for r in rows["board_frame"] if r["row_kind"] == "total")
    frame["amount"] -= 79  # … and a board left out of the printed sum
    connection = region.build(rows)
    found = connection.execute(
        "SELECT check_code, verdict, difference_kind, difference_sek FROM mart.frame_reconciliation WHERE verdict NOT IN ('exact', 'rounding', 'not_checkable') ORDER BY 1"
    ).fetchall()
    assert found == [
        ("BUDGET-YEAR/HSN/2024/adopted/4", "unexplained", "arithmetic", Decimal(30000)),
        ("BUDGET-YEAR/RS/2023/adopted/5", "unexplained", "arithmetic", Decimal(4200)),
        ("FRAME-AREA/HSN/2024/adopted/OHSN", "unexplained", "two_values", Decimal(30200)),
        ("FRAME-DETAIL/HSN/2024/adopted", "unexplained", "two_values", Decimal(30200)),
        ("FRAME-SUM/2024/adopted/4", "unexplained", "arithmetic", Decimal(79000)),
        ("INTERNAL/2023-03-01/11010/11020", "unexplained", "missing_counterpart", Decimal(-100)),
    ]
    cells = connection.execute(
        "SELECT COUNT(*), SUM(CASE WHEN side = 'stated' THEN 1 ELSE 0 END) FROM mart.frame_reconciliation_part WHERE check_code = 'BUDGET-YEAR/HSN/2024/adopted/4'"
    ).fetchone()
    assert cells == (13, 1)
    candidates = connection.execute(
        "SELECT check_code, row_label, change_code FROM mart.frame_reconciliation_candidate WHERE residual_sek = 0 ORDER BY ALL"
    ).fetchall()
    assert ("FRAME-SUM/2024/adopted/4", "Område RS", "omitted") in candidates
    assert ("FRAME-SUM/2024/adopted/4", "Område HSN", "omitted") in candidates
