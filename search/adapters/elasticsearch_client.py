"""Where the server is, and who asks."""

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import certifi
import elasticsearch
from elasticsearch import Elasticsearch

from search.errors import IndexUnavailable

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_ASKING_S = 10.0
"""How long a person's question may take."""


class AddressWrong(ValueError):
    """The address of an index cannot be used; `setting` says which part of it."""

    def __init__(self, setting: str) -> None:
        super().__init__(setting)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class IndexAddress:
    """`https://HOST:PORT/NAME`, and `?ca=FILE` where the server's certificate is signed by an
    authority of the house's own. Several nodes: `https://ONE:PORT,TWO:PORT/NAME`."""

    nodes: tuple[str, ...]
    name: str
    ca: Path | None = None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Raises: AddressWrong."""
        try:
            parts = urlsplit(url)
            given = dict(parse_qsl(parts.query, keep_blank_values=True))
            nodes = tuple(f"{parts.scheme}://{one}" for one in parts.netloc.split(","))
            complete = all(urlsplit(one).hostname and urlsplit(one).port for one in nodes)
        except ValueError:
            raise AddressWrong("port") from None
        if "@" in parts.netloc:
            raise AddressWrong("credentials")  # they belong into settings of their own
        if parts.scheme not in ("http", "https") or not complete:
            raise AddressWrong("port")  # the client of Elasticsearch assumes none
        name = parts.path.strip("/")
        if not _NAME.fullmatch(name):
            raise AddressWrong("name")
        ca = given.pop("ca", "") if parts.scheme == "https" else ""
        if given or parts.fragment:
            raise AddressWrong(next(iter(given), "fragment"))
        return cls(nodes, name, Path(ca) if ca else None)

    @property
    def secure(self) -> bool:
        return self.nodes[0].startswith("https:")


@dataclass(frozen=True, slots=True)
class Credentials:
    """An API key, or user and password; neither on a server that asks for none."""

    api_key: str | None = None
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return "Credentials(…)"


def client_of(
    address: IndexAddress, credentials: Credentials, *, asking_s: float = _ASKING_S
) -> Elasticsearch:
    """`asking_s`: after which a question is given up.

    Raises: IndexUnavailable `index.noCertificates`: `ca` is no file of certificates.
    """
    given: dict[str, Any] = {}
    if credentials.api_key:
        given["api_key"] = credentials.api_key
    elif credentials.user and credentials.password:
        given["basic_auth"] = (credentials.user, credentials.password)
    if address.secure:
        try:
            authorities = ssl.create_default_context(cafile=str(address.ca or certifi.where()))
        except OSError as error:
            raise IndexUnavailable("index.noCertificates") from error
        given["ssl_context"] = authorities
    return Elasticsearch(
        list(address.nodes),
        request_timeout=asking_s,
        max_retries=2,
        retry_on_timeout=False,
        http_compress=False,
        **given,
    )


def check_version(client: Elasticsearch) -> None:
    """Raises: IndexUnavailable `index.serverVersion`: this client cannot speak to that server."""
    number = str(client.info()["version"]["number"])
    client_major = elasticsearch.__version__[0]
    if not speaks(client_major, number):
        raise IndexUnavailable("index.serverVersion", server=number, client=client_major)


def speaks(client_major: int, server: str) -> bool:
    """A client of 8 speaks to servers of 8 and 9, one of 9 to 9 alone.

    Source: README of elasticsearch-py, "Compatibility".
    """
    major = server.partition(".")[0]
    return major.isdecimal() and client_major <= int(major) <= max(9, client_major)
