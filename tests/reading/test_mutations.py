"""Mutated deliveries: whatever happens to a file, every line of it is loaded, rejected or declared, and none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from text_files import MemorySink, make_contract

from rjh_warehouse.reading import DeliveryError, read_delivery
from rjh_warehouse.reading.text.encoding import find_encoding
from rjh_warehouse.reading.text.text import find_delimiter, keeps_ascii, read_carefully, read_in_bulk

CONTRACT = make_contract(
    [
        {
            "name": "cost",
            "rows": {"total": "^Summa", "note": "^#"},
            "columns": [
                {"name": "month", "type": "month", "aliases": ["Period"]},
                {"name": "account_code", "type": "code", "aliases": ["Konto"], "pattern": r"\d{4}"},
                {"name": "label", "aliases": ["Text"], "required": False},
                {"name": "amount", "type": "amount", "unit": "kr", "decimals": 2, "aliases": ["Belopp"]},
            ],
        }
    ]
)
ROWS = "".join(f"20240{1 + i % 9};40{i:02};Förnödenhet {i};{i} {i:03},{i:02}\n" for i in range(10, 40))
CLEAN = f"Uttag\n\nPeriod;Konto;Text;Belopp\n{ROWS}Summa;;;1 234,50\n# slut\n"
TEXTS = [
    "1 234,5",
    "1.234",
    "(5)",
    "5-",
    "--5",
    "1e5",
    "٣",
    "=1+1",
    "",
    "\u00a0",
    "12 kr",
    "inf",
    "\0",
    "\x1b[2J",
    "\ufffd",
]
NOISE = ['"', '""', '"\n', '";"', ";", ",", "\r", "\n", "\n\n", "\t", "\ufeff", "\0", "Period;Konto;Text;Belopp\n", "å"]
Mutation = Callable[[str], str]


@st.composite
def mutations(draw: st.DrawFn) -> Mutation:
    """One change of a file's text."""
    kind = draw(st.sampled_from(["noise", "cut", "cell", "drop", "repeat", "delimiter", "ends"]))
    at, text = draw(st.floats(0, 1)), draw(st.sampled_from(NOISE if kind == "noise" else TEXTS))
    mark = draw(st.sampled_from([",", "\t", "|"]) if kind == "delimiter" else st.sampled_from(["\r", "\r\n"]))

    def change(content: str) -> str:
        place = int(at * len(content))
        if kind == "noise":
            return content[:place] + text + content[place:]
        if kind == "cut":
            return content[:place]
        if kind == "delimiter":
            return content.replace(";", mark)
        if kind == "ends":
            return content[:place] + content[place:].replace("\n", mark)
        lines = content.split("\n")
        row = int(at * (len(lines) - 1))
        if kind == "drop":
            del lines[row]
        elif kind == "repeat":
            lines.insert(row, lines[row])
        else:
            cells = lines[row].split(";")
            cells[place % len(cells)] = text
            lines[row] = ";".join(cells)
        return "\n".join(lines)

    return change


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(mutations(), min_size=1, max_size=4), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_every_line_of_a_mutated_file_is_accounted_for(tmp_path: Path, changes: list[Mutation], encoding: str) -> None:
    content = CLEAN
    for change in changes:
        content = change(content)
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode(encoding, "replace"))
    sink = MemorySink(CONTRACT)
    try:
        result = read_delivery(path, CONTRACT, None, sink)
    except DeliveryError:
        return
    loaded = Counter(row["row_number"] for row in sink.rows("cost"))
    rejected = {r.row_number for r in result.rejections}
    declared = {n.row_number for n in result.non_data if n.kind != "ignored_cell"}
    counts = result.tables["cost"]
    assert counts.rows_read == counts.rows_loaded + counts.rows_rejected == len(loaded) + len(rejected)
    assert max(loaded.values(), default=1) == 1
    assert not (loaded.keys() & rejected or loaded.keys() & declared or rejected & declared)
    text = content.encode(encoding, "replace").decode(encoding).removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").count("\n") + 1
    seen = loaded.keys() | rejected | declared
    assert max(seen, default=0) <= lines
    if '"' not in text and text:  # a quoted field may span lines
        assert seen == set(range(1, lines + 1))
    _bulk_agrees(path, sink)


def _bulk_agrees(path: Path, sink: MemorySink) -> None:
    """The columnwise path gives the same rows, rejections and declarations."""
    decoding = find_encoding(path, CONTRACT.csv.encodings)
    if not keeps_ascii(decoding.encoding):
        return
    delimiter = find_delimiter(path, CONTRACT, decoding)
    other = MemorySink(CONTRACT)
    bulk = read_in_bulk(path, CONTRACT, None, other, decoding, delimiter)
    assert other.rows("cost") == sink.rows("cost")
    assert bulk == read_carefully(path, CONTRACT, None, MemorySink(CONTRACT), decoding, delimiter)


@pytest.mark.parametrize("content", ["", "\0", "\ufeff", "\n", '"', "Period;Konto;Text;Belopp"])
def test_a_file_of_nothing_is_an_error_or_empty(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    try:
        result = read_delivery(path, CONTRACT, None, MemorySink(CONTRACT))
    except DeliveryError:
        return
    assert result.tables["cost"].rows_read == 0
