"""The servers as fixtures, each started when the first test of a session asks for it.

Without `HOSO_TEST_SERVICES` such a test is skipped and says which command runs it. With it, a
server that cannot be built or started is a failure. When a test of the session failed, the log and
the data of its servers stay, and the last line says where.
"""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.services import servers
from tests.services.running import Service

ASKED = os.environ.get("HOSO_TEST_SERVICES", "")
HOW = "the real servers: HOSO_TEST_SERVICES=1 make test"
HOW_ALL = "the second S3: HOSO_TEST_SERVICES=all make test"


def need_servers(*, second: bool = False) -> None:
    """Skip, unless the real servers are asked for; `second`: those of a second vendor too."""
    if second and ASKED != "all":
        pytest.skip(HOW_ALL)
    if not ASKED:
        pytest.skip(HOW)


def _running(request: pytest.FixtureRequest, start: Callable[[], Service]) -> Iterator[Service]:
    service = start()
    yield service
    if request.session.testsfailed:
        service.stop()
        print(f"\n{service.name}: log and data stay in {service.folder}")
    else:
        service.remove()


@pytest.fixture(scope="session")
def minio_server(request: pytest.FixtureRequest) -> Iterator[Service]:
    need_servers()
    yield from _running(request, servers.minio)


@pytest.fixture(scope="session")
def seaweedfs_server(request: pytest.FixtureRequest) -> Iterator[Service]:
    need_servers(second=True)
    yield from _running(request, servers.seaweedfs)


@pytest.fixture(scope="session")
def elasticsearch_server(request: pytest.FixtureRequest) -> Iterator[Service]:
    need_servers()
    yield from _running(request, servers.elasticsearch)


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> Iterator[Service]:
    need_servers()
    yield from _running(request, servers.postgresql)
