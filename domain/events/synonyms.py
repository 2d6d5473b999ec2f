"""What the tables of the reference call a field, where the catalogue has another name for it.

One thing has one name in the ledger: a contract's `from` is its effective date, as every event's
is. Whoever brings events over may use either name. Source: domain.md 1.6, 3.1 to 3.13, 4.5.
"""

from typing import Final

_UNTIL: Final = {"until": "lastDay"}
_SPAN: Final = {"from": "effectiveDate", "to": "lastDay"}
_TERM: Final = {"term": "termLabel"}
_MOVE: Final = {"from.unit": "fromUnit", "to.unit": "toUnit"}

EVERYWHERE: Final[dict[str, str]] = {"legalBases": "decision.legalBases"}
"""Of the envelope, whatever the type."""

SYNONYMS: Final[dict[str, dict[str, str]]] = {
    "recruitment.made": {
        "to.unit": "unit",
        "professionalTitleCode": "gradeCode",
        "examDoc": "examResultDoc",
        "occupationAtRecruitment": "occupation",
        "recruitDate": "effectiveDate",
    },
    "reception.made": {"from.unit": "fromUnit", "to.unit": "unit"},
    "grade.assigned": {"professionalTitleCode": "gradeCode"},
    "title.promoted": {
        "oldProfessionalTitleCode": "oldGradeCode",
        "newProfessionalTitleCode": "newGradeCode",
    },
    "contract.signed": _SPAN,
    "contract.amended": _SPAN,
    "contract.ended": _SPAN,
    "election.approved": _TERM,
    "designation.made": _TERM,
    "planning.approved": _TERM,
    "planning.removed": _TERM,
    "appointment.made": {"postAllowanceCoef": "postAllowance", **_TERM},
    "reappointment.made": {"postAllowanceCoef": "postAllowance", **_TERM},
    "term.extended": _UNTIL,
    "acting.assigned": _UNTIL,
    "resignation.accepted": {"applicationDate": "appliedOn"},
    "confidence.recorded": {
        "high": "highPercent",
        "normal": "normalPercent",
        "low": "lowPercent",
    },
    "transfer.made": _MOVE,
    "rotation.leader": _MOVE,
    "secondment.started": _MOVE,
    "positionRotation.made": _MOVE,
    "assignment.made": {"mainDuty": "duty"},
    "salary.retained": {"retainedDiffCoef": "coefficient", **_UNTIL},
    "training.sent": {"commitment": "commitmentMonths", **_SPAN},
    "training.completed": {
        "certificateNumber": "certificateNo",
    },
    "suspension.started": _SPAN,
    "retirement.decided": {"retiredFrom": "effectiveDate", "bhxhOffice": "insuranceOffice"},
    "service.extended": _UNTIL,
    "resignation.fromService": {"applicationDate": "appliedOn"},
    "streamlining.applied": {"listDecision": "listDecisionNo"},
    "service.transferredOut": {"dossierSent": "dossierSentOn", "to.unit": "toUnit"},
    "death.recorded": {"date": "effectiveDate"},
    "military.served": _SPAN,
    "abroad.travelled": _SPAN,
    "claim.workPeriod": {"from": "effectiveDate", "to": "until"},
    "party.joined": {"partyJoinDate": "effectiveDate"},
    "party.official": {"partyOfficialDate": "effectiveDate"},
    "quota.transferred": {"from": "unitId", "to": "toUnitId"},
    "secret.declassified": {"date": "declassifiedOn"},
    "secret.stubRegistered": {"sheetFrom": "sheetNo"},
}
"""By topic: the reference's name (camelCase, a dot for a part) to the field's, as it is stored."""


def field_called(topic: str, name: str) -> str:
    """The stored name of a field that may be called by its name in the reference."""
    return SYNONYMS.get(topic, {}).get(name) or EVERYWHERE.get(name, name)
