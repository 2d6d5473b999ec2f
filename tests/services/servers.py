"""How each server is started. Each function gives one that answers; whoever asked removes it."""

import os
import secrets
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from tests.services import building
from tests.services.running import Service, ServiceFailed, answers, free_port, new_folder

_PG_USER = "postgres"
"""Whom PostgreSQL runs as where we are root, which it refuses."""


def minio() -> Service:
    """`facts`: `endpoint`, `access_key`, `secret_key` (of the server's own administrator)."""
    port, folder = free_port(), new_folder("minio")
    user, password = f"u{secrets.token_hex(8)}", secrets.token_urlsafe(24)
    service = Service(
        name="MinIO",
        port=port,
        folder=folder,
        command=(
            str(building.minio()),
            "server",
            "--address",
            f"127.0.0.1:{port}",
            str(folder / "data"),
        ),
        env={
            "MINIO_ROOT_USER": user,
            "MINIO_ROOT_PASSWORD": password,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
        },
        ready=lambda: _says_200(f"http://127.0.0.1:{port}/minio/health/ready"),
        facts={
            "endpoint": f"http://127.0.0.1:{port}",
            "access_key": user,
            "secret_key": password,
        },
    )
    service.start()
    return service


def seaweedfs() -> Service:
    """A second S3, so that nothing is true of one vendor only. `facts` as those of MinIO."""
    port, folder = free_port(), new_folder("seaweedfs")
    user, password = f"u{secrets.token_hex(8)}", secrets.token_urlsafe(24)
    identities = folder / "s3.json"
    identities.write_text(
        '{"identities": [{"name": "hoso", "actions": ["Admin", "Read", "Write", "List"],'
        f' "credentials": [{{"accessKey": "{user}", "secretKey": "{password}"}}]}}]}}',
        encoding="utf-8",
    )
    identities.chmod(0o600)
    (folder / "data").mkdir()
    others = {name: free_port() for name in ("master", "volume", "filer")}
    service = Service(
        name="SeaweedFS",
        port=port,
        folder=folder,
        command=(
            str(building.seaweedfs()),
            "server",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-dir={folder / 'data'}",
            *(f"-{name}.port={at}" for name, at in others.items()),
            *(f"-{name}.port.grpc={free_port()}" for name in others),
            "-master.telemetry=false",
            "-master.volumeSizeLimitMB=64",
            "-volume.max=0",
            "-filer",
            "-s3",
            f"-s3.port={port}",
            f"-s3.port.grpc={free_port()}",
            f"-s3.config={identities}",
            "-s3.autoCreateBucket=false",
            "-s3.allowDeleteBucketNotEmpty=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
        ),
        env={"TMPDIR": str(folder)},
        ready=lambda: _says_200(f"http://127.0.0.1:{port}/healthz") and answers(others["volume"]),
        facts={
            "endpoint": f"http://127.0.0.1:{port}",
            "access_key": user,
            "secret_key": password,
        },
    )
    service.start()
    return service


def elasticsearch(*, heap_mb: int = 256) -> Service:
    """`facts`: `url`. This core knows neither TLS nor users."""
    port, folder = free_port(), new_folder("elasticsearch")
    lib = building.elasticsearch()
    (folder / "tmp").mkdir()
    service = Service(
        name="Elasticsearch",
        port=port,
        folder=folder,
        command=(
            building.java(),
            f"-Xms{heap_mb}m",
            f"-Xmx{heap_mb}m",
            f"-Djava.io.tmpdir={folder / 'tmp'}",
            f"-Djna.tmpdir={folder / 'tmp'}",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true",
            "-cp",
            f"{lib}/*",
            "esnode.Main",
            str(folder),
            str(port),
            "action.auto_create_index=false",
        ),
        ready=lambda: _says_200(f"http://127.0.0.1:{port}/_cluster/health"),
        facts={"url": f"http://127.0.0.1:{port}"},
    )
    service.start()
    return service


def postgresql(*, durable: bool = False) -> Service:
    """`facts`: `host`, `port`, `user`, `password` of the superuser, and `url` of an empty database.

    `durable`: writes reach the disk before they are acknowledged, for tests that kill it.
    """
    owner = _PG_USER if os.geteuid() == 0 else None
    port, folder = free_port(), new_folder("postgresql", owner=owner)
    programs, password = building.postgresql(), secrets.token_urlsafe(24)
    _make_cluster(programs / "initdb", folder, password, owner)
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "fsync": "on" if durable else "off",
        "max_connections": "60",
    }
    service = Service(
        name="PostgreSQL",
        port=port,
        folder=folder,
        command=(
            str(programs / "postgres"),
            "-D",
            str(folder / "data"),
            "-p",
            str(port),
            *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
        ),
        user=owner,
        ready=lambda: _accepts(programs / "pg_isready", port),
        facts={
            "host": "127.0.0.1",
            "port": str(port),
            "user": "hoso",
            "password": password,
            "url": f"postgresql://hoso:{password}@127.0.0.1:{port}/postgres",
        },
    )
    service.start()
    return service


def _make_cluster(initdb: Path, folder: Path, password: str, owner: str | None) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    secret.chmod(0o644 if owner else 0o600)
    done = subprocess.run(
        (
            str(initdb),
            "-D",
            str(folder / "data"),
            "-A",
            "scram-sha-256",
            "-U",
            "hoso",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            f"--pwfile={secret}",
        ),
        user=owner,
        group=owner,
        extra_groups=None if owner is None else [],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    secret.unlink()
    if done.returncode:
        raise ServiceFailed(f"initdb failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _accepts(pg_isready: Path, port: int) -> bool:
    asked = (str(pg_isready), "-q", "-h", "127.0.0.1", "-p", str(port))
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _says_200(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 -- loopback, ours
            found: bool = answer.status == 200
            return found
    except (urllib.error.URLError, OSError):
        return False
