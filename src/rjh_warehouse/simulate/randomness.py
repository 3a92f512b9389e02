"""One random stream per purpose, so that a new purpose moves no other."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, purpose: str) -> np.random.Generator:
    """The generator of a seed for one purpose, e.g. "ledger/2024-04"."""
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(purpose.encode())]))
