"""The work list of the rules, explaining a finding, local policies, and what a record lacks."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from archive.actors import identify_actor
from archive.correction import correct_event
from archive.due import DueQuestion, list_due
from archive.findings import FindingPage, Wanted, explain_finding, list_findings
from archive.gaps import GapAnswer, gaps_of_person
from archive.policies import (
    FreezeDraft,
    PolicyPaper,
    RotationDraft,
    SwitchDraft,
    adopt_policy,
    end_policy,
    list_policies,
    policies_of,
    withdraw_policy,
)
from archive.replay import replay_career
from archive.verifying import verify_event
from domain.access import Actor, Role
from domain.career import EvidenceFilter
from domain.dates import PartialDate, local_day
from domain.due import DueReport
from domain.errors import NotAllowed, RuleViolation, Unknown
from domain.events.dossier import DossierDescribed, InventoryLine
from domain.events.envelope import CareerEvent, PersonnelClass, UnitRef
from domain.events.policy import RotationPosition
from domain.gaps import GapKind
from domain.rules.finding import Severity
from tests.kit import builders
from tests.kit.clock import PlayedClock
from tests.kit.reading_room import (
    ARCHIVIST,
    COLLEAGUE,
    HR_OFFICER,
    Act,
    ReadingRoom,
    a_reading_room,
    an_actor,
)
from tests.kit.verdicts import paper

TODAY = date(2026, 3, 1)
APPROVER = an_actor("Chánh", Role.APPROVER)


def put(place: ReadingRoom, person_id: UUID, event: CareerEvent) -> UUID:
    """Record what a test tells of somebody under an id of its own."""
    own = event.model_copy(update={"person_id": person_id, "event_id": uuid4(), "source": None})
    place.put(person_id, own)
    return own.event_id


def hired(place: ReadingRoom, person_id: UUID, unit: UnitRef | None = None) -> UUID:
    event = paper("recruitment.made", "h", "2010-01-01", personnel_class="CONG_CHUC", unit="Sở")
    return put(place, person_id, event.model_copy(update={"unit": unit}) if unit else event)


def odd(place: ReadingRoom, person_id: UUID, post: str = "Trưởng phòng") -> UUID:
    """A reappointment to a post that nobody knows of: R-STM-01 WARN."""
    return put(place, person_id, paper("reappointment.made", "o", "2024-01-01", post=post))


def look(
    place: ReadingRoom, *, by: Actor = HR_OFFICER, after: UUID | None = None, limit: int = 200,
    **asked: Any,
) -> FindingPage:  # fmt: skip
    wanted = Wanted(on=asked.pop("on", TODAY), **asked)
    at_hand = place.at_hand("ledger", "registers", "access", "now")
    return list_findings(wanted, by=by, after=after, limit=limit, **at_hand)


def rules(found: FindingPage) -> list[tuple[str, str]]:
    return [(row.person_name, row.rule) for row in found.rows]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadingRoom]:
    """Three people: An with a doubtful reappointment, Bình with one too, Chi with nothing."""
    clock = PlayedClock("2026-03-01T08:00:00+07:00")
    with a_reading_room(tmp_path_factory.mktemp("findings"), clock) as place:
        unit = UnitRef(as_printed="Sở Y tế", unit_id=place.unit("Sở Y tế"))
        for name, where in (("Nguyễn Văn An", unit), ("Lê Thị Bình", None), ("Hà Chi", None)):
            person_id = place.person(name, "1985-03-12")
            hired(place, person_id, where)
            if name != "Hà Chi":
                odd(place, person_id)
        yield place


def test_the_work_list_holds_what_a_person_has_to_look_at(shared: ReadingRoom):
    found = look(shared, rule="R-STM-01")

    assert rules(found) == [("Nguyễn Văn An", "R-STM-01"), ("Lê Thị Bình", "R-STM-01")]
    row = found.rows[0]
    assert (row.severity, row.code) == (Severity.WARN, "R-STM-01.postNotHeld")
    assert row.values["post"] == "Trưởng phòng"
    assert (found.looked_at, found.next) == (3, None)


def test_an_info_is_in_no_work_list_and_answered_to_whoever_asks_for_it(shared: ReadingRoom):
    assert {row.severity for row in look(shared).rows} <= {Severity.WARN, Severity.BLOCK}
    infos = look(shared, severity=Severity.INFO)
    assert {row.severity for row in infos.rows} <= {Severity.INFO}


def test_a_family_of_rules_one_rule_or_one_code_may_be_asked_for(shared: ReadingRoom):
    by_rule = look(shared, rule="R-STM-01").rows
    assert look(shared, rule="R-STM").rows == by_rule
    assert look(shared, rule="R-STM-01.postNotHeld").rows == by_rule
    assert look(shared, rule="R-ST").rows == ()


def test_by_unit_as_resolved_or_as_printed(shared: ReadingRoom):
    assert rules(look(shared, unit="Sở Y tế", rule="R-STM-01")) == [("Nguyễn Văn An", "R-STM-01")]
    assert rules(look(shared, unit="Sở Tài chính")) == []
    with pytest.raises(Unknown):
        look(shared, unit=str(uuid4()))


def test_page_after_page_nobody_is_left_out_and_nobody_comes_twice(shared: ReadingRoom):
    first = look(shared, rule="R-STM-01", limit=1)
    second = look(shared, rule="R-STM-01", limit=1, after=first.next)
    third = look(shared, rule="R-STM-01", limit=1, after=second.next)

    assert rules(first) == [("Nguyễn Văn An", "R-STM-01")]
    assert rules(second) == [("Lê Thị Bình", "R-STM-01")]
    assert (rules(third), third.next) == ([], None)
    with pytest.raises(Unknown):
        look(shared, after=uuid4())


def test_only_those_whom_the_reader_may_replay_are_judged(shared: ReadingRoom):
    shared.catch_up()
    binh = next(one for one in shared.registers.people() if "Bình" in one.name).person_id
    limited = an_actor("Thanh tra", Role.INSPECTOR_AUDITOR, persons=(binh,))
    period = an_actor(
        "Kiểm tra", Role.INSPECTOR_AUDITOR, persons=(binh,), period_from=date(2025, 1, 1)
    )

    assert rules(look(shared, by=limited, rule="R-STM-01")) == [("Lê Thị Bình", "R-STM-01")]
    assert rules(look(shared, by=period, rule="R-STM-01")) == []  # it rests on an event of 2024
    with pytest.raises(NotAllowed):
        look(shared, by=an_actor("Tú", Role.SCAN_OPERATOR))
    shared.access.flush()
    topics = [one.event.topic for one in shared.access.ledger.after(0)]
    assert topics.count("answer.refused") == 1


# Explaining


def explain(place: ReadingRoom, person_id: UUID, event_id: UUID, **asked: Any) -> int:
    at_hand = place.at_hand("ledger", "registers", "now")
    given: dict[str, Any] = {"by": ARCHIVIST, "on": TODAY, **asked}
    rule = given.pop("rule", "R-STM-01")
    return explain_finding(
        person_id, rule, None, (event_id,), "quyết định đầu bị cháy", **given, **at_hand
    )


def test_a_finding_is_explained_and_comes_back_when_its_facts_change(place: ReadingRoom):
    an = place.person()
    hired(place, an)
    event_id = odd(place, an)

    explain(place, an, event_id)
    assert look(place, rule="R-STM-01").rows == ()
    (row,) = look(place, rule="R-STM-01", explained=True).rows
    assert row.explained is not None
    assert (row.explained.by.name, row.explained.why) == (ARCHIVIST.name, "quyết định đầu bị cháy")
    with pytest.raises(RuleViolation) as again:
        explain(place, an, event_id)
    assert again.value.code == "mending.alreadyExplained"

    mended = correct_event(
        an,
        event_id,
        {"post": "Phó Giám đốc"},
        "đọc nhầm",
        by=ARCHIVIST,
        **place.at_hand("ledger", "registers", "now"),
    )
    verify_event(an, mended.event_id, by=COLLEAGUE, **place.at_hand("ledger", "now"))

    (back,) = look(place, rule="R-STM-01").rows
    assert (back.values["post"], back.explained) == ("Phó Giám đốc", None)
    explain(place, an, event_id)
    assert look(place, rule="R-STM-01").rows == ()


def test_the_page_of_a_career_tells_what_nobody_has_explained(place: ReadingRoom):
    an = place.person()
    hired(place, an)
    event_id = odd(place, an)

    def told() -> set[str]:
        at_hand = place.at_hand("ledger", "access", "now")
        answer = replay_career(an, valid_on=TODAY, by=HR_OFFICER, **at_hand)
        return {one.code for one in answer.findings}

    assert "R-STM-01.postNotHeld" in told()
    explain(place, an, event_id)
    assert "R-STM-01.postNotHeld" not in told()


def test_only_what_the_rules_say_is_explained_and_only_by_who_may_correct(place: ReadingRoom):
    an = place.person()
    event_id = hired(place, an)

    with pytest.raises(Unknown) as nothing:
        explain(place, an, event_id, rule="R-DIS-10")
    assert nothing.value.code == "finding.unknown"
    with pytest.raises(NotAllowed):
        explain(place, an, event_id, by=HR_OFFICER)


def test_r_acc_01_the_custodian_s_own_dossier_is_somebody_else_s_work(place: ReadingRoom):
    an = place.person()
    event_id = hired(place, an)
    asked = place.at_hand("ledger", "now")
    granting = an_actor("Quản trị", Role.SYS_ADMIN)
    identify_actor(COLLEAGUE.id, an, by=granting, **asked)
    known = COLLEAGUE.model_copy(update={"person_id": an})

    with pytest.raises(RuleViolation) as refused:
        verify_event(an, event_id, by=known, **asked)

    assert refused.value.code == "access.ownDossier"
    with pytest.raises(NotAllowed):
        identify_actor(COLLEAGUE.id, None, by=ARCHIVIST, **asked)
    with pytest.raises(RuleViolation):
        identify_actor(granting.id, an, by=granting, **asked)
    with pytest.raises(Unknown):
        identify_actor(COLLEAGUE.id, uuid4(), by=granting, **asked)


# Policies


NOTICE = PolicyPaper(number="2345/TB-UBND", decided_on=date(2021, 9, 17), issuer="UBND tỉnh")
FREEZE = FreezeDraft(
    classes=(PersonnelClass.CONG_CHUC,), valid_from=date(2021, 9, 20), paper=NOTICE
)


def test_a_policy_is_stated_by_an_authorised_person_and_judges_from_its_day(place: ReadingRoom):
    an = place.person()
    received = paper("reception.made", "r", "2021-10-01", issued="2021-09-25", unit="Sở")
    put(place, an, received)
    assert look(place, rule="R-ENT-03").rows == ()

    adopt_policy(FREEZE, by=APPROVER, **place.at_hand("ledger", "now"))

    (row,) = look(place, rule="R-ENT-03").rows
    assert (row.legal_base, row.laws[0].instrument) == ("2345/TB-UBND", "2345/TB-UBND")
    with pytest.raises(NotAllowed):
        adopt_policy(FREEZE, by=HR_OFFICER, **place.at_hand("ledger", "now"))


def test_r_rot_a_local_list_decides_what_the_list_of_rotations_says(place: ReadingRoom):
    an = place.person()
    hired(place, an)
    rotated = paper("positionRotation.made", "r", "2019-01-01", job_position="Kế toán")
    put(place, an, rotated)

    def due(known_at: date | None = None) -> list[tuple[str, str, date | None]]:
        at_hand = place.at_hand("ledger", "registers", "access", "now")
        asked = DueQuestion(
            report=DueReport.ROTATIONS,
            on=date(2021, 6, 1),
            evidence=EvidenceFilter.RECORDED,
            end=date(2030, 1, 1),
            known_at=known_at,
        )
        found = list_due(asked, by=HR_OFFICER, **at_hand)
        return [(row.item.statuses[0], row.item.basis, row.item.due_on) for row in found.rows]

    place.clock.at("2026-03-05")
    national = due()
    place.clock.at("2026-03-10")
    listed = RotationDraft(
        positions=(RotationPosition(code="KT", name="Kế toán", min_months=36, max_months=60),),
        valid_from=date(2021, 1, 1),
        basis="NĐ 150/2013/NĐ-CP",
        paper=NOTICE,
    )
    adopt_policy(listed, by=APPROVER, **place.at_hand("ledger", "now"))

    assert national == [("DUE", "Luật 36/2018/QH14 Điều 25; NĐ 59/2019/NĐ-CP", date(2021, 1, 1))]
    assert due() == [("UPCOMING", "NĐ 150/2013/NĐ-CP (2345/TB-UBND)", date(2022, 1, 1))]
    assert due(known_at=date(2026, 3, 5)) == national


def test_policies_are_listed_as_they_were_known_with_paper_and_person(place: ReadingRoom):
    place.clock.at("2026-03-02")
    made = adopt_policy(FREEZE, by=APPROVER, **place.at_hand("ledger", "now"))
    place.clock.at("2026-03-10")
    rotation = RotationDraft(
        positions=(RotationPosition(code="KT", name="Kế toán", min_months=24, max_months=60),),
        valid_from=date(2013, 12, 20),
        valid_to=date(2022, 1, 1),
        basis="NĐ 150/2013/NĐ-CP",
        paper=NOTICE,
    )
    adopt_policy(rotation, by=ARCHIVIST, **place.at_hand("ledger", "now"))

    def listed(**asked: Any) -> list[tuple[str, bool]]:
        at_hand = place.at_hand("ledger", "now")
        found = list_policies(date(2025, 1, 1), by=HR_OFFICER, **asked, **at_hand)
        return [(row.kind, row.in_force) for row in found.rows]

    assert listed() == [("policy.receptionFrozen", True), ("policy.rotationListed", False)]
    assert listed(known_at=date(2026, 3, 5)) == [("policy.receptionFrozen", True)]
    asked = place.at_hand("ledger", "now")
    row = list_policies(date(2025, 1, 1), by=APPROVER, **asked).rows[0]
    assert (row.paper_no, local_day(row.recorded_at)) == ("2345/TB-UBND", date(2026, 3, 2))

    end_policy(
        made.policy_id,
        date(2023, 1, 1),
        NOTICE.model_copy(update={"number": "9/TB-UBND"}),
        by=APPROVER,
        **place.at_hand("ledger", "now"),
    )
    assert listed() == [("policy.rotationListed", False), ("policy.receptionFrozen", False)]
    assert policies_of(place.ledger, upto=made.position).on(date(2025, 1, 1)) != ()


def test_a_switch_is_set_and_withdrawn(place: ReadingRoom):
    draft = SwitchDraft(switch="notice_days", value="60", valid_from=date(2022, 1, 1), paper=NOTICE)
    made = adopt_policy(draft, by=APPROVER, **place.at_hand("ledger", "now"))
    assert policies_of(place.ledger).switches_on(date(2022, 1, 1)).notice_days == 60

    withdraw_policy(made.policy_id, "của tỉnh khác", by=APPROVER, **place.at_hand("ledger", "now"))

    assert policies_of(place.ledger).switches_on(date(2022, 1, 1)).notice_days == 90
    with pytest.raises(Unknown):
        adopt_policy(
            FREEZE.model_copy(update={"units": (uuid4(),)}),
            by=APPROVER,
            **place.at_hand("ledger", "now"),
        )


# Gaps


def missing(place: ReadingRoom, person_id: UUID, by: Actor = HR_OFFICER) -> GapAnswer:
    at_hand = place.at_hand("ledger", "objects", "registers", "access", "now")
    return gaps_of_person(person_id, on=TODAY, by=by, **at_hand)


def test_an_inventory_promises_what_no_document_answers_to(place: ReadingRoom):
    an = place.person()
    dossier_id = place.dossier("HS-AN", pages=2, person_id=an)
    place.paper(dossier_id, Act("appointment.made", {"post": "Trưởng phòng"}))
    lines = (
        InventoryLine(ordinal=1, number="112 / QĐ-SNV", date=PartialDate(2018, 5, 28)),
        InventoryLine(ordinal=2, number="45/QĐ-SNV", title="Bổ nhiệm"),
        InventoryLine(ordinal=3),
    )
    place.put(
        dossier_id,
        DossierDescribed(recorded_by=ARCHIVIST.id, dossier_id=dossier_id, inventory=lines),
    )

    found = missing(place, an)

    (gap,) = [one for one in found.rows if one.kind is GapKind.NOT_IN_DOSSIER]
    assert (gap.values["ordinal"], gap.dossier_id) == (2, dossier_id)
    assert gap.values["line"] == "45/QĐ-SNV · Bổ nhiệm"
    head = an_actor("Trưởng", Role.UNIT_HEAD, persons=(an,))
    unseen = missing(place, an, by=head)
    assert not unseen.inventory
    assert GapKind.NOT_IN_DOSSIER not in {one.kind for one in unseen.rows}


def test_a_cited_decision_that_lies_in_the_dossier_is_not_absent(place: ReadingRoom):
    an = place.person()
    decision = builders.paper("77/QĐ-SNV", legal_bases=("Căn cứ Quyết định số 112/QĐ-SNV;",))
    place.put(an, builders.appointed("2019-01-01", person_id=an, decision=decision))

    def absent() -> list[object]:
        rows = missing(place, an).rows
        return [one.values["number"] for one in rows if one.kind is GapKind.CITED_ABSENT]

    assert absent() == ["112/QĐ-SNV"]
    place.paper(place.dossier(person_id=an), Act("appointment.made", {"post": "Kế toán"}))
    assert absent() == []


def test_who_may_not_replay_is_told_of_no_gap(place: ReadingRoom):
    an = place.person()

    with pytest.raises(NotAllowed):
        missing(place, an, by=an_actor("Tú", Role.SCAN_OPERATOR))
