"""Coloured ink over the print: the red seal, the hand signature, the rubber stamp.

Each returns an RGBA picture whose alpha is how much ink reached the paper.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from infra.demo.fonts import Faces, Style
from infra.demo.papers import Seal

SEAL_MM = 34.0
"""Diameter of an agency's seal, a little under the 36 mm of a People's Committee."""

RED = (205, 28, 38)
BLUE = (32, 52, 140)


def draw_of(*parts: int | str) -> np.random.Generator:
    """A generator that depends on `parts` alone, on every machine."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def _patchy(size: tuple[int, int], low: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Uneven inking: a smooth field of `low` to 1, shape (height, width)."""
    coarse = rng.uniform(low * 255, 255, size=(7, 7)).astype(np.uint8)
    smooth = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    field: NDArray[np.float32] = np.asarray(smooth, dtype=np.float32) / 255.0
    return field


def _inked(
    mask: Image.Image, colour: tuple[int, int, int], low: float, rng: np.random.Generator
) -> Image.Image:
    """Colour `mask` (L, 255 is ink) unevenly."""
    alpha = np.asarray(mask, dtype=np.float32) * _patchy(mask.size, low, rng)
    picture = Image.new("RGBA", mask.size, (*colour, 0))
    picture.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    return picture


def _around(mask: Image.Image, text: str, radius: float, size_px: int, faces: Faces) -> None:
    """Set `text` along the upper arc of a circle of `radius` px about the middle of `mask`."""
    middle = mask.width / 2
    font = faces.at(Style.BOLD, size_px)
    advances = [faces.width(letter, Style.BOLD, size_px) * 1.12 for letter in text]
    limit = math.radians(250) * radius
    squeeze = min(1.0, limit / sum(advances))
    angle = -sum(advances) * squeeze / radius / 2
    for letter, advance in zip(text, advances, strict=True):
        angle += advance * squeeze / radius / 2
        tile = Image.new("L", (size_px * 2, size_px * 2), 0)
        ImageDraw.Draw(tile).text((size_px, size_px), letter, font=font, fill=255, anchor="mm")
        turned = tile.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
        x = middle + radius * math.sin(angle) - size_px
        y = middle - radius * math.cos(angle) - size_px
        mask.paste(255, (round(x), round(y)), turned)
        angle += advance * squeeze / radius / 2


def _star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    draw.polygon(points, fill=255)


@lru_cache(maxsize=64)
def _seal_mask(seal: Seal, dpi: int, faces: Faces) -> Image.Image:
    # Drawn twice as large and reduced: small round letters stay smooth.
    side = round(SEAL_MM / 25.4 * dpi) * 2
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    for inset, width in ((0.01, 0.018), (0.045, 0.008), (0.215, 0.010)):
        edge = side * inset
        draw.ellipse(
            (edge, edge, side - edge, side - edge), outline=255, width=max(2, round(side * width))
        )
    _around(mask, seal.ring, side * 0.368, round(side * 0.085), faces)
    _star(draw, side / 2, side * 0.885, side * 0.035)
    longest = max(seal.centre, key=len)
    size_px = round(side * 0.092)
    room = side * 0.52
    size_px = min(size_px, round(size_px * room / faces.width(longest, Style.BOLD, size_px)))
    top = side / 2 - size_px * 1.3 * (len(seal.centre) - 1) / 2
    for row, line in enumerate(seal.centre):
        place = (side / 2, top + row * size_px * 1.3)
        draw.text(place, line, font=faces.at(Style.BOLD, size_px), fill=255, anchor="mm")
    return mask.resize((side // 2, side // 2), Image.Resampling.LANCZOS)


def seal_picture(seal: Seal, faces: Faces, *, dpi: int, rng: np.random.Generator) -> Image.Image:
    """A pressed seal: slightly turned, unevenly inked."""
    turned = _seal_mask(seal, dpi, faces).rotate(
        float(rng.uniform(-9, 9)), Image.Resampling.BICUBIC
    )
    return _inked(turned, RED, 0.45, rng)


def _rounded(knots: NDArray[np.float64], times: int = 4) -> NDArray[np.float64]:
    """Cut the corners of a path (Chaikin): its knots become a smooth curve."""
    for _ in range(times):
        here, there = knots[:-1], knots[1:]
        cut = np.stack([0.75 * here + 0.25 * there, 0.25 * here + 0.75 * there], axis=1)
        knots = np.concatenate([knots[:1], cut.reshape(-1, 2), knots[-1:]])
    return knots


def _strokes(name: str) -> list[NDArray[np.float64]]:
    """Pen paths in a unit box, the same for the same signer: shape (points, 2) each."""
    own = draw_of("signature", name)
    letters = int(own.integers(4, 8))
    step = own.uniform(0.55, 0.72) / letters
    # A tall first letter, then ups and downs that grow smaller and lean forward.
    path = [(0.12, 0.70), (own.uniform(0.16, 0.24), 0.04), (0.10, 0.34), (0.20, 0.82)]
    x = 0.26
    for letter in range(letters):
        tall = own.uniform(0.08, 0.22) * (1.25 - 0.6 * letter / letters)
        path.append((x + step * own.uniform(0.55, 0.95), 0.55 - tall))
        if own.random() < 0.4:
            path.append((x + step * own.uniform(0.1, 0.4), 0.50 - tall))
        path.append((x + step * own.uniform(0.5, 0.9), 0.60 + own.uniform(0.0, 0.12)))
        x += step
    path += [(x + 0.04, own.uniform(0.15, 0.40)), (x + 0.10, 0.62), (0.97, own.uniform(0.45, 0.7))]
    back = own.uniform(0.15, 0.35)
    tail = [(0.97, 0.58), (0.80, 0.84), (back, own.uniform(0.80, 0.95)), (back + 0.3, 0.72)]
    return [_rounded(np.array(path)), _rounded(np.array(tail))]


def signature_picture(name: str, *, dpi: int, rng: np.random.Generator) -> Image.Image:
    """The hand signature of `name`, about 44 x 22 mm, in blue ink; no two quite alike."""
    width, height = round(44 / 25.4 * dpi), round(22 / 25.4 * dpi)
    fine = 2
    mask = Image.new("L", (width * fine, height * fine), 0)
    draw = ImageDraw.Draw(mask)
    lean, stretch = rng.uniform(-0.05, 0.05), rng.uniform(0.92, 1.0)
    thick = 0.42 / 25.4 * dpi * fine
    for path in _strokes(name):
        x = (path[:, 0] + lean * (0.5 - path[:, 1])) * stretch * width * fine
        y = np.clip(path[:, 1], 0.02, 0.98) * height * fine
        points = [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
        for here, there in itertools.pairwise(points):
            # A pen presses on the way down.
            press = 1.25 if there[1] > here[1] else 0.75
            draw.line((here, there), fill=255, width=max(2, round(thick * press)))
    small = mask.resize((width, height), Image.Resampling.LANCZOS)
    return _inked(small, BLUE, 0.7, rng)


def stamp_picture(words: str, faces: Faces, *, dpi: int, rng: np.random.Generator) -> Image.Image:
    """A boxed rubber stamp, 10 mm high, slightly turned; red as rule asks for secrecy marks."""
    millimetre = dpi / 25.4
    size_px = round(6.2 * millimetre)
    text_px = faces.width(words, Style.BOLD, size_px)
    width, height = round(text_px + 9 * millimetre), round(10 * millimetre)
    margin = round(3 * millimetre)
    mask = Image.new("L", (width + 2 * margin, height + 2 * margin), 0)
    draw = ImageDraw.Draw(mask)
    line = max(2, round(0.6 * millimetre))
    draw.rectangle((margin, margin, margin + width, margin + height), outline=255, width=line)
    draw.text(
        (mask.width / 2, mask.height / 2),
        words,
        font=faces.at(Style.BOLD, size_px),
        fill=255,
        anchor="mm",
    )
    turned = mask.rotate(float(rng.uniform(-4, 4)), Image.Resampling.BICUBIC)
    return _inked(turned.filter(ImageFilter.GaussianBlur(0.6)), RED, 0.6, rng)
