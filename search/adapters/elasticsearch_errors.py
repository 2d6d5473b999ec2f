"""What the client of Elasticsearch raises, by our names.

An answer of the server may repeat the words of a question or the text of a page: of it only the
kind of error goes on, and it is not chained.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import elasticsearch

from search.errors import IndexDamaged, IndexMoved, IndexOutdated, IndexUnavailable

_KINDS = {
    "cluster_block_exception": "index.readOnly",
    "invalid_alias_name_exception": "index.nameTaken",
    "media_type_header_exception": "index.serverVersion",
    "circuit_breaking_exception": "index.overloaded",
    "es_rejected_execution_exception": "index.overloaded",
    "no_shard_available_action_exception": "index.starting",
    "unavailable_shards_exception": "index.starting",
    "master_not_discovered_exception": "index.starting",
}
_STATUSES = {
    401: "index.credentials",
    403: "index.notAllowed",
    429: "index.overloaded",
    502: "index.starting",
    503: "index.starting",
}
MISSING = frozenset({"index_not_found_exception", "alias_not_found_exception"})
_OTHER_LAYOUT = frozenset({"strict_dynamic_mapping_exception", "document_parsing_exception"})


@contextmanager
def errors_named() -> Iterator[None]:
    try:
        yield
    except elasticsearch.ApiError as error:
        raise named(kind_of(error), error.status_code) from None
    except (elasticsearch.UnsupportedProductError, elasticsearch.SerializationError):
        raise IndexUnavailable("index.notElasticsearch") from None
    except elasticsearch.SSLError as error:
        raise IndexUnavailable("index.certificate") from error
    except elasticsearch.ConnectionTimeout as error:
        raise IndexUnavailable("index.slow") from error
    except elasticsearch.ConnectionError as error:
        raise IndexUnavailable("index.unreachable") from error
    except elasticsearch.TransportError:
        raise IndexUnavailable() from None


def kind_of(error: elasticsearch.ApiError) -> str:
    """The server's own word for what is wrong, of the innermost cause; empty if it says none."""
    said = error.body.get("error") if isinstance(error.body, dict) else None
    if not isinstance(said, dict):
        return ""
    causes = said.get("root_cause") or [said]
    return str(causes[0].get("type") or said.get("type") or "")


def named(kind: str, status: int) -> IndexUnavailable:
    """The error of a request, or of one document of a bulk."""
    if kind in MISSING:
        return IndexDamaged()
    if kind in _OTHER_LAYOUT:
        return IndexOutdated()
    if kind == "version_conflict_engine_exception":
        return IndexMoved()
    code = _KINDS.get(kind) or _STATUSES.get(status) or "index.refused"
    return IndexUnavailable(code, said=kind or str(status))
