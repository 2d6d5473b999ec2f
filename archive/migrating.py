"""What `hoso migrate` is asked and answers; `archive/adapters/postgres_migration.py` does it.

Programs that work create nothing: their roles may not. One command of the owner makes the tables
of every part in a PostgreSQL database and says which role may do what; run again, it changes
nothing that is in order.
"""

from domain.errors import HosoError
from domain.frozen import Frozen

WRITER, READER = "hoso_writer", "hoso_reader"
"""Roles that may be granted to whoever runs the archive, and to whoever only looks."""


class MigrationRefused(HosoError):
    """Nothing was changed (exit 9). Codes: `database.…` as those of the parts; besides
    `database.roleMissing` (`role`: to be created by the server's administrator),
    `database.nothing` (no part of the archive lies in a PostgreSQL database)."""

    code = "database.refused"


class Migrated(Frozen):
    """A part's tables: the form that was found, 0 if there were none, and the one they have now.

    `emptied`: they are derived, of another form, and made anew: `hoso rebuild` fills them.
    """

    part: str
    found: int
    form: int
    emptied: bool = False
