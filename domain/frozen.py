"""The one way models look: frozen, closed, camelCase when stored or published."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Frozen(BaseModel):
    """An immutable value. Python says `effective_date`, stored JSON `effectiveDate`."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,  # a refusal never repeats personal data
    )
