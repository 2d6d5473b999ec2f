"""Custody stopped before and after every single step that changes something: object or event."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.custody import release_page, remove_page, request_removal
from archive.objects import Area
from domain.batch import Balance
from domain.events.envelope import SecrecyLevel
from domain.page import PageState
from tests.kit.custody import LIMITS, House, a_house, seeing
from tests.kit.pages import page_image, page_png, tiff
from tests.kit.reading_room import ARCHIVIST, COLLEAGUE

SECRET = 2
FILES = {
    "HS1/1.png": page_png(1),
    "HS1/2.tif": tiff(page_image(SECRET), page_image(3)),
    "HS1/3.png": page_png(1),
    "HS1/4.tif": b"",
    "HS2/1.png": page_png(4),
}
STEPS = 26
"""Changes of an accession and a gate, before and behind each."""
CHANGES = frozenset({"put", "promote", "clear", "record"})


class Killed(BaseException):
    """The process ends here."""


class Fuse:
    """Burns through at one step: before it, or behind it."""

    def __init__(self, step: int) -> None:
        self.left = step

    def steps(self, part: Any) -> Any:
        return _Fused(part, self)


class _Fused:
    def __init__(self, part: Any, fuse: Fuse) -> None:
        self._part, self._fuse = part, fuse

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._part, name)
        if name not in CHANGES:
            return act

        def fused(*given: Any, **more: Any) -> Any:
            self._burn()
            answer = act(*given, **more)
            self._burn()
            return answer

        return fused

    def _burn(self) -> None:
        self._fuse.left -= 1
        if self._fuse.left < 0:
            raise Killed


def fused(house: House, step: int) -> House:
    fuse = Fuse(step)
    return replace(house, objects=fuse.steps(house.objects), ledger=fuse.steps(house.ledger))


def whole_way(house: House) -> None:
    """Accession, the gate, and both ends of a quarantine; each may come again."""
    house.hand_in(FILES)
    house.gate_all(seeing(SECRET))


def ended(house: House) -> None:
    (suspected,) = [page for page in house.pages("HS1") if page.suspected]
    if suspected.removal_by is None:
        request_removal(
            suspected.page_id, "dấu thật", by=ARCHIVIST, ledger=house.ledger, now=house.clock()
        )
    remove_page(
        suspected.page_id,
        SecrecyLevel.MAT,
        "Kho tài liệu mật",
        by=COLLEAGUE,
        limits=LIMITS,
        now=house.clock(),
        **house.ports,
    )


def check(house: House) -> None:
    for balance in house.balances():
        assert balance.holds
    masters = set(house.objects.digests(area=Area.MASTERS))
    for name in ("HS1", "HS2"):
        for dossier in house.dossiers(name):
            for page_id in dossier.page_ids:
                page = house.page(page_id)
                digest = house.digest_of(page)
                assert any(house.objects.has(digest, area=area) for area in Area)
                assert page.state is not PageState.QUARANTINED or digest not in masters


def test_the_steps_are_as_many_as_there_are(tmp_path: Path):
    with a_house(tmp_path / "house") as house:
        fuse = Fuse(1 << 20)
        whole_way(
            replace(house, objects=fuse.steps(house.objects), ledger=fuse.steps(house.ledger))
        )

        assert (1 << 20) - fuse.left == STEPS


@pytest.mark.parametrize("step", range(STEPS))
def test_whatever_the_step_it_goes_on_and_ends_the_same(tmp_path: Path, step: int):
    with a_house(tmp_path / "house") as house:
        with suppress(Killed):
            whole_way(fused(house, step))
        check(house)

        whole_way(house)

        check(house)
        assert house.balances() == (
            Balance(images_in=6, custody=2, quarantine=2, rejected=1, duplicate=1),
        )
        assert len(list(house.objects.digests(area=Area.INTAKE))) == 1


@pytest.mark.parametrize("step", range(14))
def test_a_removal_stopped_at_any_step_is_finished(tmp_path: Path, step: int):
    with a_house(tmp_path / "house") as house:
        whole_way(house)
        page_id = next(page.page_id for page in house.pages("HS1") if page.suspected)
        digest = house.digest_of(house.page(page_id))
        with suppress(Killed):
            ended(fused(house, step))
        check(house)

        if house.page(page_id).state is PageState.REMOVED:
            house.gate(page_id)  # the job that `page.removed` asks for
        else:
            ended(house)
        for page in house.pages("HS1"):
            house.gate(page.page_id)  # that of `page.extracted`

        check(house)
        assert not any(house.objects.has(digest, area=area) for area in Area)
        assert house.balances() == (
            Balance(images_in=6, custody=3, removed=1, rejected=1, duplicate=1),
        )


@pytest.mark.parametrize("step", range(10))
def test_a_release_stopped_at_any_step_is_finished(tmp_path: Path, step: int):
    with a_house(tmp_path / "house") as house:
        whole_way(house)
        page_id = next(page.page_id for page in house.pages("HS1") if page.suspected)

        def released(at: House) -> None:
            if not at.page(page_id).released:
                release_page(page_id, "báo nhầm", by=ARCHIVIST, now=at.clock(), **at.ports)

        with suppress(Killed):
            released(fused(house, step))
        if house.page(page_id).state is PageState.QUARANTINED:
            released(house)
        house.gate(page_id)  # the job that `page.released` asks for

        check(house)
        assert house.page(page_id).state is PageState.CUSTODY
        assert list(house.objects.digests(area=Area.INTAKE)) == []
