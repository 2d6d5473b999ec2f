"""What goes wrong between bytes and words. Codes are stable; sentences are made at the doors."""

from domain.errors import HosoError


class UnreadableScan(HosoError):
    """The bytes are no scan that this archive can take in, and why: 422, exit 7.

    Codes:
        scan.empty: no bytes.
        scan.notAScan: the content is neither TIFF, JPEG, PNG nor PDF, whatever its name says.
        scan.truncated: the file ends before the picture does.
        scan.corrupt: the content contradicts its own format.
        scan.bomb: decoded it would be far larger than any page (`widthPx`, `heightPx`, `limitPx`;
            of a packed PDF image `limitBytes`).
        scan.tooLarge: more bytes than the limits allow (`bytes`, `limitBytes`).
        scan.sideTooLong: a longer side than the limits allow (`widthPx`, `heightPx`,
            `limitSidePx`).
        scan.tooSmall: a side shorter than any page's (`widthPx`, `heightPx`).
        scan.tooManyImages: more images in one file than the limits allow (`limit`).
        scan.noImages: a container without a page.
        scan.password: the PDF opens with a password only.
        scan.pdfActiveContent: the PDF carries a script, a launch action or an embedded file.
        scan.unsupported: a compression or a colour model that cannot be decoded here.
        scan.noSuchImage: the file has no image of that number (`imageNo`, `images`).

    `values` hold counts and sizes: never a file's name, never anything read on the page.
    """

    code = "scan.unreadable"


class EngineFailed(HosoError):
    """The reading program did not answer; what was on the page is unknown, not empty: exit 7.

    Codes:
        engine.timeout: no answer within `timeoutS` seconds.
        engine.crashed: it ended with an error (`exitCode`).
        engine.missing: the program is not installed (`install`: the packages that bring it).
        engine.modelMissing: its Vietnamese model is not installed (`model`, `install`).
    """

    code = "engine.failed"
