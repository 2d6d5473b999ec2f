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
    same_people,
    units,
)


def install(app: FastAPI) -> None:
    """Add the pages to the server."""
    parts = (entry, custody, pages, documents, reviewing, looking, finding, careers, due, mending)
    for part in (*parts, units, same_people):
        app.include_router(part.router)
