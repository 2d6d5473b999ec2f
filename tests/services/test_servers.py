"""The servers that the tests start: they answer, and go on with their data after a kill."""

import pytest

from tests.services import servers
from tests.services.fixtures import need_servers
from tests.services.running import Service, ServiceFailed, answers

START = {
    "minio": servers.minio,
    "elasticsearch": servers.elasticsearch,
    "postgresql": servers.postgresql,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", START)
def test_a_killed_server_is_gone_and_comes_back_on_its_port(name: str):
    need_servers()
    service = START[name]()
    try:
        assert answers(service.port)
        service.kill()
        assert not answers(service.port)
        service.start()
        assert answers(service.port)
    finally:
        service.remove()
    assert not service.folder.exists()


def test_a_server_that_ends_at_once_says_so_with_its_log(tmp_path):
    service = Service(
        name="Nothing",
        port=0,
        folder=tmp_path,
        command=("sh", "-c", "echo the port is taken; exit 3"),
        ready=lambda: False,
    )

    with pytest.raises(ServiceFailed, match="Nothing ended at its start:\nthe port is taken"):
        service.start()
