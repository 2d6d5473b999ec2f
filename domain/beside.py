"""What a person holds beside post and pay, while a career is folded. Source: domain.md 3.3 to 3.13.

Total: what is ended without having begun ends nothing; the rules find it.
"""

from dataclasses import dataclass, field
from datetime import date

from domain.events.appointment import PlanningApproved, PlanningRemoved
from domain.events.contract import ContractAmended, ContractEnded, ContractSigned
from domain.events.learning import TrainingCompensation, TrainingSent
from domain.events.registers import (
    MilitaryServed,
    PartyJoined,
    PartyOfficial,
    PartyPostHeld,
    SalaryStepClaimed,
    WorkPeriodClaimed,
)
from domain.events.registers import Organisation as Body
from domain.events.salary import AllowanceSet, SalaryRetained
from domain.held import (
    Allowance,
    Beside,
    Claimed,
    ClaimKind,
    Contract,
    Membership,
    MilitaryService,
    Monitoring,
    PartyDiscipline,
    PartyPost,
    Planned,
    Retained,
    Streamlined,
    Training,
)
from domain.intervals import expires_on, plus_days, plus_months
from domain.numbers import same_number
from domain.posts import same_post, same_unit


@dataclass(slots=True)
class BesideFold:
    """The lists of `Beside`, growing."""

    allowances: list[Allowance] = field(default_factory=list)
    retained: list[Retained] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    party_posts: list[PartyPost] = field(default_factory=list)
    party_discipline: list[PartyDiscipline] = field(default_factory=list)
    military: list[MilitaryService] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    monitoring: list[Monitoring] = field(default_factory=list)
    streamlined: list[Streamlined] = field(default_factory=list)
    claimed: list[Claimed] = field(default_factory=list)

    def shown(self) -> Beside:
        return Beside(
            **{name: tuple(held) for name in self.__slots__ if (held := getattr(self, name))}
        )

    def allow(self, event: AllowanceSet, day: date) -> None:
        """The last of its kind stands; the one that no paper tells apart stands beside."""
        self.allowances = [one for one in self.allowances if one.kind is not event.kind]
        self.allowances.append(
            Allowance(
                kind=event.kind,
                coefficient=event.coefficient,
                percent=event.percent,
                since=day,
                until=expires_on(event),
                event_id=event.event_id,
            )
        )

    def retain(self, event: SalaryRetained, day: date) -> None:
        self.retained = [one for one in self.retained if one.kind is not event.kind]
        self.retained.append(
            Retained(
                kind=event.kind,
                coefficient=event.coefficient,
                percent=event.percent,
                since=day,
                until=expires_on(event),
                event_id=event.event_id,
            )
        )

    def sign(self, event: ContractSigned, day: date) -> None:
        self.contracts.append(
            Contract(
                number=event.contract_no,
                kind=event.kind,
                unit=event.unit,
                start=day,
                expires_on=expires_on(event),
                ended_on=None,
                event_ids=(event.event_id,),
            )
        )

    def amend(self, event: ContractAmended) -> None:
        place = self._contract(event.contract_no)
        if place is None:
            return
        contract = self.contracts[place]
        self.contracts[place] = contract.model_copy(
            update={
                "kind": event.kind or contract.kind,
                "unit": event.unit or contract.unit,
                "expires_on": expires_on(event) or contract.expires_on,
                "event_ids": (*contract.event_ids, event.event_id),
            }
        )

    def end_contract(self, event: ContractEnded, day: date) -> None:
        place = self._contract(event.contract_no)
        if place is not None:
            contract = self.contracts[place]
            self.contracts[place] = contract.model_copy(
                update={"ended_on": day, "event_ids": (*contract.event_ids, event.event_id)}
            )

    def end_contracts(self, day: date) -> None:
        """Service is over."""
        self.contracts = [
            one if one.ended_on is not None else one.model_copy(update={"ended_on": day})
            for one in self.contracts
        ]

    def is_under_contract(self) -> bool:
        return any(one.ended_on is None for one in self.contracts)

    def _contract(self, number: str | None) -> int | None:
        """The open contract of that number; without one, the last open contract."""
        places = [no for no, one in enumerate(self.contracts) if one.ended_on is None]
        if number is not None:
            named = [no for no in places if same_number(self.contracts[no].number, number)]
            places = named or [no for no in places if self.contracts[no].number is None]
        return places[-1] if places else None

    def plan(self, event: PlanningApproved, day: date) -> None:
        self.planned.append(
            Planned(
                post=event.post,
                unit=event.unit,
                term_label=event.term_label,
                since=day,
                event_id=event.event_id,
            )
        )

    def unplan(self, event: PlanningRemoved) -> None:
        """What the paper does not name it does not tell apart."""
        self.planned = [
            one
            for one in self.planned
            if not (
                (event.post is None or same_post(one.post, event.post))
                and (event.unit is None or one.unit is None or same_unit(one.unit, event.unit))
                and (event.term_label is None or one.term_label in (None, event.term_label))
            )
        ]

    def join(self, event: PartyJoined, day: date) -> None:
        self.memberships.append(
            Membership(
                organisation=event.organisation,
                joined_on=day,
                official_on=None,
                event_ids=(event.event_id,),
            )
        )

    def make_official(self, event: PartyOfficial, day: date) -> None:
        """Of the membership in the Party; without its paper it begins here."""
        for place, one in enumerate(self.memberships):
            if one.organisation is Body.DANG and one.official_on is None:
                self.memberships[place] = one.model_copy(
                    update={"official_on": day, "event_ids": (*one.event_ids, event.event_id)}
                )
                return
        self.memberships.append(
            Membership(
                organisation=Body.DANG,
                joined_on=None,
                official_on=day,
                event_ids=(event.event_id,),
            )
        )

    def hold_party_post(self, event: PartyPostHeld, day: date) -> None:
        self.party_posts.append(
            PartyPost(
                post=event.party_post,
                organisation=event.organisation,
                unit=event.party_unit,
                term_label=event.term_label,
                since=day,
                expires_on=expires_on(event),
                event_id=event.event_id,
            )
        )

    def serve_in_arms(self, event: MilitaryServed, day: date) -> None:
        self.military.append(
            MilitaryService(
                since=day,
                until=expires_on(event),
                highest_rank=event.highest_rank,
                event_id=event.event_id,
            )
        )

    def send_to_training(self, event: TrainingSent, day: date) -> None:
        """The commitment to serve counts from the end of the course."""
        until = expires_on(event)
        months = event.commitment_months
        self.trainings.append(
            Training(
                course=event.course,
                place=event.place,
                since=day,
                until=until,
                committed_until=plus_months(until or day, months) if months is not None else None,
                event_id=event.event_id,
            )
        )

    def repay(self, event: TrainingCompensation, day: date) -> None:
        """For the course that it names, else for the last one that binds still."""
        for place in reversed(range(len(self.trainings))):
            one = self.trainings[place]
            bound = one.committed_until is not None and one.repaid_on is None
            if one.course == event.course if event.course is not None else bound:
                self.trainings[place] = one.model_copy(update={"repaid_on": day})
                return

    def claim_period(self, event: WorkPeriodClaimed, day: date | None) -> None:
        printed = expires_on(event)
        until = event.until
        self.claimed.append(
            Claimed(
                kind=ClaimKind.WORK_PERIOD,
                unit=event.unit,
                post=event.post,
                grade_code=None,
                step=None,
                coefficient=None,
                since=day,
                until=printed or (plus_days(until.last_day, 1) if until is not None else None),
                event_id=event.event_id,
            )
        )

    def claim_step(self, event: SalaryStepClaimed, day: date | None) -> None:
        self.claimed.append(
            Claimed(
                kind=ClaimKind.SALARY_STEP,
                unit=None,
                post=None,
                grade_code=event.grade_code,
                step=event.step,
                coefficient=event.coefficient,
                since=day,
                until=expires_on(event),
                event_id=event.event_id,
            )
        )
