"""Vietnamese text in the encodings of old software: seen, and converted where a person asks for it.

Source: TCVN 5712:1993 (TCVN3, fonts .VnTime) and the VNI encoding for Windows, as their converters
tabulate them; domain.md 4.6 [K]: converting is therefore behind a switch, and what stood there is
kept. Both hide their letters behind those of Western Europe: a text is taken for legacy only where
it holds what no Vietnamese word can.
"""

import re
import unicodedata
from enum import StrEnum


class Legacy(StrEnum):
    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVES = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}


def _vni() -> dict[str, str]:
    """Two letters, or one, to what they mean; capitals as well."""
    table: dict[str, str] = {}
    for base in "aeiouy":
        table |= {base + sign: base + tone for sign, tone in _TONES.items()}
    for base in "aeo":
        table |= {base + sign: base + "\u0302" + tone for sign, tone in _HATS.items()}
        table[base + "â"] = base + "\u0302"
    table |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVES.items()} | {"aê": "a\u0306"}
    for sign, tone in _TONES.items():
        table |= {"ô" + sign: "ơ" + tone, "ö" + sign: "ư" + tone}
    table |= _ALONE
    composed = {legacy: unicodedata.normalize("NFC", text) for legacy, text in table.items()}
    return composed | {legacy.upper(): text.upper() for legacy, text in composed.items()}


_VNI = _vni()
_VNI_PAIRS = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_OF_TCVN3 = re.compile(
    "[A-Za-z][¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹¼½¾]|[¡¢£¤¥¦§¨©ª¬®µ¶·¸¹¼½¾][A-Za-z]"
    "|[A-Za-z]»[A-Za-z]|[a-z][À-ÖØ-Þ×]|[A-Za-z][ßæ÷þ]"
)
"""A sign within a word, or a capital within small letters."""

_OF_VNI = re.compile(
    "[aeoAEO][âÂåÅäÄ]|[eE][áàãÁÀÃ]|a[êëüé]|A[ÊËÜÉ]|[aeiouyAEIOUY][ùøûõïÙØÛÕÏ](?![a-z]*\\d)"
    "|[öÖ][ùøûõïÙØÛÕÏ]|[a-zA-Z]ö"
)


def legacy_in(text: str) -> Legacy | None:
    """The encoding that the text shows itself to be in; None: none that is certain.

    >>> legacy_in("NguyÔn V¨n A"), legacy_in("Nguyeãn Vaên A"), legacy_in("Nguyễn Văn A")
    (<Legacy.TCVN3: 'TCVN3'>, <Legacy.VNI: 'VNI'>, None)
    """
    if text.isascii() or any(_is_modern(letter) for letter in text):
        return None
    if _OF_TCVN3.search(text):
        return Legacy.TCVN3
    return Legacy.VNI if _OF_VNI.search(text) else None


def may_be_legacy(text: str) -> bool:
    """It holds letters, and none that only Unicode has: legacy beside others that surely are."""
    return not text.isascii() and not any(_is_modern(letter) for letter in text)


def may_hold_legacy(text: str) -> bool:
    """False: no part of the text can be legacy. For whole lines, before their parts are asked."""
    return not text.isascii() and bool(_OF_TCVN3.search(text) or _OF_VNI.search(text))


def _is_modern(letter: str) -> bool:
    """A letter that neither old encoding can show: ă đ ơ ư, and those of two marks."""
    return "\u0100" <= letter <= "\u01b0" or "\u1ea0" <= letter <= "\u1eff"


def converted(text: str, code: Legacy) -> str:
    """The text in Unicode, NFC. Capital TCVN3 fonts look the same in their bytes as small ones:
    what was shown in capitals by its font alone comes out in small letters."""
    if code is Legacy.TCVN3:
        return unicodedata.normalize("NFC", "".join(_TCVN3.get(one, one) for one in text))
    return unicodedata.normalize("NFC", _VNI_PAIRS.sub(lambda found: _VNI[found.group()], text))
