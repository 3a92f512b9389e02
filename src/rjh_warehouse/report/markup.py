"""HTML in which data is always text: what is not made here is escaped."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Content = Html | str
_VOID = {"meta", "br"}


def element(tag: str, /, *content: Content, **attributes: str | None) -> Html:
    """An element; `data_key` is written `data-key`, `class_` as `class`, and an attribute that is None not at all."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{told}>" if tag in _VOID else f"<{tag}{told}>{join(content)}</{tag}>")


def join(content: tuple[Content, ...] | list[Content] | list[Html], between: str = "") -> Html:
    """Pieces one after the other; those that are not markup are escaped."""
    return Html(between.join(c if isinstance(c, Html) else escape(c) for c in content))
