"""What finding refuses. Codes are stable; values never repeat what was searched or found."""

from domain.errors import HosoError


class QueryError(HosoError):
    """The question cannot be asked so: 422, exit 2. The code says which cure applies.

    Codes: `query.empty` (nothing to look for is left), `query.tooLong`, `query.datesReversed`,
    `query.limit`, `query.filter` (`field` names it), `query.cursorForeign` (a cursor of another
    question, or none of ours), `query.cursorExpired` (its place is gone: search again),
    `query.identifierNotAllowed`.
    """

    code = "query.empty"


class IndexUnavailable(HosoError):
    """The index cannot be reached or used: 503, exit 9. Nothing was answered or written.

    Codes, of a server: `index.unreachable`, `index.slow`, `index.starting`, `index.overloaded` (try
    again), `index.credentials`, `index.notAllowed`, `index.certificate`, `index.noCertificates`,
    `index.notElasticsearch`, `index.serverVersion`, `index.nameTaken` (settings), `index.readOnly`
    (its disk is full), `index.refused` (`said` is its own word). Of all engines: `index.closed`.
    """

    code = "index.unavailable"


class IndexBusy(IndexUnavailable):
    """Another writer holds the index for longer than the wait: try again; nothing was written."""

    code = "index.busy"


class IndexMoved(IndexUnavailable):
    """Another follower has written since the records were made; nothing was written: make them
    anew from where the index stands now."""

    code = "index.moved"


class IndexOutdated(IndexUnavailable):
    """The index was made by other rules of folding or another layout. Cure: `hoso rebuild`."""

    code = "index.outdated"


class IndexDamaged(IndexUnavailable):
    """The index cannot be read. Cure: `hoso rebuild`; the ledger is the truth, nothing is lost."""

    code = "index.damaged"
