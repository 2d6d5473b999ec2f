"""The pages, as a browser gets them without script: who may see what, and every form that stands
on them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from PIL import Image

from api.sessions import COOKIE, IDLE, LONGEST
from archive.actors import revoke_key
from domain.filing import ProposalState
from tests.kit.callers import JPEG, Person, client_of, ids_in, signed_in, words_of
from tests.kit.clock import PlayedClock
from tests.kit.doors import AN, HANH, MAI, Doors
from tests.kit.pages import page_png, png

ABSENT = "00000000-0000-4000-8000-00000000a55e"
LANGUAGES = ("vi", "en")


def state_of(doors: Doors, proposal_id: UUID) -> ProposalState:
    row = doors.archive.registers.proposal(proposal_id)
    assert row is not None
    return row.state


def scan(number: int) -> dict[str, Any]:
    return {"file": (f"{number}.png", page_png(number), "image/png")}


@pytest.fixture
def custodian(doors: Doors) -> Person:
    return signed_in(doors, "custodian")


@pytest.fixture
def colleague(doors: Doors) -> Person:
    return signed_in(doors, "colleague")


@pytest.fixture
def appointment(doors: Doors) -> UUID:
    """A proposal that can be confirmed as it stands."""
    return doors.proposals("HS-001", "appointment.made")[0]


def confirmed(doors: Doors, person: Person, proposal_id: UUID) -> tuple[UUID, UUID]:
    """The proposal confirmed at the desk; person and event."""
    person.sends(f"/work/{proposal_id}", act="confirm")
    row = doors.archive.registers.proposal(proposal_id)
    assert row is not None and row.person_id is not None and row.event_id is not None
    return row.person_id, row.event_id


# Signing in


def test_whoever_is_not_signed_in_is_sent_to_the_door(doors: Doors):
    response = client_of(doors).get("/dossiers")

    assert response.status_code == 303
    assert response.headers["location"] == "/sign-in?next=/dossiers"


def test_a_right_key_opens_a_session_and_leads_on(doors: Doors):
    client = client_of(doors)

    response = client.post("/sign-in", data={"key": doors.keys["custodian"], "next": "/dossiers"})

    assert response.headers["location"] == "/dossiers"
    cookie = response.headers["set-cookie"].lower()
    assert cookie.startswith(COOKIE)
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert doors.keys["custodian"] not in response.headers["set-cookie"]
    assert client.get("/dossiers").status_code == 200


def test_a_wrong_key_is_refused_on_the_same_page(doors: Doors):
    client = client_of(doors)

    response = client.post("/sign-in", data={"key": "hoso_abcdefgh.0123456789"})

    assert response.status_code == 401
    assert "Khóa không đúng" in response.text
    assert "0123456789" not in response.text
    assert COOKIE not in response.headers.get("set-cookie", "")


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test", "/\\evil.test"])
def test_signing_in_leads_nowhere_else(doors: Doors, elsewhere: str):
    sent = {"key": doors.keys["custodian"], "next": elsewhere}

    assert client_of(doors).post("/sign-in", data=sent).headers["location"] == "/"


@pytest.mark.parametrize("after", [IDLE + timedelta(minutes=1), LONGEST + timedelta(minutes=1)])
def test_a_session_ends_by_itself(doors: Doors, after: timedelta):
    sessions = PlayedClock()
    person = signed_in(doors, "custodian", sessions=sessions)
    person.open("/dossiers")

    sessions.at((sessions.now + after).isoformat())

    person.open("/dossiers", status=303)


def test_a_session_that_is_used_ends_all_the_same_after_a_day_of_work(doors: Doors):
    sessions = PlayedClock()
    person = signed_in(doors, "custodian", sessions=sessions)
    for _ in range(LONGEST // IDLE + 1):
        person.client.get("/search")
        sessions.at((sessions.now + IDLE - timedelta(minutes=1)).isoformat())

    person.open("/search", status=303)


def test_a_revoked_key_ends_its_session(doors: Doors, custodian: Person):
    custodian.open("/dossiers")

    revoke_key(
        doors.keys["custodian"].removeprefix("hoso_").split(".")[0],
        by=doors.by("admin"),
        now=doors.archive.clock(),
        ledger=doors.archive.ledger,
    )

    custodian.open("/dossiers", status=303)


def test_signing_out_ends_the_session(custodian: Person):
    cookie = custodian.client.cookies[COOKIE]
    assert custodian.sends("/sign-out", on="/dossiers") == "/sign-in"

    custodian.client.cookies.set(COOKIE, cookie)

    custodian.open("/dossiers", status=303)


# Forms of others


def test_a_form_without_the_sessions_token_is_refused(
    doors: Doors, custodian: Person, appointment: UUID
):
    for token in ("", "x" * 32):
        sent = {"act": "confirm", "form_token": token}
        response = custodian.client.post(f"/work/{appointment}", data=sent)
        assert response.status_code == 403
    assert state_of(doors, appointment) is ProposalState.PENDING


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(
    doors: Doors, custodian: Person, appointment: UUID, headers: dict[str, str]
):
    custodian.client.headers.update(headers)

    response = custodian.send(f"/work/{appointment}", act="confirm")

    assert response.status_code == 403
    assert state_of(doors, appointment) is ProposalState.PENDING


def test_a_key_is_not_taken_from_a_form_of_elsewhere(doors: Doors):
    client = client_of(doors)

    response = client.post(
        "/sign-in", data={"key": doors.keys["custodian"]}, headers={"Origin": "https://evil.test"}
    )

    assert response.status_code == 403


# What the pages are made of


def test_every_page_carries_strict_headers(custodian: Person):
    for path in ("/", "/work", "/static/desk.css", "/no/such/page"):
        headers = custodian.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


def test_no_page_needs_a_style_or_script_of_its_own(doors: Doors, custodian: Person):
    for path in pages_of(doors, custodian):
        html = custodian.open(path)
        assert " style=" not in html, path
        assert not re.search(r"\son\w+=", html), path
        assert re.findall(r"<script(?![^>]* src=)", html) == [], path
        assert "http://" not in html.replace('xmlns="http://', ""), path


def pages_of(doors: Doors, person: Person) -> list[str]:
    """An address of every page that a custodian may see."""
    proposal_id = doors.proposals("HS-001", "appointment.made")[0]
    person_id, event_id = confirmed(doors, person, proposal_id)
    dossier_id, document_id = doors.dossier("HS-001"), doors.documents("HS-001")[2]
    (batch,) = doors.archive.registers.batches()
    instant = doors.clock.now.isoformat().replace("+", "%2B")
    add = f"/documents/{document_id}/add"
    return [
        "/sign-in",
        "/",
        f"/batches/{batch.batch_id}",
        "/dossiers",
        "/dossiers?state=HELD",
        "/dossiers?unbound=true",
        f"/dossiers/{dossier_id}",
        f"/dossiers/{doors.dossier('HS-002')}",
        f"/dossiers/{doors.dossier('HS-004')}",
        "/work",
        "/work?risk=UNSURE",
        f"/work?dossier={dossier_id}",
        f"/work/{proposal_id}",
        *(f"/work/{one}" for one in doors.proposals("HS-001")),
        *(f"/work/{one}" for one in doors.proposals("HS-004")),
        "/looks",
        f"/looks/{person_id}/{event_id}",
        f"/documents/{document_id}",
        add,
        f"{add}?event_type=appointment.made",
        f"{add}?event_type=no.such",
        "/search",
        "/people",
        f"/people/{person_id}",
        f"/people/{person_id}?on=30/06/2019&known=2026-12-31&evidence=ALL",
        f"/people/{person_id}/diff?a=2026-02-01&b={instant}&on=2019-06-30",
        f"/people/{person_id}/events/{event_id}/mend",
        "/quarantine",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_said_in_both_languages(doors: Doors, language: str):
    custodian = signed_in(doors, "custodian", language=language)

    for path in pages_of(doors, custodian):
        html = custodian.open(path)
        assert f'<html lang="{language}">' in html
        # A sentence that is missing would be shown as its code.
        codes = re.findall(
            r"(?<![\w./@-])(?:web|value|state|flag|hint|docType)\.[A-Za-z]\w*", words_of(html)
        )
        assert codes == [], path


@pytest.mark.parametrize(
    ("who", "open_to", "closed"),
    [
        ("admin", ["/"], ["/dossiers", "/work", "/looks", "/people", "/quarantine"]),
        ("officer", ["/", "/dossiers", "/search", "/people"], ["/work", "/looks", "/quarantine"]),
        ("operator", ["/"], ["/work", "/looks", "/people", "/quarantine"]),
        ("auditor", ["/people", "/dossiers"], ["/work", "/looks", "/quarantine"]),
    ],
)
def test_a_role_sees_its_own_pages_and_no_other(
    doors: Doors, who: str, open_to: list[str], closed: list[str]
):
    person = signed_in(doors, who)

    for path in open_to:
        html = person.open(path)
        for other in closed:
            assert f'<a href="{other}"' not in html, (path, other)
    for path in closed:
        assert "quyền" in person.open(path, status=403)


def test_search_is_refused_to_who_may_not_search(doors: Doors):
    operator = signed_in(doors, "operator")

    assert operator.send("/search", text="an").status_code == 403


def test_an_auditor_begins_with_people(doors: Doors):
    auditor = signed_in(doors, "auditor")

    assert auditor.client.get("/").headers["location"] == "/people"
    assert AN in auditor.open("/people")
    assert HANH not in auditor.open("/people")


def test_a_language_is_chosen_and_the_page_stays(custodian: Person):
    path = "/dossiers?state=HELD"

    response = custodian.client.post("/language", data={"lang": "en", "back": path})

    assert response.headers["location"] == path
    assert "Dossiers" in custodian.open(path)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no/such/page", 404),
        ("/work/no-id", 422),
        (f"/dossiers/{ABSENT}", 404),
        (f"/batches/{ABSENT}", 404),
        (f"/documents/{ABSENT}", 404),
        (f"/work/{ABSENT}", 404),
        (f"/people/{ABSENT}", 404),
        (f"/looks/{ABSENT}/{ABSENT}", 404),
        (f"/pages/{ABSENT}/image", 404),
        ("/static/no.such", 404),
    ],
)
def test_what_is_not_there_is_said_on_a_page(custodian: Person, path: str, status: int):
    html = custodian.open(path, status=status)

    assert "<html" in html or path.startswith("/static")


# The desk


def test_the_desk_shows_the_paper_beside_what_it_says(
    doors: Doors, custodian: Person, appointment: UUID
):
    html = custodian.open(f"/work/{appointment}")

    assert AN in html
    assert html.count('<rect class="box') >= 5
    (image, *_) = re.findall(r'src="(/pages/[^"]+/image)"', html)
    assert custodian.client.get(image).content.startswith(JPEG)
    assert html.index('value="confirm"') < html.index('name="f.')  # Enter in a field confirms


def test_enter_confirms_and_brings_the_next(doors: Doors, custodian: Person, appointment: UUID):
    following = custodian.sends(f"/work/{appointment}")

    assert state_of(doors, appointment) is ProposalState.CONFIRMED
    assert re.fullmatch(r"/work/[0-9a-f-]{36}", following)
    assert str(appointment) not in following
    html = custodian.open(following)
    assert "Đã ghi: Bổ nhiệm" in words_of(html)
    assert "Đã ghi: Bổ nhiệm" not in words_of(custodian.open(following))


def test_a_value_is_changed_on_the_desk(doors: Doors, custodian: Person, appointment: UUID):
    changed = {"f.term_months": "48", "f.effective_date": "02/06/2018", "f.post_allowance": "0,50"}

    custodian.sends(f"/work/{appointment}", act="confirm", **changed)

    row = doors.archive.registers.proposal(appointment)
    assert row is not None
    html = custodian.open(f"/looks/{row.person_id}/{row.event_id}")
    assert "02/06/2018" in html and "48" in words_of(html)


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    doors: Doors, custodian: Person, appointment: UUID
):
    wrong = {"f.effective_date": "hôm qua", "f.post": "Trưởng ban"}

    response = custodian.send(f"/work/{appointment}", act="confirm", **wrong)

    assert response.status_code == 409
    assert "Trường" in response.text and "Ngày hiệu lực" in response.text
    assert 'value="hôm qua"' in response.text and 'value="Trưởng ban"' in response.text
    assert state_of(doors, appointment) is ProposalState.PENDING


def test_a_proposal_is_rejected_with_a_reason(doors: Doors, custodian: Person, appointment: UUID):
    assert custodian.send(f"/work/{appointment}", act="reject", why=" ").status_code == 409

    custodian.sends(f"/work/{appointment}", act="reject", why="bản dự thảo")

    assert state_of(doors, appointment) is ProposalState.REJECTED


def test_nobody_chooses_a_person_for_the_reader(doors: Doors, custodian: Person):
    """Mai's paper in nobody's dossier cannot be confirmed: it waits for the binding."""
    proposal_id = doors.proposals("HS-004")[0]
    html = custodian.open(f"/work/{proposal_id}")

    assert "data-enter" not in html
    assert custodian.send(f"/work/{proposal_id}", act="confirm").status_code == 409


def test_a_paper_on_somebody_else_asks_whose_it_is(doors: Doors, custodian: Person):
    """The award list in An's dossier names people whom nobody knows yet."""
    proposal_id = next(
        one
        for one in doors.proposals("HS-001", "award.granted")
        if "Phan Thị Ngọc" in custodian.open(f"/work/{one}")
    )
    refused = custodian.send(f"/work/{proposal_id}", act="confirm")
    assert refused.status_code == 409

    custodian.sends(f"/work/{proposal_id}", act="confirm", who=HANH)

    row = doors.archive.registers.proposal(proposal_id)
    assert row is not None and row.person_id == doors.person(HANH)


def test_all_of_a_paper_is_confirmed_at_once_and_what_is_left_is_told(
    doors: Doors, custodian: Person
):
    proposals = doors.proposals("HS-001", "award.granted")

    following = custodian.sends(f"/work/{proposals[0]}", act="all")

    said = words_of(custodian.open(following))
    assert "Đã xác nhận" in said
    states = {state_of(doors, one) for one in proposals}
    assert states <= {ProposalState.CONFIRMED, ProposalState.PENDING}


def test_a_further_copy_of_a_decision_is_attached_to_its_event(doors: Doors, custodian: Person):
    """The award list lies in Liên's dossier and in An's: one event, two papers."""
    person_id, event_id = confirmed(doors, custodian, doors.proposals("HS-003", "award.granted")[0])
    copy = next(
        one
        for one in doors.proposals("HS-001", "award.granted")
        if "Ma Thị Liên" in custodian.open(f"/work/{one}")
    )
    act = f"attach:{event_id}"
    assert act in custodian.open(f"/work/{copy}")

    custodian.sends(f"/work/{copy}", act=act)

    row = doors.archive.registers.proposal(copy)
    assert row is not None and (row.person_id, row.event_id) == (person_id, event_id)
    papers = custodian.open(f"/looks/{person_id}/{event_id}")
    assert "HS-001" in papers and "HS-003" in papers


def test_a_proposal_is_skipped(doors: Doors, custodian: Person, appointment: UUID):
    following = custodian.client.get("/work/next", params={"after": str(appointment)})

    assert following.status_code == 303
    assert str(appointment) not in following.headers["location"]


# The second look


def test_nobody_verifies_their_own_work(doors: Doors, custodian: Person, appointment: UUID):
    person_id, event_id = confirmed(doors, custodian, appointment)
    look = f"/looks/{person_id}/{event_id}"
    html = custodian.open(look)
    assert "người khác phải thẩm tra" in html and "data-enter" not in html

    response = custodian.send(look, act="verify")

    assert response.status_code == 409
    assert 'role="alert"' in response.text


def test_somebody_else_verifies_and_the_next_comes(
    doors: Doors, custodian: Person, colleague: Person, appointment: UUID
):
    person_id, event_id = confirmed(doors, custodian, appointment)
    look = f"/looks/{person_id}/{event_id}"
    assert look in colleague.open("/looks")

    following = colleague.sends(look, act="verify")

    assert following != look and following.startswith("/looks")
    assert "Đã thẩm tra" in words_of(colleague.open(following))
    assert look not in colleague.open("/looks")


def test_a_difference_is_told_in_words(
    doors: Doors, custodian: Person, colleague: Person, appointment: UUID
):
    person_id, event_id = confirmed(doors, custodian, appointment)
    look = f"/looks/{person_id}/{event_id}"

    colleague.sends(look, act="dispute", why="thời hạn trên giấy là 60 tháng")

    assert "chưa thống nhất" in words_of(colleague.open(look))


def test_a_correction_is_verified_with_what_it_changes(
    doors: Doors, custodian: Person, colleague: Person, appointment: UUID
):
    person_id, event_id = confirmed(doors, custodian, appointment)
    mend = f"/people/{person_id}/events/{event_id}/mend"
    assert custodian.send(mend, act="correct", why="đọc nhầm").status_code == 409  # nothing changed
    changes = {"f.term_months": "48"}

    custodian.sends(mend, act="correct", why="đọc nhầm thời hạn", **changes)

    mending = ids_in(colleague.open("/looks"), f"/looks/{person_id}/")[-1]
    assert mending != event_id
    look = f"/looks/{person_id}/{mending}"
    said = words_of(colleague.open(look))
    assert "đọc nhầm thời hạn" in said and "48" in said
    colleague.sends(look, act="verify")
    assert "48" in words_of(custodian.open(f"/looks/{person_id}/{event_id}"))


def test_an_event_is_annulled_and_reinstated(
    doors: Doors, custodian: Person, colleague: Person, appointment: UUID
):
    person_id, event_id = confirmed(doors, custodian, appointment)
    mend = f"/people/{person_id}/events/{event_id}/mend"

    for act, force in (("annul", "ANNULLED"), ("reinstate", "IN_FORCE")):
        custodian.sends(mend, act=act, why="ghi nhầm người")
        newest = ids_in(colleague.open("/looks"), f"/looks/{person_id}/")[-1]
        colleague.sends(f"/looks/{person_id}/{newest}", act="verify")
        html = custodian.open(f"/people/{person_id}?evidence=ALL")
        item = html[html.index(f'id="e-{event_id}"') :].split("</li>")[0]
        assert ("struck" in item) is (force == "ANNULLED")


# Dossiers and documents


def test_a_held_dossier_says_what_is_missing_and_where(doors: Doors, custodian: Person):
    html = custodian.open(f"/dossiers/{doors.dossier('HS-002')}")

    assert "thiếu 1 ảnh" in html


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"whose": "manifest"}, MAI),
        ({"whose": "known", "who": HANH}, HANH),
        ({"whose": "new", "name": "Lương Thị Mai Anh", "born": "14/01/1993"}, "Lương Thị Mai Anh"),
    ],
)
def test_a_dossier_is_bound(doors: Doors, custodian: Person, fields: dict[str, str], name: str):
    dossier = f"/dossiers/{doors.dossier('HS-004')}"

    assert custodian.sends(f"{dossier}/bind", on=dossier, **fields) == dossier

    html = custodian.open(dossier)
    assert "Đã gắn hồ sơ" in html
    row = doors.archive.registers.dossier(doors.dossier("HS-004"))
    assert row is not None and row.person_id == doors.person(name)


def test_a_binding_that_is_refused_is_said_where_it_was_tried(doors: Doors, custodian: Person):
    dossier = f"/dossiers/{doors.dossier('HS-004')}"
    custodian.client.headers["referer"] = f"http://hoso.test{dossier}"

    custodian.sends(f"{dossier}/bind", on=dossier, whose="known", who="Không Có Ai")

    assert "Không có người này trong kho" in custodian.open(dossier)


def test_the_count_closes_the_balance(doors: Doors, custodian: Person):
    dossier = f"/dossiers/{doors.dossier('HS-002')}"

    custodian.sends(f"{dossier}/count", on=dossier, sheets="2", sides="1", blank_sides="0")

    assert "cân đối" in custodian.open(dossier)
    assert custodian.send(f"{dossier}/count", on=dossier, sheets="hai").status_code == 409


def test_a_missing_page_is_inserted(doors: Doors, custodian: Person):
    dossier_id = doors.dossier("HS-002")
    dossier, before = f"/dossiers/{dossier_id}", doors.pages("HS-002")
    noise = np.random.default_rng(1).integers(0, 255, (1500, 1500), dtype=np.uint8)
    large = png(Image.fromarray(noise))
    assert len(large) > 2_000_000  # more than servers usually keep in memory

    custodian.sends(
        f"{dossier}/pages",
        on=dossier,
        after_page=str(before[0]),
        files={"file": ("quên.png", large, "image/png")},
    )
    doors.work()

    after = doors.pages("HS-002")
    assert (after[0], after[2]) == before and len(after) == 3
    assert custodian.send(f"{dossier}/pages", on=dossier).status_code == 409


def test_a_page_is_scanned_again_judged_and_moved(doors: Doors, custodian: Person):
    dossier, (first, second) = f"/dossiers/{doors.dossier('HS-002')}", doors.pages("HS-002")
    page = f"{dossier}/pages/{first}"

    custodian.sends(f"{page}/rescan", on=dossier, files=scan(7301))
    doors.work()
    custodian.sends(f"{page}/judge", on=dossier, verdict="accepted")
    moved = f"{dossier}/pages/{second}/refile"
    custodian.sends(moved, on=dossier, to="HS-003", why="kẹp nhầm hồ sơ")

    assert doors.pages("HS-002") == (first,)
    assert doors.pages("HS-003")[-1] == second
    row = doors.archive.registers.page(first)
    assert row is not None and row.accepted


def test_a_document_is_split_joined_reordered_and_described(doors: Doors, custodian: Person):
    document_id = doors.documents("HS-003")[0]
    document, pages = f"/documents/{document_id}", doors.pages("HS-003")

    custodian.sends(document, act=f"split:{pages[1]}")
    assert len(doors.documents("HS-003")) == 4
    (following, *_) = re.findall(r'name="other" value="([^"]+)"', custodian.open(document))
    custodian.sends(document, act="join", other=following)
    assert len(doors.documents("HS-003")) == 3
    custodian.sends(document, act=f"up:{pages[2]}")
    described = {"doc_type": "QD", "number": "12/QĐ-SNV", "issue_date": "02/05/2019"}
    custodian.sends(document, act="describe", title="Bổ nhiệm", **described)

    html = custodian.open(document)
    assert [str(one) for one in ids_in(html, 'id="p-')] == [
        str(pages[0]),
        str(pages[2]),
        str(pages[1]),
    ]
    assert 'value="12/QĐ-SNV"' in html and 'value="02/05/2019"' in html
    wrong = custodian.send(document, act="describe", **{**described, "issue_date": "tháng năm"})
    assert wrong.status_code == 409 and 'value="tháng năm"' in wrong.text


def test_a_paper_without_events_is_confirmed(doors: Doors, custodian: Person):
    document = f"/documents/{doors.documents('HS-003')[1]}"

    custodian.sends(document, act="confirm", doc_type="KHAC", title="Danh sách")

    assert "Đã xác nhận văn bản" in custodian.open(document)


def test_an_event_that_the_machine_did_not_propose_is_keyed(doors: Doors, custodian: Person):
    document_id, page_id = doors.documents("HS-001")[1], doors.pages("HS-001")[1]
    add = f"/documents/{document_id}/add"
    form = custodian.open(f"{add}?event_type=evaluation.recorded")
    assert 'value="45/' in form or "decision.full_no" in form
    (rating,) = re.findall(r'<select id="f-rating".*?<option value="(\w+)"', form, re.DOTALL)
    keyed = {
        "f.year": "2018",
        "f.rating": rating,
        "f.effective_date": "31/12/2018",
        "f.effective_basis": "EXPLICIT",
        "f.issue_date": "31/12/2018",
        "f.decision.full_no": "77/QĐ-SNV",
        "f.decision.doc_type": "QD",
    }
    asked: dict[str, Any] = {"event_type": "evaluation.recorded", "page_id": str(page_id)}
    on = f"{add}?event_type=evaluation.recorded"

    blocked = custodian.send(add, on=on, **asked, **{**keyed, "f.decision.full_no": ""})
    assert blocked.status_code == 409
    assert 'value="31/12/2018"' in blocked.text
    custodian.sends(add, on=on, **asked, **keyed)

    career = words_of(custodian.open(f"/people/{doors.person(AN)}?evidence=ALL&on=31/12/2019"))
    assert "77/QĐ-SNV" in career


# People


def test_a_career_is_asked_on_two_clocks(doors: Doors, custodian: Person):
    discipline = doors.proposals("HS-001", "discipline.imposed")[0]
    before = doors.clock.now.isoformat()
    person_id, event_id = confirmed(doors, custodian, discipline)
    person = f"/people/{person_id}"
    asked = {"on": "30/06/2019", "evidence": "ALL"}

    now = custodian.open(person, params=asked)
    then = custodian.open(person, params=asked | {"known": before})

    assert AN in now and "khiển trách" in now
    assert f"e-{event_id}" in now and f"e-{event_id}" not in then
    assert custodian.client.get(person, params={"known": "hôm qua"}).status_code == 409


def test_what_was_learned_between_two_moments_is_compared(doors: Doors, custodian: Person):
    discipline = doors.proposals("HS-001", "discipline.imposed")[0]
    before = doors.clock.now.isoformat()
    person_id, _ = confirmed(doors, custodian, discipline)

    asked = {"a": before, "on": "2019-06-30"}
    said = words_of(custodian.open(f"/people/{person_id}/diff", params=asked))

    assert "Khiển trách" in said or "khiển trách" in said
    assert "{'" not in said and "effectiveDate" not in said


def test_people_are_found_without_a_name_in_an_address(doors: Doors, custodian: Person):
    opened = custodian.sends("/people", who="nguyễn văn an")

    assert opened == f"/people/{doors.person(AN)}"
    assert "Không có ai" in custodian.send("/people", who="Trần Văn Không").text


def test_search_marks_what_it_found(doors: Doors, custodian: Person):
    html = custodian.send("/search", text="nguyen van an").text

    assert f"/people/{doors.person(AN)}" in html
    assert "<mark>" in html
    wrong = custodian.send("/search", text="an", **{"from": "hôm qua"})
    assert wrong.status_code == 409 and 'role="alert"' in wrong.text


# Quarantine


def test_a_secret_page_is_removed_by_two_people(doors: Doors, custodian: Person, colleague: Person):
    page_id = doors.quarantined
    form = f"/quarantine/{page_id}"
    removal = {"act": "remove", "level": "MAT", "holder": "Văn thư mật"}

    custodian.sends(form, on="/quarantine", act="request", why="có dấu MẬT")
    assert "Chờ người thứ hai" in custodian.open("/quarantine")
    assert custodian.send(form, on="/quarantine", **removal).status_code == 409
    colleague.sends(form, on="/quarantine", **removal)

    assert "Không có trang nào" in colleague.open("/quarantine")
    assert colleague.client.get(f"/pages/{page_id}/image").status_code == 409


def test_a_false_alarm_is_released(doors: Doors, custodian: Person):
    page_id = doors.quarantined
    assert custodian.client.get(f"/pages/{page_id}/image").content.startswith(JPEG)

    custodian.sends(f"/quarantine/{page_id}", on="/quarantine", act="release", why="khung in sẵn")
    doors.work()

    row = doors.archive.registers.page(page_id)
    assert row is not None and row.state.value == "CUSTODY"
