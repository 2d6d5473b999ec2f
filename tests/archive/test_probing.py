"""The proof of an object store: recorded, found again, shown by the status."""

import pytest

from archive.desk import Archive
from archive.probing import probe_objects, proof_of, see_probed
from archive.status import show_status
from domain.access import Role
from domain.errors import NotAllowed
from domain.events.access import ARCHIVE_STREAM
from domain.events.storage import ObjectsProbed, StoreCheck
from tests.kit.reading_room import an_actor

OPERATOR = an_actor("operator", Role.SYS_ADMIN)


def probes(archive: Archive) -> list[ObjectsProbed]:
    rows = archive.ledger.events(ARCHIVE_STREAM)
    return [one.event for one in rows if isinstance(one.event, ObjectsProbed)]


def test_a_probe_is_recorded_with_what_was_seen(archive: Archive):
    proof = probe_objects(
        by=OPERATOR, ledger=archive.ledger, objects=archive.objects, now=archive.clock()
    )

    recorded = archive.ledger.events(ARCHIVE_STREAM)[-1]
    assert isinstance(recorded.event, ObjectsProbed)
    assert (proof.position, proof.probed_at) == (recorded.position, recorded.recorded_at)
    assert [one.check for one in proof.checks] == list(StoreCheck)
    assert not proof.worm  # a folder's owner may change what lies there
    assert proof_of(archive.ledger, archive.objects) == proof


def test_a_store_is_tried_at_the_first_start_and_not_at_every_one(archive: Archive):
    first = see_probed(worker=archive.worker, ledger=archive.ledger, objects=archive.objects)
    again = see_probed(worker=archive.worker, ledger=archive.ledger, objects=archive.objects)

    assert first == again
    assert len(probes(archive)) == 1


def test_the_status_shows_the_last_proof(archive: Archive):
    def status():
        return show_status(
            by=OPERATOR,
            registers=archive.registers,
            queue=archive.queue,
            ledger=archive.ledger,
            objects=archive.objects,
            now=archive.clock(),
            played_clock=archive.played_clock,
        )

    assert status().store is None
    probe_objects(by=OPERATOR, ledger=archive.ledger, objects=archive.objects, now=archive.clock())
    latest = probe_objects(
        by=OPERATOR, ledger=archive.ledger, objects=archive.objects, now=archive.clock()
    )

    assert status().store == latest


def test_who_may_not_check_the_archive_may_not_probe_it(archive: Archive):
    with pytest.raises(NotAllowed):
        probe_objects(
            by=an_actor("scanner", Role.SCAN_OPERATOR),
            ledger=archive.ledger,
            objects=archive.objects,
            now=archive.clock(),
        )

    assert probes(archive) == []
