"""What files beside a delivered one are called."""

from __future__ import annotations

ORIGIN_SUFFIX = ".origin.yaml"
