"""What the rules refuse. A refusal names a stable code and values without personal data."""


class HosoError(Exception):
    """`code` is stable and the key of its sentence (api/locale); `values` fill the sentence."""

    code: str = "error"

    def __init__(self, code: str | None = None, /, **values: object) -> None:
        self.code = code or self.code
        self.values = values
        super().__init__(self.code)


class RuleViolation(HosoError):
    """The rules say no: 409, exit 4."""

    code = "rule.violation"


class Unknown(RuleViolation):
    """There is no such person, dossier, page, document, event, proposal or actor: 404."""

    code = "unknown"


class NotAllowed(HosoError):
    """The actor may not: 403, exit 5."""

    code = "access.notAllowed"
