"""What libtiff says while it decodes a page, and Pillow passes on to nobody.

A damaged Group 3 or Group 4 page still gives a picture: lines after the fault are shifted or black.
The library tells so on the process's standard error only, so that is where it is listened to.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ocr.errors import UnreadableScan

_STDERR = 2
_DAMAGE = re.compile(rb"^(?:Fax|JPEG|LZW|ZIP|PackBits)\w*: ")
"""`Fax4Decode: Bad code word at line 89 of strip 0 (x 12).` Source: libtiff, tif_fax3.c, …"""
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def refusing_damaged() -> Iterator[None]:
    """Listen while images are decoded within; what others say meanwhile is passed on after.

    Raises:
        UnreadableScan: scan.corrupt: the decoder met codes that no such page has.
    """
    with _ONE_AT_A_TIME:
        try:
            speaking = os.dup(_STDERR)
        except OSError:  # nobody could have said anything
            yield
            return
        ear = os.memfd_create("decoder")
        try:
            os.dup2(ear, _STDERR)
            try:
                yield
            finally:
                os.dup2(speaking, _STDERR)
                said = _passed_on(ear)
        finally:
            os.close(ear)
            os.close(speaking)
    if said:
        raise UnreadableScan("scan.corrupt")


def _passed_on(ear: int) -> bool:
    """Give everything but the decoder's complaints to standard error; True if it complained."""
    heard = os.pread(ear, os.fstat(ear).st_size, 0)
    if not heard:
        return False
    lines = heard.splitlines(keepends=True)
    others = b"".join(line for line in lines if not _DAMAGE.match(line))
    if others:
        os.write(_STDERR, others)
    return any(_DAMAGE.match(line) for line in lines)
