"""An S3 server of the tests, as the adapter is told of it."""

from uuid import uuid4

from archive.adapters.s3_objects import Credentials, S3Address
from tests.services.running import Service


def address_of(server: Service, **settings: str) -> tuple[S3Address, Credentials]:
    """New buckets there; `settings` as in the address of an object store."""
    said = "".join(f"&{name}={value}" for name, value in settings.items())
    url = f"s3://t{uuid4().hex[:12]}?endpoint={server.facts['endpoint']}{said}"
    keys = Credentials(server.facts["access_key"], server.facts["secret_key"])
    return S3Address.parse(url), keys
