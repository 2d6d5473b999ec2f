"""What professional knowledge says and nobody has verified: each a switch with a name.

Source: domain.md 0.1 (mark [K]), section 7.
"""

from datetime import date
from enum import StrEnum

from domain.frozen import Frozen


class NoticeUnit(StrEnum):
    """Of the 90 days before a term ends (R-APT-05)."""

    CALENDAR = "CALENDAR"
    WORKING = "WORKING"


class Switches(Frozen):
    """Defaults are what the domain reference proposes; a local archive may set its own."""

    notice_days: int = 90
    notice_unit: NoticeUnit = NoticeUnit.CALENDAR
    five_year_term_before_2020: bool = True
    """R-APT-01 before 1/12/2020: the instrument was not read."""
    two_terms_of_employees_before: date = date(2023, 12, 7)
    """R-APT-02, R-APT-07: the day that NĐ 85/2023 came into force."""
    eight_years_are_two_terms: bool = False
    """R-APT-02: the Party's count for heads (QĐ 98-QĐ/TW 2017)."""
    review_bars_since_2025: bool = True
    """R-APT-09 under Law 80/2025, whose text was not read."""
    consequences_before_2020: bool = True
    """R-DIS-06 under Law 22/2008 as first passed: 12 months for every form."""
    consequences_since_2025: bool = True
    """R-DIS-06: that Art. 38 of Law 80/2025 and the Law of 2025 on employees keep 12 and 24."""
    in_force_twelve_months: bool = True
    """R-DIS-04 for công chức and, to 30/6/2026, for viên chức."""
    review_days_before_2025: bool = True
    """R-DIS-02 before NĐ 172/2025."""
    secondment_limit_before_2020: bool = True
    """R-MOV-01 before NĐ 138/2020, and for viên chức before NĐ 259/2026."""
    rotation_months: int | None = 36
    """R-MOV-03: least months of a luân chuyển; None: not judged."""
    beyond_scale_of_tables_with_24_months: bool = True
    """R-STP-06: 24 months before the first percent in tables B, C and drivers'."""
    probation_of_employees_until: date | None = date(2026, 7, 1)
    """R-ENT-02: from this day no probation of viên chức (NĐ 259/2026, weak)."""
    titles_end_on: date | None = date(2026, 7, 1)
    """R-STP-07: from this day no thăng hạng of viên chức (NĐ 259/2026, weak)."""
    personnel_work_is_listed: bool = True
    """R-ROT: that organisation and personnel work is a listed position."""
    rating_after_discipline_before_2026: bool = True
    """R-EVA-03 under NĐ 90/2020, whose exceptions were not read."""
    two_failed_years_before_2026: bool = True
    """R-EVA-04 under the Law of 2008: that two failed years running end the service."""
    award_within_the_step: bool = True
    """R-AWD-02: that an award speeds up only the step during which it was decided."""
    not_considered_before_2025: bool = False
    """R-DIS-07 before NĐ 172/2025, whose predecessors were not read."""
    retirement_notice_before_2025: bool = True
    """R-PEN: six and three months before NĐ 170/2025, whose predecessor was not read."""


DEFAULT = Switches()
