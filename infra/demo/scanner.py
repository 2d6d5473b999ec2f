"""What an office scanner makes of a page: paper tone, a slight turn, blur, noise, JPEG."""

from __future__ import annotations

import io
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from domain.frozen import Frozen
from infra.demo.ink import draw_of


class Level(StrEnum):
    """CLEAN: a careful scan. OFFICE: the usual one. BLURRED: the sheet moved, illegible."""

    CLEAN = "CLEAN"
    OFFICE = "OFFICE"
    BLURRED = "BLURRED"


class _Damage(Frozen):
    """`turn`: largest angle in degrees; `blur_mm`: standard deviation; `noise`: in grey levels."""

    turn: float
    blur_mm: float
    noise: float
    shade: float
    specks: int
    quality: int


_DAMAGE = {
    Level.CLEAN: _Damage(turn=0.15, blur_mm=0.05, noise=1.5, shade=2.0, specks=0, quality=88),
    Level.OFFICE: _Damage(turn=0.9, blur_mm=0.07, noise=3.0, shade=6.0, specks=40, quality=78),
    Level.BLURRED: _Damage(turn=0.9, blur_mm=1.15, noise=2.5, shade=6.0, specks=10, quality=70),
}


def scan(image: Image.Image, *, seed: int, level: Level = Level.OFFICE) -> bytes:
    """Return `image` (RGB, its `info["dpi"]` or 200) as a colour JPEG of one scan.

    The same arguments give the same bytes on the same version of Pillow.
    """
    dpi = round(float(image.info.get("dpi", (200, 200))[0]))
    rng, damage = draw_of(seed, "scan", level.value), _DAMAGE[level]
    page = np.asarray(image.convert("RGB"))
    tone = (np.array([252, 250, 244]) - rng.uniform(0, 9, size=3)).astype(np.float32)
    page = _printed(page, tone, strength=float(rng.uniform(0.84, 0.92)))
    page = _blurred(page, damage.blur_mm / 25.4 * dpi)
    page = _turned(page, float(rng.uniform(-damage.turn, damage.turn)), tone)
    page = _grained(page, damage, rng)
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=damage.quality, dpi=(dpi, dpi))
    return out.getvalue()


def _printed(
    page: NDArray[np.uint8], tone: NDArray[np.float32], *, strength: float
) -> NDArray[np.uint8]:
    """Put the ink on toned paper; `strength` 1 is black, less is toner gone grey."""
    steps = np.arange(256, dtype=np.float32)
    cover = 1 - strength * (1 - steps / 255)
    table = np.clip(cover[:, None] * tone[None, :], 0, 255).astype(np.uint8)
    toned = cv2.LUT(page, table.reshape(256, 1, 3))
    return np.asarray(toned, dtype=np.uint8)


def _blurred(page: NDArray[np.uint8], sigma_px: float) -> NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma_px), dtype=np.uint8)


def _turned(
    page: NDArray[np.uint8], degrees: float, tone: NDArray[np.float32]
) -> NDArray[np.uint8]:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    edge = [float(value) for value in tone]
    turned = cv2.warpAffine(
        page, turn, (width, height), borderMode=cv2.BORDER_CONSTANT, borderValue=edge
    )
    return np.asarray(turned, dtype=np.uint8)


def _grained(
    page: NDArray[np.uint8], damage: _Damage, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Uneven light, dust and sensor noise, the same in all three colours."""
    height, width = page.shape[:2]
    coarse = rng.normal(0.0, damage.shade / 2, size=(5, 4)).astype(np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    light: NDArray[np.float32] = np.asarray(smooth, dtype=np.float32)
    light = light + damage.noise * rng.standard_normal((height, width), dtype=np.float32)
    for _ in range(damage.specks):
        y, x = int(rng.integers(0, height - 3)), int(rng.integers(0, width - 3))
        light[y : y + 2, x : x + 2] -= np.float32(rng.uniform(40, 130))
    whole = np.rint(light).astype(np.int16)
    grained: NDArray[np.uint8] = np.clip(page + whole[:, :, None], 0, 255).astype(np.uint8)
    return grained
