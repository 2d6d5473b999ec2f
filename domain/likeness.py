"""Two people side by side: which facts of identity agree, and which acts both have.

Nothing is decided here: namesakes are frequent, and a person says whether two are one (R-IDN-01).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from uuid import UUID

from domain.dates import PartialDate
from domain.events.entry import IdentityMerged, IdentityRecorded, IdentitySeparated
from domain.frozen import Frozen
from domain.numbers import same_number
from domain.people import IdentifierKind, fold, plain_identifier, same_name
from domain.standing import Force, Standing
from domain.state import Identity

Texts = tuple[str, ...]

_OF_THE_PERSON = (IdentityRecorded, IdentityMerged, IdentitySeparated)


class Agreement(StrEnum):
    """SAME: said alike by both. ALIKE: apart from marks, or one more exactly than the other.
    ONE_SIDED: only one of the two is known."""

    SAME = "SAME"
    ALIKE = "ALIKE"
    DIFFERENT = "DIFFERENT"
    ONE_SIDED = "ONE_SIDED"


class FactPair(Frozen):
    """`fact`: a field of `Identity`, or `identifiers.CCCD`; what is said of it on either side, as
    stored (a day as EDTF, a code)."""

    fact: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    agreement: Agreement


def compared(one: Identity, other: Identity) -> tuple[FactPair, ...]:
    """Every fact that at least one side has."""
    return tuple(_pairs(one, other))


def _pairs(one: Identity, other: Identity) -> Iterator[FactPair]:
    both = (one, other)
    yield from _pair("full_name", [_texts(x.full_name) for x in both], _share_a_name)
    further = [(*x.other_names, *x.former_names) for x in both]
    yield from _pair("other_names", further, _share_a_name)
    yield from _pair("birth_date", [_texts(x.birth_date) for x in both], _share_a_day)
    yield from _pair("gender", [_texts(x.gender) for x in both])
    for kind in IdentifierKind:
        numbers = [_numbers(x, kind) for x in both]
        yield from _pair(f"identifiers.{kind.value}", numbers, _share_one)
    yield from _pair("birth_place", [_texts(x.birth_place) for x in both], _folded_alike)
    yield from _pair("native_place", [_texts(x.native_place) for x in both], _folded_alike)


def _texts(value: object) -> Texts:
    return () if value is None else (str(value),)


def _numbers(identity: Identity, kind: IdentifierKind) -> Texts:
    held = (x.value for x in identity.identifiers if x.kind is kind)
    return tuple(dict.fromkeys(plain_identifier(value) for value in held))


def _pair(
    fact: str, said: Sequence[Texts], alike: Callable[[Texts, Texts], bool] | None = None
) -> Iterator[FactPair]:
    one, other = said
    if not one and not other:
        return
    if not one or not other:
        agreement = Agreement.ONE_SIDED
    elif set(one) == set(other):
        agreement = Agreement.SAME
    elif alike is not None and alike(one, other):
        agreement = Agreement.ALIKE
    else:
        agreement = Agreement.DIFFERENT
    yield FactPair(fact=fact, one=one, other=other, agreement=agreement)


def _share_a_name(one: Texts, other: Texts) -> bool:
    return any(same_name(mine, theirs) for mine in one for theirs in other)


def _share_a_day(one: Texts, other: Texts) -> bool:
    return PartialDate.parse(one[0]).agrees_with(PartialDate.parse(other[0]))


def _share_one(one: Texts, other: Texts) -> bool:
    return not set(one).isdisjoint(other)


def _folded_alike(one: Texts, other: Texts) -> bool:
    return fold(one[0]) == fold(other[0])


def acts_of_both(
    one: Iterable[Standing], other: Iterable[Standing]
) -> tuple[tuple[UUID, UUID], ...]:
    """Events of the two that tell the same act: of one kind, by the number of the decision, or by
    its day where one of them has no number. Each answers to one other."""
    left = [standing for standing in other if _counts(standing)]
    found = []
    for mine in one:
        theirs = next((x for x in left if _counts(mine) and _same_act(mine, x)), None)
        if theirs is not None:
            left.remove(theirs)
            found.append((mine.event_id, theirs.event_id))
    return tuple(found)


def _counts(standing: Standing) -> bool:
    return standing.force is not Force.ANNULLED and not isinstance(standing.event, _OF_THE_PERSON)


def _same_act(one: Standing, other: Standing) -> bool:
    if one.event.topic != other.event.topic:
        return False
    mine, theirs = (x.event.decision.full_no if x.event.decision else None for x in (one, other))
    if mine and theirs:
        return same_number(mine, theirs)
    return one.effective_on is not None and one.effective_on == other.effective_on
