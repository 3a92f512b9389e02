"""What the quality tables say of deliveries and their rejected cells."""

from __future__ import annotations

import datetime as dt

from target_warehouse import Rows, build, delivery, together, units

from rjh_warehouse.messages import catalogue


def test_a_rejection_says_the_expected_form_in_the_sentence_s_language() -> None:
    texts = catalogue()["reject.pattern"]
    cells = {"delivery_id": "books", "table_name": "ledger", "column_name": "Konto", "code": "reject.pattern"}
    rows: Rows = {
        "delivery": [delivery("books", "ledger", dt.date(2024, 5, 6))],
        "message": [{"code": "reject.pattern", "text": texts["sv"], "text_en": texts["en"]}],
        "rejection": [
            {**cells, "row_number": 3, "found": "401", "expected": "fyra siffror", "expected_en": "four digits"},
            {**cells, "row_number": 4, "found": "402", "expected": "1234", "expected_en": None},
        ],
    }
    with build(together(units({}), rows)) as connection:
        query = "SELECT expected_en, reason, reason_en FROM quality.rejection ORDER BY row_number"
        told = connection.execute(query).fetchall()
    assert [(words, words in reason_en) for words, _, reason_en in told] == [("four digits", True), ("1234", True)]
    assert ["fyra siffror" in told[0][1], "1234" in told[1][1]] == [True, True]
