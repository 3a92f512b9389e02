"""A night that tries again where the fault is of a kind that passes: within a time, with longer and longer pauses.

`busy`: another run holds the lock. `held`: a program has the published file open in a way that it cannot be replaced.
`growing`: a file was still being copied; the rest is published meanwhile. `full`: there was no room on the disk.
Whatever else fails would fail again, and a person is needed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from rjh_warehouse.build.generation import BuildUnderWay
from rjh_warehouse.lake.full import says_full
from rjh_warehouse.lake.publication import PublishedFileHeld
from rjh_warehouse.operation.nightly import NightlyResult

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds


def with_patience(
    run: Callable[[], NightlyResult],
    wait: float,
    told: Callable[[str, float], None] = lambda kind, pause: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> NightlyResult:
    """Run until nothing is left that a little time would mend, or the time is out.

    Args:
        run: one whole run.
        wait: seconds in all during which it may be tried again; 0: once.
        told: called before each pause with what is waited for, and the pause in seconds.

    Returns:
        What all runs together came to.

    Raises:
        Whatever the last run raised.
    """
    until, pause, done = clock() + wait, FIRST_PAUSE, NightlyResult()
    while True:
        failed: Exception | None = None
        try:
            done = done.then(run())
            kind = passing_result(done)
        except Exception as error:
            failed, kind = error, passing_error(error)
        if kind is None or clock() + pause > until:
            if failed:
                raise failed
            return done
        told(kind, pause)
        sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def passing_error(error: Exception) -> str | None:
    """What would have to pass for a run that failed to be worth another try; None where nothing would."""
    if isinstance(error, BuildUnderWay):
        return "busy"
    if isinstance(error, PublishedFileHeld):
        return "held"
    return "full" if says_full(error) else None


def passing_result(result: NightlyResult) -> str | None:
    """The same of a run that came to its end."""
    if any(o.error is not None and o.error.code == "error.lake_unwritable" for o in result.loads):
        return "full"
    return "growing" if any(o.status == "left" for o in result.loads) else None
