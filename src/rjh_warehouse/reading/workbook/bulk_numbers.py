"""Stored numbers of many cells at once, as exact decimals: what `format.exact` gives for each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from rjh_warehouse.reading.table.arrays import Mask

Ints = npt.NDArray[np.int64]
_SURE = 3.5e-16  # relative distance within which a double is the number of 15 digits beside it (see `scaled`)
MAX_EXACT = 10**15


def scaled(values: npt.NDArray[np.float64], scale: int) -> tuple[Ints, Mask]:
    """Doubles as whole numbers of 10^-scale, and which of them are surely what `exact` would give.

    k / 10^scale is within 1.1e-16 of the decimal that it stands for, relative to its size. When the double is within
    3.5e-16 of it, the decimal is within 5e-16 of the double: half a unit of the fifteenth digit at the least.
    """
    factor = float(10**scale)
    with np.errstate(all="ignore"):
        rounded = np.round(values * factor)
        near = np.abs(values - rounded / factor) <= _SURE * np.abs(values)
        is_sure = near & (np.abs(rounded) < MAX_EXACT)
    return np.where(is_sure, rounded, 0).astype(np.int64), is_sure


def decimals_of(whole: Ints, scale: int) -> Ints:
    """Decimals without trailing zeros."""
    decimals = np.full(len(whole), scale, dtype=np.int64)
    for places in range(1, scale + 1):
        decimals[whole % 10**places == 0] = scale - places
    return decimals


def shown_numbers(whole: Ints, scale: int) -> pl.Series:
    """The numbers as text with a decimal point and without trailing zeros, as a stored number is printed."""
    size = pl.col("n").abs()
    frame = pl.DataFrame({"n": whole}).select(
        pl.concat_str(
            pl.when(pl.col("n") < 0).then(pl.lit("-")).otherwise(pl.lit("")),
            (size // 10**scale).cast(pl.String),
            pl.lit("."),
            (size % 10**scale).cast(pl.String).str.zfill(scale),
        )
    )
    return frame.to_series().str.strip_chars_end("0").str.strip_chars_end(".")
