"""The ledger export: one file per board and month, and what is planted in it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from rjh_warehouse.simulate.accounts import ACCOUNTS
from rjh_warehouse.simulate.calendar import Month, day, day_count, period
from rjh_warehouse.simulate.ledger import PROJECTS, TEXTS, Names, Postings

HEADER = (
    "Period",
    "Konto",
    "Ansvar",
    "Verksamhet",
    "Projekt",
    "Motpart",
    "Verifikat",
    "Verifikatdatum",
    "Text",
    "Belopp",
)
ENCODING = "cp1252"
LINE_END = "\r\n"
FIRST_LINE = 2  # the physical line of the first posting


@dataclass
class LedgerFile:
    """A ledger file to be written: postings, and cells whose text is not what the posting would give.

    `edits` maps posting index → column → text as written; `last_lines` are raw lines after the postings.
    """

    board: str
    month: Month
    postings: Postings
    version: int = 1
    edits: dict[int, dict[str, str]] = field(default_factory=dict)
    last_lines: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name without its format."""
        return f"huvudbok_{self.board}_{period(self.month)}{f'_v{self.version}' if self.version > 1 else ''}"

    def line(self, index: int) -> int:
        """The physical line of a posting."""
        return index + FIRST_LINE

    def edit(self, index: int, column: str, text: str) -> None:
        """Write another text in one cell."""
        self.edits.setdefault(index, {})[column] = text


def ledger_frame(postings: Postings, month: Month, known: Names) -> pl.DataFrame:
    """The postings with their codes and texts, amounts as exact decimals."""
    days = [day(month, n).isoformat() for n in range(1, day_count(month) + 1)]
    return pl.DataFrame(
        {
            "Period": pl.Series([period(month)]).gather(np.zeros(len(postings), dtype=np.uint32)),
            "Konto": _texts([a.code for a in ACCOUNTS], postings.account),
            "Ansvar": _texts(known.unit, postings.unit),
            "Verksamhet": _texts(known.activity, postings.activity),
            "Projekt": _texts(PROJECTS, postings.project),
            "Motpart": _texts(known.counterparty, postings.counterparty),
            "Verifikat": postings.voucher,
            "Verifikatdatum": _texts(days, postings.voucher_day - 1),
            "Text": _texts(TEXTS, postings.text),
            "Belopp": pl.from_arrow(kronor(postings.amount)),
        }
    )


def _texts(values: tuple[str, ...] | list[str], index: NDArray[np.signedinteger]) -> pl.Series:
    filled = pl.Series([value or None for value in values], dtype=pl.String)
    return filled.gather(index.astype(np.uint32))


def kronor(ore: NDArray[np.int64]) -> pa.Array:
    """Öre as decimal(18, 2) kronor, without passing through a float."""
    words = np.empty((len(ore), 2), dtype=np.int64)
    words[:, 0] = ore
    words[:, 1] = ore >> 63
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(ore), [None, pa.py_buffer(words)])


def csv_bytes(file: LedgerFile, known: Names) -> bytes:
    """The file as the ledger system writes it: cp1252, semicolons, decimal comma, CRLF."""
    out = io.BytesIO()
    ledger_frame(file.postings, file.month, known).write_csv(
        out, separator=";", decimal_comma=True, line_terminator=LINE_END, null_value="", quote_style="never"
    )
    text = out.getvalue().decode("utf-8")
    if file.edits or file.last_lines:
        lines = text.split(LINE_END)
        for index, cells in file.edits.items():
            parts = lines[index + 1].split(";")
            for column, value in cells.items():
                parts[HEADER.index(column)] = value
            lines[index + 1] = ";".join(parts)
        lines[-1:] = [*file.last_lines, ""]
        text = LINE_END.join(lines)
    return text.encode(ENCODING)


def parquet_bytes(file: LedgerFile, known: Names) -> bytes:
    """The postings as typed parquet, for measuring other engines on the same rows."""
    out = io.BytesIO()
    frame = ledger_frame(file.postings, file.month, known).with_columns(
        pl.col("Verifikatdatum").str.to_date(),
        pl.lit(dt.date.fromisoformat(f"{_first(file.month)}")).alias("Period"),
    )
    frame.write_parquet(out, compression="zstd", compression_level=1)
    return out.getvalue()


def _first(month: Month) -> str:
    return day(month, 1).isoformat()
