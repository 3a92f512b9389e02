"""That a command is still at work: after two seconds one line on the terminal, with what it does and for how long.

Nothing is drawn where standard error is no terminal, and the line is gone before anything else is printed.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from typing import TextIO

DELAY_SECONDS = 2.0  # before anything is said
INTERVAL_SECONDS = 0.5


class Progress:
    """The line of one command."""

    def __init__(self, text: str, stream: TextIO) -> None:
        self._text, self._stream = text, stream
        self._began = time.monotonic()
        self._drawn = 0  # characters on the terminal's line
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._is_paused = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def tell(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """What is done now, and how much of it."""
        with self._lock:
            self._text = text if total is None else f"{text} {done}/{total}"

    def clear(self) -> None:
        """Leave the terminal's line to whoever prints."""
        with self._lock:
            self._clear()

    def pause(self) -> None:
        """Draw no more: somebody is asked something."""
        with self._lock:
            self._is_paused = True
            self._clear()

    def stop(self) -> None:
        """Draw no more, and take the line away."""
        self._end.set()
        self._thread.join(timeout=2)
        self.clear()

    def _run(self) -> None:
        while not self._end.wait(INTERVAL_SECONDS):
            seconds = time.monotonic() - self._began
            with self._lock:
                if seconds >= DELAY_SECONDS and not self._is_paused:
                    self._draw(f"{self._text} … {seconds:.0f} s")

    def _draw(self, line: str) -> None:
        line = line[: max(10, shutil.get_terminal_size().columns - 1)]
        self._write("\r" + line.ljust(self._drawn))
        self._drawn = len(line)

    def _clear(self) -> None:
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # nobody reads any more
            self._end.set()


_current: Progress | None = None


def _terminal() -> TextIO | None:
    """Where a line can be drawn and taken away again."""
    return sys.stderr if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else None


def begin(text: str) -> None:
    """Watch over a command, where somebody can see it."""
    global _current
    end()
    if (terminal := _terminal()) is not None:
        _current = Progress(text, terminal)


def end() -> None:
    """The command is done."""
    global _current
    if _current:
        _current.stop()
        _current = None


def tell(text: str, done: int | None = None, total: int | None = None) -> None:
    """What the command does now; see `Progress.tell`."""
    if _current:
        _current.tell(text, done, total)


def clear() -> None:
    """Before anything is printed."""
    if _current:
        _current.clear()


def pause() -> None:
    """Before somebody is asked something."""
    if _current:
        _current.pause()
