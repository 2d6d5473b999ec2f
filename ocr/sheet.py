"""Sheet: an image on its way through the pipeline, and its way back to the scan."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.evidence import Box

Pixels = NDArray[np.uint8]
WHITE = 255


@dataclass(frozen=True, eq=False, kw_only=True)
class Sheet:
    """One image and where its pixels came from.

    `pixels` has shape (height, width) grey or (height, width, 3) RGB, 0 black to 255 white.
    `way_back` is a 2 x 3 affine map from points of this sheet to points of the scan. Points are
    continuous: the first pixel covers 0 to 1, so a box edge maps without half-pixel offsets.
    The scan is the raster that `ocr.pages.open_image` returned: `scan_width_px` x
    `scan_height_px`, already turned as the file's own EXIF tag asks.
    """

    pixels: Pixels
    dpi: int
    way_back: NDArray[np.float64]
    scan_width_px: int
    scan_height_px: int
    damaged: bool = False

    @classmethod
    def of_scan(cls, pixels: Pixels, *, dpi: int, damaged: bool = False) -> Self:
        height, width = pixels.shape[:2]
        return cls(
            pixels=pixels,
            dpi=dpi,
            way_back=np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
            scan_width_px=width,
            scan_height_px=height,
            damaged=damaged,
        )

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def is_colour(self) -> bool:
        return self.pixels.ndim == 3

    @cached_property
    def grey(self) -> Pixels:
        """Luma of the pixels, shape (height, width)."""
        if not self.is_colour:
            return self.pixels
        return np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)

    def px(self, mm: float) -> int:
        """Whole pixels, at least one, of a length on the paper."""
        return max(1, round(mm * self.dpi / 25.4))

    def with_pixels(self, pixels: Pixels) -> "Sheet":
        """The same place on the paper, other values; the raster must not change its size.

        Raises:
            ValueError: the size differs, which would break the way back.
        """
        if pixels.shape[:2] != self.pixels.shape[:2]:
            raise ValueError("a step that keeps the way back keeps the size")
        return self._moved(pixels, np.eye(3), self.dpi)

    def turned(self, clockwise_degrees: int) -> "Sheet":
        """Turn by a multiple of 90 degrees; no pixel changes its value."""
        width, height = float(self.width_px), float(self.height_px)
        match clockwise_degrees % 360:
            case 0:
                return self
            case 90:
                back = np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1]], dtype=float)
                turns = -1
            case 180:
                back = np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], dtype=float)
                turns = 2
            case 270:
                back = np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]], dtype=float)
                turns = 1
            case _:
                raise ValueError("a sheet turns by quarters")
        return self._moved(np.ascontiguousarray(np.rot90(self.pixels, turns)), back, self.dpi)

    def scaled_to(self, dpi: int) -> "Sheet":
        """Resample to `dpi`: cubic when enlarging, area average when reducing."""
        if dpi == self.dpi:
            return self
        width = max(1, round(self.width_px * dpi / self.dpi))
        height = max(1, round(self.height_px * dpi / self.dpi))
        how = cv2.INTER_CUBIC if dpi > self.dpi else cv2.INTER_AREA
        pixels = np.asarray(cv2.resize(self.pixels, (width, height), interpolation=how), np.uint8)
        back = np.diag([self.width_px / width, self.height_px / height, 1.0])
        return self._moved(pixels, back, dpi)

    def rotated(self, counter_clockwise_degrees: float) -> "Sheet":
        """Rotate about the middle by a small angle; the size stays, new corners are white."""
        angle = math.radians(counter_clockwise_degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        middle_x, middle_y = self.width_px / 2, self.height_px / 2
        # the inverse map, from the rotated sheet to this one, in continuous points
        back = np.array(
            [
                [cos, -sin, middle_x - cos * middle_x + sin * middle_y],
                [sin, cos, middle_y - sin * middle_x - cos * middle_y],
                [0.0, 0.0, 1.0],
            ]
        )
        centres = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]], dtype=float)
        warp = (np.linalg.inv(centres) @ back @ centres)[:2]
        pixels = cv2.warpAffine(
            self.pixels,
            warp,
            (self.width_px, self.height_px),
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(WHITE, WHITE, WHITE),
        )
        return self._moved(np.asarray(pixels, np.uint8), back, self.dpi)

    def cropped(self, box: Box) -> "Sheet":
        """The part inside `box`, which is in pixels of this sheet and clipped to it."""
        pixels = self.pixels[box.top : box.bottom, box.left : box.right]
        back = np.array([[1, 0, box.left], [0, 1, box.top], [0, 0, 1]], dtype=float)
        return self._moved(np.ascontiguousarray(pixels), back, self.dpi)

    def to_scan(self, box: Box) -> Box:
        """Return the upright rectangle of the scan that holds `box`, clipped to the scan.

        Args:
            box: in pixels of this sheet.

        Raises:
            ValueError: the box lies wholly outside the scan, on what a rotation added.
        """
        xs = np.array([box.left, box.right, box.right, box.left], dtype=float)
        ys = np.array([box.top, box.top, box.bottom, box.bottom], dtype=float)
        points = self.way_back @ np.stack([xs, ys, np.ones(4)])
        # a thousandth of a pixel absorbs rounding, so that whole numbers stay whole
        left, top = np.floor(points.min(axis=1) + 1e-3).astype(int)
        right, bottom = np.ceil(points.max(axis=1) - 1e-3).astype(int)
        return Box(
            left=max(0, int(left)),
            top=max(0, int(top)),
            right=min(self.scan_width_px, int(right)),
            bottom=min(self.scan_height_px, int(bottom)),
        )

    def _moved(self, pixels: Pixels, back: NDArray[np.float64], dpi: int) -> "Sheet":
        return Sheet(
            pixels=pixels,
            dpi=dpi,
            way_back=self.way_back @ back,
            scan_width_px=self.scan_width_px,
            scan_height_px=self.scan_height_px,
            damaged=self.damaged,
        )
