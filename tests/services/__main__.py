"""Build every server and see it answer: `python -m tests.services [--keep] [NAME ...]`.

With `--keep` they go on until Ctrl-C, and their addresses and credentials are printed.

These are the real servers that the tests speak to: MinIO, SeaweedFS (a second S3), Elasticsearch
and PostgreSQL. `HOSO_TEST_SERVICES=1 make test` starts them, `all` the second S3 too. Each is
obtained once into a cache folder named by its version (`building`), listens on loopback alone, on
a free port, with random credentials and its data in a temporary folder (`servers`), and is ended
by its process id (`running`).
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable

from tests.services import servers
from tests.services.running import Service, ServiceFailed

SERVERS: dict[str, Callable[[], Service]] = {
    "postgresql": servers.postgresql,
    "minio": servers.minio,
    "elasticsearch": servers.elasticsearch,
    "seaweedfs": servers.seaweedfs,
}


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SERVERS))
    asked.add_argument("--keep", action="store_true", help="leave them running until Ctrl-C")
    told = asked.parse_args()
    unknown = [name for name in told.names if name not in SERVERS]
    if unknown:
        asked.error(f"no such server: {', '.join(unknown)}")
    running: list[Service] = []
    try:
        for name in told.names or SERVERS:
            begun = time.monotonic()
            service = SERVERS[name]()
            running.append(service)
            took = time.monotonic() - begun
            print(f"{service.name}: 127.0.0.1:{service.port}, {took:.1f} s", flush=True)
            if told.keep:
                for fact, value in service.facts.items():
                    print(f"    {fact} = {value}", flush=True)
        if told.keep:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except ServiceFailed as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        for service in running:
            service.remove()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
