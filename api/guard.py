"""What holds for every answer and every request: headers, and how much may be sent."""

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""A route may set its own; what it does not say, these say."""

MOST_TYPED_BYTES = 2 * 1024 * 1024
"""Of a request that carries no files."""


class Guard:
    """Adds the headers, and refuses what is too large while it comes.

    Args:
        most_file_bytes: of a request that carries files.
    """

    def __init__(self, app: ASGIApp, *, most_file_bytes: int) -> None:
        self._app, self._most_file_bytes = app, most_file_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most, come = self._most(scope), 0

        async def counted() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413)
            return message

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, counted, guarded)

    def _most(self, scope: Scope) -> int:
        kinds = [value for name, value in scope["headers"] if name == b"content-type"]
        carries = any(kind.lower().startswith(b"multipart/form-data") for kind in kinds)
        return self._most_file_bytes if carries else MOST_TYPED_BYTES


def add_headers(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
