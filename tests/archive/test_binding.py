"""Whose dossier it is: a known person or a new one, and one identifier for one person."""

from typing import Any
from uuid import UUID

import pytest

from archive.binding import Bound, NewPerson, add_identifiers, bind_dossier, bind_known
from archive.confirming import confirm_proposal
from archive.folding import career_of, dossier_of
from archive.matching import person_by_identifier
from domain.access import Actor
from domain.dates import PartialDate
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.evidence import Rank
from domain.people import Gender, Identifier, IdentifierKind
from domain.standing import Look
from tests.kit.builders import cccd
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE, HR_OFFICER, SCANNER, Act, ReadingRoom

MANIFEST = {
    "person_name": "Nguyễn Văn An",
    "identifier": "024 079 000 321",
    "birth_date": PartialDate.parse("1979-03-12"),
}


def bind(
    place: ReadingRoom,
    dossier_id: UUID,
    person: UUID | NewPerson | None,
    by: Actor = ARCHIVIST,
) -> Bound:
    at_hand: dict[str, Any] = place.at_hand("ledger", "keys", "now")
    return bind_dossier(dossier_id, person, by=by, **at_hand)


def owner(place: ReadingRoom, identifier: Identifier) -> UUID | None:
    return person_by_identifier(identifier, ledger=place.ledger, keys=place.keys)


def test_a_dossier_is_bound_to_a_known_person(place: ReadingRoom):
    an = place.person()
    dossier_id = place.dossier()

    bound = bind(place, dossier_id, an)

    assert (bound.person_id, bound.new) == (an, False)
    assert dossier_of(dossier_id, place.ledger).person_id == an


def test_a_new_person_begins_with_what_the_manifest_says(place: ReadingRoom):
    dossier_id = place.dossier(described=MANIFEST)

    bound = bind(place, dossier_id, None)

    assert bound.new
    career = career_of(bound.person_id, place.ledger)
    (standing,) = career.standings
    assert standing.event.topic == "identity.recorded"
    assert standing.rank is Rank.IMPORTED
    identity = career.identity()
    assert identity.full_name == "Nguyễn Văn An"
    assert identity.birth_date == PartialDate.parse("1979-03-12")
    assert identity.identifiers == (cccd("024079000321"),)


def test_identity_identifier_and_binding_are_one_transaction(place: ReadingRoom):
    dossier_id = place.dossier(described=MANIFEST)
    before = place.ledger.position()

    bind(place, dossier_id, None)

    together = place.ledger.after(before)
    assert {one.event.topic for one in together} == {
        "dossier.bound",
        "identity.recorded",
        "identifier.reserved",
    }
    assert len({one.recorded_at for one in together}) == 1


def test_a_new_identity_waits_for_another_person(place: ReadingRoom):
    bound = bind(place, place.dossier(described=MANIFEST), None)

    (standing,) = career_of(bound.person_id, place.ledger).standings
    assert standing.look is Look.REQUIRED


def test_a_new_person_may_have_several_identifiers(place: ReadingRoom):
    old = Identifier(kind=IdentifierKind.CMND, value="121345678")
    new = NewPerson(
        full_name="Trần Thị Bích",
        birth_date=PartialDate.parse("1982"),
        gender=Gender.F,
        identifiers=(cccd("024182000777"), old),
    )

    bound = bind(place, place.dossier(), new)

    assert owner(place, cccd("024182000777")) == bound.person_id
    assert owner(place, old) == bound.person_id


def test_an_identifier_of_another_person_is_refused_and_says_whose(place: ReadingRoom):
    an = place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    dossier_id = place.dossier(described=MANIFEST)
    before = place.ledger.position()

    with pytest.raises(RuleViolation) as refusal:
        bind(place, dossier_id, None)

    assert refusal.value.code == "identifier.taken"
    assert refusal.value.values["person_id"] == an
    assert place.ledger.position() == before


def test_a_dossier_whose_identifier_is_anothers_is_not_bound_to_this_person(place: ReadingRoom):
    an = place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    bich = place.person("Trần Thị Bích", "1982-07-01")
    dossier_id = place.dossier(described=MANIFEST)

    with pytest.raises(RuleViolation) as refusal:
        bind(place, dossier_id, bich)

    assert refusal.value.values["person_id"] == an


def test_binding_twice_to_the_same_person_is_once(place: ReadingRoom):
    an = place.person()
    dossier_id = place.dossier()
    bind(place, dossier_id, an)
    before = place.ledger.position()

    bind(place, dossier_id, an)

    assert place.ledger.position() == before


def test_a_wrong_binding_is_mended_while_nothing_is_confirmed(place: ReadingRoom):
    an, bich = place.person(), place.person("Trần Thị Bích", "1982-07-01")
    dossier_id = place.dossier()
    bind(place, dossier_id, an)

    bind(place, dossier_id, bich)

    assert dossier_of(dossier_id, place.ledger).person_id == bich


def test_once_something_is_confirmed_a_dossier_stays_with_its_person(place: ReadingRoom):
    an, bich = place.person(), place.person("Trần Thị Bích", "1982-07-01")
    dossier_id = place.dossier(person_id=an)
    paper = place.paper(
        dossier_id, Act("post.relieved", {"post": "Kế toán", "effective_date": "2018-06-01"})
    )
    at_hand: dict[str, Any] = place.at_hand("ledger", "objects", "registers", "keys", "now")
    confirm_proposal(paper.proposal_id, by=ARCHIVIST, **at_hand)

    with pytest.raises(RuleViolation) as refusal:
        bind(place, dossier_id, bich)

    assert refusal.value.code == "dossier.alreadyBound"


def test_a_manifest_without_a_name_makes_no_new_person(place: ReadingRoom):
    with pytest.raises(RuleViolation) as refusal:
        bind(place, place.dossier(), None)

    assert refusal.value.code == "binding.nothingKnown"


def test_nobody_is_bound_to_a_person_who_is_not_there(place: ReadingRoom):
    with pytest.raises(Unknown):
        bind(place, place.dossier(), UUID(int=1))


def test_who_may_not_describe_may_not_bind(place: ReadingRoom):
    with pytest.raises(NotAllowed):
        bind(place, place.dossier(), place.person(), by=HR_OFFICER)


def test_accession_binds_a_dossier_whose_identifier_is_known(place: ReadingRoom):
    an = place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    dossier_id = place.dossier(described=MANIFEST)

    bound = bind_known(dossier_id, by=SCANNER, **place.at_hand("ledger", "keys", "now"))

    assert bound is not None and bound.person_id == an


def test_accession_leaves_a_dossier_unbound_whose_identifier_is_new(place: ReadingRoom):
    dossier_id = place.dossier(described=MANIFEST)

    assert bind_known(dossier_id, by=SCANNER, **place.at_hand("ledger", "keys", "now")) is None
    assert dossier_of(dossier_id, place.ledger).person_id is None


def test_a_further_identifier_is_reserved_and_belongs_to_the_person(place: ReadingRoom):
    an = place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    old = Identifier(kind=IdentifierKind.CMND, value="121345678")

    add_identifiers(an, (old,), by=ARCHIVIST, **place.at_hand("ledger", "keys", "now"))

    assert owner(place, old) == an
    identity = career_of(an, place.ledger).identity()
    assert set(identity.identifiers) == {cccd("024079000321"), old}
    assert identity.full_name == "Nguyễn Văn An"
    assert identity.birth_date == PartialDate.parse("1979-03-12")


def test_a_further_identifier_of_somebody_else_is_refused(place: ReadingRoom):
    place.person("Nguyễn Văn An", "1979-03-12", cccd("024079000321"))
    bich = place.person("Trần Thị Bích", "1982-07-01")
    at_hand = place.at_hand("ledger", "keys", "now")

    with pytest.raises(RuleViolation) as refusal:
        add_identifiers(bich, (cccd("024079000321"),), by=COLLEAGUE, **at_hand)

    assert refusal.value.code == "identifier.taken"
