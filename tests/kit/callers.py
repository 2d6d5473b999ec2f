"""Who comes to the doors, for tests: a program with a key, a person with a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import UUID

from starlette.testclient import TestClient

from api.server import create_app
from tests.kit.clock import PlayedClock
from tests.kit.doors import Doors

TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
JPEG = b"\xff\xd8\xff"


def client_of(doors: Doors, *, sessions: PlayedClock | None = None) -> TestClient:
    """A client that follows no redirection and gets the answer of a crash like any other."""
    app = create_app(doors.archive, clock=sessions or PlayedClock())
    return TestClient(
        app, base_url="http://hoso.test", follow_redirects=False, raise_server_exceptions=False
    )


@dataclass
class Program:
    """Asks over HTTP with a key."""

    client: TestClient
    key: str | None
    language: str = "vi"

    def ask(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        if self.key is not None:
            headers["Authorization"] = f"Bearer {self.key}"
        return self.client.request(method, f"/v1{path}", headers=headers, **more)

    def get(self, path: str, **params: Any) -> Any:
        return self.told(self.ask("GET", path, params=params))

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        sent = {"json": body} if body is not None else {}
        return self.told(self.ask("POST", path, **sent, **more))

    @staticmethod
    def told(response: Any) -> Any:
        assert response.status_code < 300, response.text
        return response.json()


@dataclass
class Person:
    """Sits at a browser, reads pages and sends the forms that stand on them."""

    client: TestClient
    seen: list[str] = field(default_factory=list)
    """Every address that was asked for."""

    def open(self, path: str, *, status: int = 200, **more: Any) -> str:
        """The page at an address."""
        self.seen.append(path)
        response = self.client.get(path, **more)
        assert response.status_code == status, (path, response.status_code, words_of(response.text))
        return str(response.text)

    def send(self, path: str, *, on: str | None = None, **fields: Any) -> Any:
        """Send a form to `path` with the token that stands on page `on`."""
        files = fields.pop("files", None)
        token = TOKEN.search(self.open(on or path))
        assert token is not None, on
        sent = {
            "form_token": token.group(1),
            **{k.replace("__", "."): v for k, v in fields.items()},
        }
        return self.client.post(path, data=sent, files=files)

    def sends(self, path: str, *, on: str | None = None, **fields: Any) -> str:
        """The same; it must be taken. Returns the address to look at next."""
        response = self.send(path, on=on, **fields)
        assert response.status_code == 303, (response.status_code, words_of(response.text))
        return str(response.headers["location"])


def signed_in(doors: Doors, who: str, *, language: str = "vi", **more: Any) -> Person:
    client = client_of(doors, **more)
    client.cookies.set("hoso_lang", language)
    answer = client.post("/sign-in", data={"key": doors.keys[who]})
    assert answer.status_code == 303, answer.text
    return Person(client)


def words_of(html: str) -> str:
    """What a person reads on a page, without its tags."""
    text = re.sub(r"<(script|style).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def ids_in(html: str, before: str) -> list[UUID]:
    """The ids that stand behind a piece of an address, each once."""
    found = re.findall(re.escape(before) + r"([0-9a-f-]{36})", html)
    return [UUID(one) for one in dict.fromkeys(found)]
