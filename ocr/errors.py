"""What goes wrong between bytes and words. Codes are stable; sentences are made at the doors."""

from typing import Any

Value = int | str


class UnreadableScan(Exception):
    """The bytes are no scan that this archive can take in, and why.

    Codes:
        EMPTY: no bytes.
        NOT_A_SCAN: the content is neither TIFF, JPEG, PNG nor PDF, whatever its name says.
        TRUNCATED: the file ends before the picture does.
        CORRUPT: the content contradicts its own format.
        BOMB: decoded it would be far larger than any page (`widthPx`, `heightPx`, `limitPx`).
        TOO_LARGE: more bytes, or a longer side, than the limits allow.
        TOO_MANY_IMAGES: more images in one file than the limits allow.
        NO_IMAGES: a container without a page.
        PASSWORD: the PDF opens with a password only.
        PDF_ACTIVE_CONTENT: the PDF carries a script, a launch action or an embedded file.
        UNSUPPORTED: a compression or a colour model that cannot be decoded here.
        NO_SUCH_IMAGE: the file has no image of that number (`imageNo`, `images`).

    `values` hold counts and sizes: never a file's name, never anything read on the page.
    """

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Value] = values

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values.items())])

    def __reduce__(self) -> tuple[Any, ...]:
        # crosses process boundaries; the default would lose `values`
        return (_unreadable, (self.code, self.values))


class EngineFailed(Exception):
    """The reading program did not answer; what was on the page is unknown, not empty.

    Codes:
        TIMEOUT: no answer within `timeoutS` seconds.
        CRASHED: it ended with an error (`exitCode`).
        MISSING: the program is not installed (`install`: the packages that bring it).
        MODEL_MISSING: its Vietnamese model is not installed (`install`: as above).
    """

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Value] = values

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value}" for name, value in self.values.items())])

    def __reduce__(self) -> tuple[Any, ...]:
        return (_failed, (self.code, self.values))


def _unreadable(code: str, values: dict[str, Value]) -> UnreadableScan:
    return UnreadableScan(code, **values)


def _failed(code: str, values: dict[str, Value]) -> EngineFailed:
    return EngineFailed(code, **values)
