"""Locks that one holds alone or many share, and that a killed holder lets go of by itself, on every system."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def held(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[None]:
    """Hold a lock file, whose folder stands.

    Args:
        shared: with others that share it; else alone.
        wait: until it is free.

    Raises:
        BlockingIOError: somebody else holds it, and `wait` is false.
    """
    with contextlib.ExitStack() as stack:
        if fcntl is None:
            _hold_by_library(stack, path, shared, wait)
        else:
            handle = stack.enter_context(_opened(path))
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("ab")
    except PermissionError:  # who may only read can ask as well
        return path.open("rb")


def _hold_by_library(stack: contextlib.ExitStack, path: Path, shared: bool, wait: bool) -> None:
    from filelock import ReadWriteLock, Timeout

    with contextlib.suppress(PermissionError):
        path.touch()  # so that one can see that there is a lock
    lock: Any = ReadWriteLock(f"{path}.shared", is_singleton=False)
    stack.callback(lock.close)
    try:
        stack.enter_context((lock.read_lock if shared else lock.write_lock)(blocking=wait))
    except Timeout as error:
        raise BlockingIOError(str(path)) from error
