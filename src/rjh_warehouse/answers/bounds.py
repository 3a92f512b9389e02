"""How much a question to the published file may take."""

from __future__ import annotations

MEMORY_MB = 2048
THREADS = 4
SECONDS = 120
MOST_ROWS = 1_048_575  # with the heading, what a worksheet holds
