"""The first desk: pages for the browser, plain HTML first."""

from fastapi import FastAPI

from api.web import (
    careers,
    custody,
    documents,
    due,
    entry,
    finding,
    looking,
    mending,
    pages,
    reviewing,
)


def install(app: FastAPI) -> None:
    """Add the pages to the server."""
    for part in (
        entry,
        custody,
        pages,
        documents,
        reviewing,
        looking,
        finding,
        careers,
        due,
        mending,
    ):
        app.include_router(part.router)
