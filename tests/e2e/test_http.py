"""Over HTTP: every route once on its good way, and what is refused, to whom, and how it is said."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from PIL import Image

from archive.actors import revoke_key
from domain.access import Action, Role
from domain.dates import local_day
from tests.kit.callers import JPEG, Program, client_of
from tests.kit.doors import AN, HANH, MAI, Doors
from tests.kit.pages import page_png

ABSENT = "00000000-0000-4000-8000-00000000a55e"
NOBODY = "/people/00000000-0000-4000-8000-00000000dead"
QUESTION = {"text": "nguyen van an"}


def asking(doors: Doors, who: str | None, *, language: str = "vi") -> Program:
    return Program(client_of(doors), doors.keys[who] if who else None, language)


@pytest.fixture
def custodian(doors: Doors) -> Program:
    return asking(doors, "custodian")


def refusal(response: Any, status: int, code: str) -> dict[str, Any]:
    """A problem document, whole."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["type"] == f"urn:hoso:problem:{code}"
    assert body["instance"].startswith("urn:uuid:")
    assert body["detail"] != code and body["title"] != f"status.{status}"
    return body


def confirmed(doors: Doors, who: Program, name: str, event_type: str) -> dict[str, Any]:
    """A proposal of a dossier, confirmed as it was read."""
    (proposal_id, *_) = doors.proposals(name, event_type)
    answer: dict[str, Any] = who.post(f"/proposals/{proposal_id}/confirm")
    doors.archive.catch_up()
    return answer


# Who is asking


def test_the_api_describes_itself(doors: Doors):
    paths = client_of(doors).get("/v1/openapi.json").json()["paths"]

    assert "/v1/work-list" in paths
    assert all(path.startswith("/v1/") for path in paths)


def test_the_description_says_how_a_key_is_sent(doors: Doors):
    schema = client_of(doors).get("/v1/openapi.json").json()

    assert schema["components"]["securitySchemes"]["actorKey"]["scheme"] == "bearer"
    assert schema["security"] == [{"actorKey": []}]


def test_nobody_is_anonymous(doors: Doors):
    client = client_of(doors)
    paths = client.get("/v1/openapi.json").json()["paths"]
    open_to_all = {"/v1/health", "/v1/ready"}
    asked = [
        (method, path)
        for path, routes in paths.items()
        for method in routes
        if path not in open_to_all
    ]

    assert len(asked) > 40
    for method, path in asked:
        here = path.replace("{topic}", "appointment.made").replace("{key_id}", "abc")
        for name in ("person", "event", "proposal", "document", "dossier", "page", "batch"):
            here = here.replace(f"{{{name}_id}}", str(uuid4()))
        for name in ("actor", "grant", "attachment"):
            here = here.replace(f"{{{name}_id}}", str(uuid4()))
        body = {} if method in ("get", "delete") else {"json": {}}
        response = client.request(method, here, **body)
        # A body that cannot be read is said before the key is looked at; nothing is done.
        assert response.status_code in (401, 422), (method, path, response.text)


def test_without_a_key_nothing_is_answered(doors: Doors):
    response = asking(doors, None).ask("GET", "/batches")

    refusal(response, 401, "access.noKey")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_key_that_nobody_has_is_refused(doors: Doors):
    stranger = Program(client_of(doors), "hoso_abcdefgh.0123456789")

    refusal(stranger.ask("GET", "/batches"), 401, "access.keyUnknown")


def test_a_revoked_key_opens_nothing(doors: Doors, custodian: Program):
    key = doors.key("custodian")
    asker = Program(custodian.client, key)
    assert asker.ask("GET", "/batches").status_code == 200

    revoke_key(
        key.removeprefix("hoso_").split(".")[0],
        by=doors.by("admin"),
        now=doors.archive.clock(),
        ledger=doors.archive.ledger,
    )

    refusal(asker.ask("GET", "/batches"), 401, "access.keyRevoked")


def test_an_expired_key_opens_nothing(doors: Doors, custodian: Program):
    key = doors.key("custodian", expires_at=doors.clock.now + timedelta(hours=1))
    doors.clock.at((doors.clock.now + timedelta(hours=2)).isoformat())

    refusal(Program(custodian.client, key).ask("GET", "/batches"), 401, "access.keyExpired")


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        ("operator", "POST", "/search", QUESTION),
        ("officer", "GET", "/work-list", None),
        ("officer", "GET", "/second-looks", None),
        ("admin", "GET", f"{NOBODY}/career", None),
        ("custodian", "GET", "/actors", None),
        ("officer", "POST", "/verifications", None),
        ("auditor", "GET", "/batches", None),
    ],
)
def test_a_role_does_what_its_table_says_and_nothing_else(
    doors: Doors, who: str, method: str, path: str, body: Any
):
    sent = {"json": body} if body else {}

    problem = refusal(asking(doors, who).ask(method, path, **sent), 403, "access.notAllowed")

    assert "quyền" in problem["detail"]


def test_a_refused_look_is_written_before_it_is_answered(doors: Doors):
    response = asking(doors, "auditor").ask("GET", f"/people/{doors.person(HANH)}/career")

    refusal(response, 403, "access.notAllowed")
    (written,) = doors.archive.access.looks_of(doors.ids["auditor"], local_day(doors.clock.now))
    assert written.event.topic == "answer.refused"
    assert written.event.persons == (doors.person(HANH),)  # type: ignore[attr-defined]


# What cannot be read, is not there, or is refused


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Không tìm thấy"), ("en", "Not found"), ("fr", "Không tìm thấy")]
)
def test_a_refusal_speaks_the_language_that_is_asked_for(doors: Doors, language: str, title: str):
    asker = asking(doors, "custodian", language=language)

    problem = refusal(asker.ask("GET", f"/dossiers/{ABSENT}"), 404, "dossier.unknown")

    assert problem["title"] == title


@pytest.mark.parametrize(
    "path",
    [
        f"/batches/{ABSENT}",
        f"/dossiers/{ABSENT}",
        f"/documents/{ABSENT}",
        f"/proposals/{ABSENT}",
        f"/pages/{ABSENT}/image",
        f"{NOBODY}/career",
        "/event-types/no.such",
        "/no/such/address",
    ],
)
def test_what_is_not_there_is_said_to_be_unknown(custodian: Program, path: str):
    response = custodian.ask("GET", path)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_malformed_question_is_never_repeated(custodian: Program):
    secret = "Bùi Thị Kín"
    bodies: list[tuple[str, Any]] = [
        ("/search", {"text": {secret: secret}}),
        ("/search", {"text": "x", secret: secret}),
        ("/search", {"kinds": [secret]}),
        (f"/proposals/{ABSENT}/confirm", {"changes": secret, "personId": secret}),
        (f"/documents/{ABSENT}/confirm", {secret: {"personId": secret}}),
        (f"{NOBODY}/events/{ABSENT}/annul", {"why": [secret]}),
    ]
    for path, body in bodies:
        response = custodian.ask("POST", path, json=body)
        problem = refusal(response, 422, "http.malformed")
        assert problem["faults"]
        assert secret not in response.text and "Kín" not in response.text
    response = custodian.ask("POST", "/search", content=f'{{"text": "{secret}', headers={})
    assert response.status_code == 422
    assert "Kín" not in response.text


def test_where_a_fault_lies_is_named(custodian: Program):
    response = custodian.ask("POST", "/search", json={"limit": 0})

    assert refusal(response, 422, "http.malformed")["faults"] == [
        {"at": "body.limit", "fault": "greater_than_equal"}
    ]


def test_a_mistake_of_the_program_says_nothing_of_what_it_was_given(
    doors: Doors, caplog: pytest.LogCaptureFixture
):
    def broken() -> None:
        raise RuntimeError("Bùi Thị Kín")

    client = client_of(doors)
    client.app.add_api_route("/v1/broken", broken)  # type: ignore[attr-defined]

    response = client.get("/v1/broken")

    problem = refusal(response, 500, "http.crashed")
    assert "Kín" not in str(problem) and "instance" in problem["detail"]
    assert "default-src 'none'" in response.headers["content-security-policy"]
    told = [record for record in caplog.records if record.name.startswith("api")]
    assert [record.__dict__["error"] for record in told] == ["RuntimeError"]
    assert "Kín" not in caplog.text


def test_what_is_too_large_is_refused_while_it_comes(custodian: Program):
    response = custodian.ask("POST", "/search", content=b" " * (2 * 1024 * 1024 + 1))

    refusal(response, 413, "http.tooLarge")


def test_a_proposal_is_decided_only_once(doors: Doors, custodian: Program):
    (proposal_id, *_) = doors.proposals("HS-001", "appointment.made")
    custodian.post(f"/proposals/{proposal_id}/confirm")

    response = custodian.ask("POST", f"/proposals/{proposal_id}/confirm")

    refusal(response, 409, "review.alreadyDecided")


def test_every_answer_carries_its_headers(doors: Doors, custodian: Program):
    for response in (custodian.ask("GET", "/batches"), custodian.client.get("/sign-in")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
        assert response.headers["cache-control"] == "no-store"


# Health


def test_health_and_readiness_are_told_without_a_key(doors: Doors):
    nobody = asking(doors, None)

    assert nobody.get("/health") == {"status": "ok"}
    ready = nobody.get("/ready")
    assert ready["ready"] is True
    assert {part["part"] for part in ready["parts"]} == {
        "ledger",
        "registers",
        "index",
        "queue",
        "objects",
    }


# Custody


def test_batches_are_told_with_their_balance(doors: Doors, custodian: Program):
    (batch,) = custodian.get("/batches")["batches"]

    assert batch["row"]["balance"]["quarantine"] == 1
    one = custodian.get(f"/batches/{batch['row']['batchId']}")
    assert one["batches"] == [batch]
    assert ["status.advice.held", 1] in one["advice"]


def test_files_are_taken_in_over_http(doors: Doors):
    files = [
        ("files", ("HS-100/0001.png", page_png(7001), "image/png")),
        ("files", ("HS-100/0002.png", b"no scan", "image/png")),
        ("files", ("manifest.csv", b"dossier,person_name\nHS-100,Vi Van Thang\n", "text/csv")),
    ]

    answer = Program.told(asking(doors, "operator").ask("POST", "/batches", files=files))

    assert answer["number"] == 2
    assert [one["name"] for one in answer["dossiers"]] == ["HS-100"]
    assert [one["code"] for one in answer["rejected"]] == ["scan.notAScan"]
    doors.work()
    row = doors.archive.registers.batch(UUID(answer["batchId"]))
    assert row is not None and row.balance.holds and row.balance.custody == 1


def test_an_accession_without_files_says_so(custodian: Program):
    refusal(custodian.ask("POST", "/batches"), 409, "http.noFile")


def test_dossiers_are_listed_shown_counted_and_bound(doors: Doors, custodian: Program):
    rows = custodian.get("/dossiers", unbound=True)["rows"]
    held = custodian.get("/dossiers", state="HELD")["rows"]

    assert [row["name"] for row in rows] == ["HS-004"]
    assert [row["name"] for row in held] == ["HS-002"]
    dossier_id = rows[0]["dossierId"]
    bound = custodian.post(f"/dossiers/{dossier_id}/bind", {})
    assert bound["new"] is True
    custodian.post(f"/dossiers/{dossier_id}/count", {"sheets": 2, "sides": 1, "blankSides": 0})
    doors.archive.catch_up()
    shown = custodian.get(f"/dossiers/{dossier_id}")
    assert shown["personName"] == MAI
    assert shown["row"]["state"] == "BALANCED"


def test_a_page_comes_as_a_marked_jpeg_and_the_look_is_noted(doors: Doors, custodian: Program):
    page_id = doors.pages("HS-001")[0]
    client = custodian.client
    address = f"/v1/pages/{page_id}/image"
    headers = {"Authorization": f"Bearer {custodian.key}"}

    response = client.get(address, params={"size": "FULL"}, headers=headers)
    cropped = client.get(address, params={"crop": "100,100,300,200"}, headers=headers)

    assert response.headers["content-type"] == "image/jpeg"
    assert response.content.startswith(JPEG)
    picture = Image.open(io.BytesIO(response.content)).convert("RGB")
    assert picture.size == (827, 1165)
    shades = np.asarray(picture).astype(int)
    assert (shades[..., 0] - shades[..., 2] > 8).sum() > 1000, "no mark in red ink"
    assert Image.open(io.BytesIO(cropped.content)).size == (200, 100)
    refusal(
        client.get(address, params={"crop": "9000,9000,9001,9001"}, headers=headers),
        409,
        "page.badCrop",
    )
    refusal(client.get(address, params={"crop": "3,3,1,1"}, headers=headers), 409, "page.badCrop")
    doors.archive.access.flush()
    looks = doors.archive.access.looks_of(doors.ids["custodian"], local_day(doors.clock.now))
    seen = [one.event for one in looks if one.event.action is Action.SEE_PAGE]  # type: ignore[attr-defined]
    assert [one.pages for one in seen] == [(page_id,), (page_id,)]  # type: ignore[attr-defined]
    assert seen[0].key_id == (custodian.key or "")[5:].split(".")[0]  # type: ignore[attr-defined]


def test_a_page_is_scanned_again_inserted_refiled_and_judged(doors: Doors, custodian: Program):
    first, *_ = doors.pages("HS-002")
    hs3 = doors.dossier("HS-003")

    def scan(number: int) -> dict[str, Any]:
        return {"file": ("x.png", page_png(number), "image/png")}

    again = custodian.post(f"/pages/{first}/rescan", files=scan(7100))
    assert again["pageIds"] == [str(first)]
    inserted = custodian.post(
        f"/dossiers/{doors.dossier('HS-002')}/pages",
        files=scan(7101),
        data={"afterPage": str(first)},
    )
    doors.work()
    assert doors.pages("HS-002")[1] == UUID(inserted["pageIds"][0])
    custodian.post(f"/pages/{first}/judge", {"accepted": False, "why": "mờ góc trái"})
    moved = {"toDossierId": str(hs3), "why": "kẹp nhầm hồ sơ", "afterPage": None}
    custodian.post(f"/pages/{inserted['pageIds'][0]}/refile", moved)
    doors.archive.catch_up()
    assert doors.pages("HS-003")[0] == UUID(inserted["pageIds"][0])
    refusal(
        custodian.ask(
            "POST", f"/pages/{first}/rescan", files={"file": ("x.png", b"no", "image/png")}
        ),
        422,
        "scan.notAScan",
    )
    refusal(custodian.ask("POST", f"/pages/{first}/rescan"), 409, "http.noFile")


def test_a_quarantined_page_is_removed_by_two_people(doors: Doors, custodian: Program):
    page_id = doors.quarantined
    removal = {"level": "MAT", "holder": "Văn thư mật"}

    custodian.post(f"/pages/{page_id}/removal-request", {"why": "có dấu MẬT"})
    alone = custodian.ask("POST", f"/pages/{page_id}/removal", json=removal)

    refusal(alone, 409, "page.secondPerson")
    asking(doors, "colleague").post(f"/pages/{page_id}/removal", removal)
    doors.archive.catch_up()
    gone = custodian.ask("GET", f"/pages/{page_id}/image")
    refusal(gone, 409, "page.removed")


def test_a_false_alarm_is_released(doors: Doors, custodian: Program):
    page_id = doors.quarantined
    operator = asking(doors, "operator")
    refusal(operator.ask("GET", f"/pages/{page_id}/image"), 403, "access.notAllowed")
    refusal(
        operator.ask("POST", f"/pages/{page_id}/release", json={"why": "nhầm"}),
        403,
        "access.notAllowed",
    )

    custodian.post(f"/pages/{page_id}/release", {"why": "khung đỏ của mẫu in"})
    doors.work()

    row = doors.archive.registers.page(page_id)
    assert row is not None and row.state.value == "CUSTODY"


# Documents and proposals


def test_documents_are_split_joined_reordered_described_and_assembled(
    doors: Doors, custodian: Program
):
    long, award, paper = doors.documents("HS-003")[:3]
    pages = custodian.get(f"/documents/{long}")["pages"]
    assert [page["pageNo"] for page in pages] == [1, 2, 3]

    second = custodian.post(f"/documents/{long}/split", {"firstPage": pages[1]["pageId"]})
    doors.archive.catch_up()
    custodian.post(f"/documents/{long}/join", {"otherDocumentId": second["documentId"]})
    order = [pages[2]["pageId"], pages[0]["pageId"], pages[1]["pageId"]]
    custodian.post(f"/documents/{long}/reorder", {"pageIds": order})
    described = {"docType": "QD", "number": "12/QĐ-SNV", "issueDate": "2019-05-02"}
    custodian.post(f"/documents/{long}/describe", {"description": described})
    custodian.post(f"/documents/{award}/assemble", {})
    hs4 = doors.pages("HS-004")
    made = custodian.post(
        f"/dossiers/{doors.dossier('HS-004')}/documents",
        {"pageIds": [str(one) for one in hs4], "description": {"docType": "KHAC"}},
    )
    doors.archive.catch_up()

    now = custodian.get(f"/documents/{long}")
    assert [page["pageId"] for page in now["pages"]] == order
    assert now["description"]["number"] == "12/QĐ-SNV"
    assert len(custodian.get(f"/documents/{made['documentId']}")["pages"]) == 2
    assert paper is not None


def test_the_work_list_names_the_riskiest_first(doors: Doors, custodian: Program):
    found = custodian.get("/work-list", dossierId=str(doors.dossier("HS-001")))

    order = ["CONFLICT", "UNSURE", "SURE", "WAITING"]
    risks = [order.index(item["risk"]) for item in found["items"]]
    assert risks == sorted(risks)
    assert found["total"] == len(found["items"])
    assert sum(found["counts"].values()) == found["total"]


def test_a_proposal_is_shown_and_confirmed_with_what_was_changed(doors: Doors, custodian: Program):
    (proposal_id, *_) = doors.proposals("HS-001", "appointment.made")
    view = custodian.get(f"/proposals/{proposal_id}")
    fields = {field["name"]: field for field in view["fields"]}
    assert fields["post"]["value"]
    assert fields["post"]["citations"][0]["box"]

    answer = custodian.post(f"/proposals/{proposal_id}/confirm", {"changes": {"term_months": 48}})

    assert answer["changedFields"] == ["term_months"]
    assert answer["look"] == "REQUIRED"


def test_a_proposal_is_rejected_with_a_reason(doors: Doors, custodian: Program):
    (proposal_id, *_) = doors.proposals("HS-001", "discipline.imposed")
    refusal(
        custodian.ask("POST", f"/proposals/{proposal_id}/reject", json={"why": ""}),
        422,
        "http.malformed",
    )

    custodian.post(f"/proposals/{proposal_id}/reject", {"why": "bản dự thảo"})

    assert custodian.get(f"/proposals/{proposal_id}")["state"] == "REJECTED"


def test_a_paper_is_confirmed_once_for_all_its_copies(doors: Doors, custodian: Program):
    proposals = doors.proposals("HS-003", "award.granted")
    view = custodian.get(f"/proposals/{proposals[0]}")

    whole = custodian.post(f"/documents/{view['document']['documentId']}/confirm", {})
    everywhere = custodian.post(f"/decisions/{view['batchId']}/confirm")

    done = [one["proposalId"] for one in whole["confirmed"] + everywhere["confirmed"]]
    assert str(proposals[0]) in done
    assert all(one["code"] for one in whole["left"] + everywhere["left"])


def test_an_event_is_keyed_on_its_paper(doors: Doors, custodian: Program):
    document_id = doors.documents("HS-001")[1]
    page_id = doors.pages("HS-001")[1]
    form = custodian.get("/event-types/evaluation.recorded")
    (rating, *_) = next(field["choices"] for field in form if field["name"] == "rating")
    draft = {
        "eventType": "evaluation.recorded",
        "fields": {
            "year": 2018,
            "rating": rating,
            "effective_date": "2018-12-31",
            "effective_basis": "EXPLICIT",
            "issue_date": "2018-12-31",
            "decision.full_no": "77/QĐ-SNV",
            "decision.doc_type": "QD",
        },
        "places": [{"pageId": str(page_id)}],
    }
    assert {"topic", "labelVi", "labelEn", "ndbGroup"} == set(custodian.get("/event-types")[0])

    custodian.post(f"/documents/{document_id}/events/check", draft)
    recorded = custodian.post(f"/documents/{document_id}/events", draft)
    refused = custodian.ask(
        "POST", f"/documents/{document_id}/events", json=draft | {"fields": {"year": "Bùi Kín"}}
    )

    assert recorded["personId"] == str(doors.person(AN))
    assert "Kín" not in refusal(refused, 409, "event.fieldsInvalid")["detail"]


# Careers


def test_an_event_is_verified_by_somebody_else_and_replayed(doors: Doors, custodian: Program):
    done = confirmed(doors, custodian, "HS-001", "appointment.made")
    event = f"/people/{done['personId']}/events/{done['eventId']}"
    colleague = asking(doors, "colleague")

    waiting = colleague.get("/second-looks")
    assert done["eventId"] in [one["eventId"] for one in waiting]
    own = custodian.ask("POST", f"{event}/verify")
    refusal(own, 409, "mending.ownWork")
    assert colleague.get(event)["ownWork"] is False
    colleague.post(f"{event}/verify")
    officer = asking(doors, "officer")
    career = officer.get(
        f"/people/{done['personId']}/career",
        on="2019-06-30",
        knownAt="2026-12-31",
        evidence="PROVED",
    )
    assert done["eventId"] in [one["eventId"] for one in career["timeline"]]
    assert {"employment", "posts", "grade", "discipline"} <= set(career["state"])


def test_two_people_are_made_one_and_parted_again(doors: Doors, custodian: Program):
    one = doors.person(AN)
    other = next(row["personId"] for row in custodian.get("/people") if row["personId"] != str(one))
    colleague = asking(doors, "colleague")
    body = {"other": other, "why": "cùng một người"}

    merged = custodian.post(f"/people/{one}/merge", body)
    again = custodian.ask("POST", f"/people/{one}/merge", json=body)
    refusal(again, 409, "identity.mergePending")
    colleague.post(f"/people/{one}/events/{merged['eventId']}/verify")
    assert custodian.get(f"/people/{other}/career")["person"] == str(one)
    doors.work()
    assert other not in [row["personId"] for row in custodian.get("/people")]

    parted = custodian.post(f"/people/{one}/separate", {"other": other, "why": "hai người"})
    colleague.post(f"/people/{one}/events/{parted['eventId']}/verify")
    assert custodian.get(f"/people/{other}/career")["person"] == other


def test_a_career_is_told_as_it_was_known(doors: Doors, custodian: Program):
    before = doors.clock.now.isoformat()
    done = confirmed(doors, custodian, "HS-001", "discipline.imposed")
    after = doors.clock.now.isoformat()
    person = f"/people/{done['personId']}"

    then = custodian.get(f"{person}/career", knownAt=before, evidence="ALL")
    diff = custodian.get(f"{person}/career/diff", knownAt=[before, after], on="2019-06-30")

    assert done["eventId"] not in [one["eventId"] for one in then["timeline"]]
    assert [one["eventId"] for one in diff["changes"] if one["eventId"] == done["eventId"]]
    assert any(one["path"].startswith("discipline") for one in diff["stateChanges"])
    refusal(
        custodian.ask("GET", f"{person}/career", params={"knownAt": "hôm qua"}),
        409,
        "moment.unreadable",
    )


def test_the_auditor_replays_the_persons_of_the_grant(doors: Doors):
    auditor = asking(doors, "auditor")

    career = auditor.get(f"/people/{doors.person(AN)}/career", on="2019-06-30", purpose="thanh tra")

    assert career["person"] == str(doors.person(AN))


def test_people_are_listed_and_found_by_what_stands_in_the_body(doors: Doors, custodian: Program):
    names = [one["name"] for one in custodian.get("/people")]
    found = custodian.post("/people/find", {"who": "nguyen van an"})
    by_number = custodian.post("/people/find", {"who": "024079000321"})

    assert AN in names and HANH in names
    assert [one["name"] for one in found] == [AN]
    assert by_number == found


def test_what_was_recorded_wrongly_is_mended_after_a_second_look(doors: Doors, custodian: Program):
    done = confirmed(doors, custodian, "HS-001", "appointment.made")
    other = confirmed(doors, custodian, "HS-001", "discipline.imposed")
    people = f"/people/{done['personId']}"
    colleague = asking(doors, "colleague")

    corrected = custodian.post(
        f"{people}/events/{done['eventId']}/correct",
        {"changes": {"term_months": 48}, "why": "đọc nhầm thời hạn"},
    )
    colleague.post(f"{people}/events/{corrected['eventId']}/verify")
    annulled = custodian.post(f"{people}/events/{other['eventId']}/annul", {"why": "ghi hai lần"})
    colleague.post(f"{people}/events/{annulled['eventId']}/verify")
    back = custodian.post(f"{people}/events/{other['eventId']}/reinstate", {"why": "không trùng"})
    colleague.post(f"{people}/events/{back['eventId']}/dispute", {"why": "vẫn trùng với bản kia"})
    doors.archive.catch_up()

    event = custodian.get(f"{people}/events/{done['eventId']}")
    fields = {field["name"]: field["value"] for field in event["fields"]}
    assert fields["term_months"] == 48
    assert custodian.get(f"{people}/events/{other['eventId']}")["force"] == "ANNULLED"


def test_a_finding_is_explained_and_an_attached_paper_withdrawn(doors: Doors, custodian: Program):
    done = confirmed(doors, custodian, "HS-001", "appointment.made")
    people = f"/people/{done['personId']}"
    document_id = doors.documents("HS-001")[2]

    custodian.post(
        f"/documents/{document_id}/attach",
        {"personId": done["personId"], "eventId": done["eventId"], "rank": "PLAIN_COPY"},
    )
    (attachment,) = custodian.get(f"{people}/events/{done['eventId']}")["attachments"]
    custodian.post(f"{people}/attachments/{attachment}/withdraw", {"why": "gắn nhầm giấy"})
    asked = {"person": done["personId"]}
    first = custodian.get("/findings", **asked)["rows"][0]
    assert first["sentenceVi"] != first["sentenceEn"]
    why = {"rule": first["rule"], "eventIds": first["eventIds"], "why": "văn bản cũ bị mất"}
    custodian.post(f"{people}/explanations", why)
    refusal(
        custodian.ask("POST", f"{people}/explanations", json=why), 409, "mending.alreadyExplained"
    )

    left = custodian.get("/findings", **asked)["rows"]
    assert first["code"] not in {row["code"] for row in left if row["eventIds"] == why["eventIds"]}
    told = custodian.get("/findings", **asked, explained=True)["rows"]
    assert any(row["explained"] and row["explained"]["why"] == why["why"] for row in told)
    assert custodian.get(f"{people}/events/{done['eventId']}")["attachments"] == []


# Finding


def test_search_is_asked_in_the_body_and_sees_what_was_just_done(doors: Doors, custodian: Program):
    done = custodian.post(f"/proposals/{doors.proposals('HS-001', 'appointment.made')[0]}/confirm")
    doors.archive.catch_up()

    found = custodian.post("/search", QUESTION | {"after": done["position"], "kinds": ["PERSON"]})

    assert found["hits"][0]["title"] == AN
    assert custodian.ask("GET", "/search", params={"text": "an"}).status_code == 405


# Actors


def test_actors_are_added_granted_and_revoked(doors: Doors):
    admin = asking(doors, "admin")

    added = admin.post("/actors", {"name": "Vi Thị Sáng", "office": "Lưu trữ"})
    actor = f"/actors/{added['actorId']}"
    granted = admin.post(f"{actor}/grants", {"role": "SCAN_OPERATOR", "paperNo": "12/QĐ"})
    key = admin.post(f"{actor}/keys", {"roles": ["SCAN_OPERATOR"]})
    newcomer = Program(admin.client, key["secret"])

    assert newcomer.ask("GET", "/batches").status_code == 200
    Program.told(admin.ask("DELETE", f"{actor}/grants/{granted['grantId']}"))
    refusal(newcomer.ask("GET", "/batches"), 403, "access.notAllowed")
    Program.told(admin.ask("DELETE", f"/keys/{key['keyId']}"))
    refusal(newcomer.ask("GET", "/batches"), 401, "access.keyRevoked")
    doors.archive.catch_up()
    listed = admin.get("/actors")
    assert "Vi Thị Sáng" in [one["name"] for one in listed]
    assert key["secret"] not in str(listed)
    own = admin.ask("POST", f"/actors/{doors.ids['admin']}/grants", json={"role": "SYS_ADMIN"})
    refusal(own, 409, "actor.ownGrant")


def test_custody_is_checked_over_http(doors: Doors, custodian: Program):
    report = custodian.post("/verifications")

    assert report["faults"] == []
    assert report["sealed"] is False


def test_a_role_may_be_narrowed_by_its_key(doors: Doors):
    doors.admit("both", Role.SCAN_OPERATOR, Role.HR_OFFICER)
    admin = asking(doors, "admin")
    narrow = admin.post(f"/actors/{doors.ids['both']}/keys", {"roles": ["HR_OFFICER"]})

    response = Program(admin.client, narrow["secret"]).ask(
        "POST", "/batches", files=[("files", ("a.png", page_png(7300), "image/png"))]
    )

    refusal(response, 403, "access.notAllowed")
