"""Breaks words of mixed weight into lines of a width."""

from __future__ import annotations

from dataclasses import dataclass

from infra.demo.fonts import Faces, Style


@dataclass(frozen=True)
class Token:
    """One word, or a word whose parts differ in weight set as two; width in pixels."""

    text: str
    style: Style
    width_px: float


@dataclass(frozen=True)
class Line:
    tokens: tuple[Token, ...]
    space_px: float

    @property
    def width_px(self) -> float:
        gaps = max(0, len(self.tokens) - 1)
        return sum(token.width_px for token in self.tokens) + gaps * self.space_px


def tokens_of(text: str, faces: Faces, size_px: int, *, italic: bool = False) -> list[Token]:
    """Split `text` at spaces; `**` switches bold on and off. A no-break space joins words."""
    found: list[Token] = []
    for number, part in enumerate(text.split("**")):
        bold = number % 2 == 1
        if bold:
            style = Style.BOLD_ITALIC if italic else Style.BOLD
        else:
            style = Style.ITALIC if italic else Style.REGULAR
        for word in part.split(" "):
            if word:
                found.append(Token(word, style, faces.width(word, style, size_px)))
    if found:
        return found
    return [Token("", Style.REGULAR, 0.0)]


def broken(
    tokens: list[Token], width: float, *, space: float, first: float | None = None
) -> list[Line]:
    """Fill lines of `width` px, the first one of `first` px; a longer word stands alone."""
    lines: list[Line] = []
    current: list[Token] = []
    used = 0.0
    for token in tokens:
        limit = first if first is not None and not lines else width
        needed = token.width_px if not current else used + space + token.width_px
        if current and needed > limit:
            lines.append(Line(tuple(current), space))
            current, needed = [], token.width_px
        current.append(token)
        used = needed
    lines.append(Line(tuple(current), space))
    return lines
