"""Files: who uploads, sees, opens and removes them, and what belongs to what (E-71)."""

import asyncio
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from sqlalchemy import func, select

from services.api.features.files.models import File
from services.api.features.pairings.models import Pairing
from services.api.kernel.events import Event
from services.api.kernel.files import FileStore
from services.api.kernel.ids import new_id
from services.contracts.codes import ClientScope, Role
from tests.factories.world import HOME, NEIGHBOUR, THIRD, Make, World
from tests.support import pictures
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

REASON = {"reason": "传错了"}


@pytest.fixture(autouse=True)
def folder(app: FastAPI, tmp_path: Path) -> Path:
    """A folder of the test's own."""
    app.state.settings.data_dir = tmp_path
    app.state.files = FileStore(app.state.settings.files_dir)
    return tmp_path / "files"


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


async def upload(
    caller: Caller, content: bytes, kind: str = "activity_photo", name: str = "赵小满.jpg", **fields: Any
) -> httpx.Response:
    form = {"kind": kind, **{key: str(value) for key, value in fields.items() if key != "key"}}
    files = {"file": (name, content, "image/jpeg")}
    return await caller.request("POST", "/files", data=form, files=files, key=fields.get("key", new_id().hex))


def activity_of(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id),
        "host_school_id": str(pairing.supporting_school_id),
        "type": "demo_lesson",
        "held_on": "2026-11-18",
        "topic": "示范课",
        **changes,
    }


async def recorded(host: Caller, pairing: Pairing, *contents: bytes) -> tuple[str, list[str]]:
    """An activity with photos: its id and theirs."""
    ids = [(await upload(host, content)).json()["id"] for content in contents]
    made = await host.post("/activities", activity_of(pairing, file_ids=ids))
    assert made.status_code == 201, made.text
    return made.json()["id"], ids


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def test_a_photo_is_uploaded_given_to_its_activity_and_seen_by_both_schools_and_their_counties(
    host: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    activity, (photo,) = await recorded(host, pairing, pictures.jpeg())
    viewers = [
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.auditor, "610000"),
    ]
    for viewer in viewers:
        (seen,) = (await viewer.get(f"/files?kind=activity_photo&owner_id={activity}")).json()["items"]
        assert (seen["id"], seen["owner_id"]) == (photo, activity)
        opened = await viewer.get(f"/files/{photo}")
        assert (opened.status_code, opened.headers["content-type"]) == (200, "image/jpeg")
        small = await viewer.get(f"/files/{photo}/thumbnail")
        assert max(Image.open(io.BytesIO(small.content)).size) == 320


async def test_the_answer_is_harmless_in_a_browser_and_has_a_name_of_ours(host: Caller) -> None:
    photo = (await upload(host, pictures.jpeg(), name="赵小满的病历.jpg")).json()
    assert "赵小满" not in str(photo)
    assert photo["name"].startswith("活动照片-20261203-")
    headers = (await host.get(f"/files/{photo['id']}")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert headers["content-disposition"].startswith("inline; filename*=UTF-8''%E6%B4%BB")
    assert headers["cache-control"] == "private, no-cache"
    again = await host.get(f"/files/{photo['id']}", headers={"If-None-Match": headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    scan = (await upload(host, pictures.pdf(), "pairing_agreement")).json()
    answer = await host.get(f"/files/{scan['id']}")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-type"] == "application/pdf"
    assert (await host.get(f"/files/{scan['id']}/thumbnail")).status_code == 404


async def test_a_photo_loses_place_and_maker_stands_upright_and_is_at_most_2000_pixels_long(
    host: Caller, folder: Path
) -> None:
    raw = pictures.photo_of_a_phone()
    assert b"PHONE-MAKER" in raw
    photo = (await upload(host, raw)).json()
    kept = (await host.get(f"/files/{photo['id']}")).content
    picture = Image.open(io.BytesIO(kept))
    assert picture.size == (1500, 2000)
    assert not dict(picture.getexif())
    assert not [path for path in blobs(folder) if b"PHONE-MAKER" in path.read_bytes() or b"Exif" in path.read_bytes()]


async def test_what_hangs_behind_a_picture_does_not_stay(host: Caller) -> None:
    tail = pictures.zipped() + b"<script>alert(1)</script>"
    for picture in (pictures.jpeg(), pictures.png()):
        photo = (await upload(host, picture + tail)).json()
        kept = (await host.get(f"/files/{photo['id']}")).content
        assert b"<script>" not in kept
        assert b"PK\x03\x04" not in kept


@pytest.mark.parametrize("what", pictures.HOSTILE)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_must_not_get_in_gets_a_clear_answer_and_leaves_nothing(
    host: Caller, folder: Path, what: str, app: FastAPI
) -> None:
    content, code = pictures.HOSTILE[what]
    answer = await upload(host, content, "pairing_agreement")
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["field"] == "file"
    assert blobs(folder) == []
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(File)) == 0


async def test_more_than_ten_megabytes_are_refused_before_they_are_read(host: Caller, folder: Path) -> None:
    eleven = b"\xff\xd8\xff" + bytes(11 * 1024 * 1024)
    declared = await upload(host, eleven)
    assert (declared.status_code, declared.json()["code"]) == (413, "request.body_too_large")
    just_over = await upload(host, b"\xff\xd8\xff" + bytes(10 * 1024 * 1024))
    assert (just_over.status_code, just_over.json()["code"]) == (413, "file.too_large")
    assert blobs(folder) == []
    other = await host.request("POST", "/activities", content=bytes(1024 * 1024), key="a-key-of-ours")
    assert other.status_code == 413


async def test_the_same_picture_twice_at_once_is_one_blob_and_two_files(host: Caller, folder: Path) -> None:
    answers = await asyncio.gather(*(upload(host, pictures.jpeg()) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 4
    assert len(blobs(folder)) == 2, "the picture and its thumbnail"
    assert {path.stat().st_mode & 0o777 for path in blobs(folder)} == {0o600}


async def test_sending_an_upload_again_with_its_key_makes_one_file_and_another_file_is_refused(host: Caller) -> None:
    first, second = [await upload(host, pictures.jpeg(), key="the-key-of-one") for _ in range(2)]
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    other = await upload(host, pictures.jpeg(shade=9), key="the-key-of-one")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")


async def test_an_upload_that_belongs_to_nothing_yet_is_the_uploaders_alone(
    host: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    photo = (await upload(host, pictures.jpeg())).json()["id"]
    colleague = await sign_in(Role.school_reporter, school=world.urban)
    assert (await colleague.get(f"/files/{photo}")).status_code == 404
    taken = await colleague.post("/activities", activity_of(pairing, file_ids=[photo]))
    assert (taken.status_code, taken.json()["code"]) == (422, "file.not_waiting")
    assert (await host.post("/activities", activity_of(pairing, file_ids=[photo]))).status_code == 201
    twice = await host.post("/activities", activity_of(pairing, file_ids=[photo]))
    assert (twice.status_code, twice.json()["errors"][0]["field"]) == (422, "file_ids")
    wrong_kind = (await upload(host, pictures.pdf(), "pairing_agreement")).json()["id"]
    answer = await host.post("/activities", activity_of(pairing, file_ids=[wrong_kind]))
    assert (answer.status_code, answer.json()["code"]) == (422, "file.not_waiting")


async def test_an_activity_has_six_photos_at_most(host: Caller, pairing: Pairing) -> None:
    activity, _ = await recorded(host, pairing, *(pictures.jpeg(90, 90, shade) for shade in range(6)))
    seventh = await upload(host, pictures.jpeg(), owner_id=activity)
    assert (seventh.status_code, seventh.json()["code"]) == (422, "file.too_many")
    pdf = await upload(host, pictures.pdf(), owner_id=activity)
    assert (pdf.status_code, pdf.json()["code"]) == (422, "file.type")


async def test_the_partner_other_counties_teachers_and_clients_neither_write_nor_reach_beyond_their_scope(
    host: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    activity, (photo,) = await recorded(host, pairing, pictures.jpeg())
    partner = await sign_in(Role.school_reporter, school=world.neighbour)
    assert (await upload(partner, pictures.jpeg(), owner_id=activity)).status_code == 403
    assert (await partner.post(f"/files/{photo}/void", REASON, version=2)).status_code == 403
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await upload(third, pictures.jpeg(), owner_id=activity)).status_code == 404
    paths = (f"/files?kind=activity_photo&owner_id={activity}", f"/files/{photo}", f"/files/{photo}/thumbnail")
    teacher = await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id)
    client = await sign_in.client([ClientScope.records_read, ClientScope.records_identified])
    for caller, expected in ((third, 404), (teacher, 403), (client, 403)):
        assert [(await caller.get(path)).status_code for path in paths] == [expected] * 3
    assert (await upload(teacher, pictures.jpeg())).status_code == 403
    assert (await upload(client, pictures.jpeg())).status_code == 403


async def test_a_removed_photo_is_gone_for_readers_and_its_reason_stays_out_of_the_log(
    host: Caller, pairing: Pairing, app: FastAPI
) -> None:
    activity, (photo,) = await recorded(host, pairing, pictures.jpeg())
    stale = await host.post(f"/files/{photo}/void", REASON, version=1)
    assert stale.status_code == 412
    assert (await host.post(f"/files/{photo}/void", REASON, version=2)).status_code == 200
    assert (await host.post(f"/files/{photo}/void", REASON, version=3)).json()["code"] == "state.illegal"
    gone = await host.get(f"/files/{photo}")
    assert (gone.status_code, gone.json()["code"]) == (410, "file.gone")
    assert (await host.get(f"/files?kind=activity_photo&owner_id={activity}")).json()["items"] == []
    events = await events_of(app, "file")
    assert [event.action for event in events] == ["upload", "attach", "void"]
    assert "传错了" not in str([event.changes for event in events])
    assert "赵小满" not in str([event.changes for event in events])


async def events_of(app: FastAPI, entity: str) -> list[Any]:
    table: Any = Event
    async with app.state.database.reader() as db:
        found = await db.execute(select(table).where(table.entity == entity).order_by(table.at, table.entity_version))
        return list(found.scalars())


async def test_both_sides_keep_their_scan_of_an_agreement_and_each_removes_its_own(
    make: Make, host: Caller, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.neighbour, status="negotiating", supporting_signed_on=None,
                                 recipient_signed_on=None)  # fmt: skip
    partner = await sign_in(Role.school_leader, school=world.neighbour)
    for caller, side in ((host, "supporting"), (partner, "recipient")):
        scan = (await upload(caller, pictures.pdf(), "pairing_agreement")).json()["id"]
        version = (await caller.get(f"/pairings/{pairing.id}")).json()["version"]
        body = {"side": side, "signed_on": "2026-12-01", "file_ids": [scan]}
        signed = await caller.post(f"/pairings/{pairing.id}/sign", body, version=version)
        assert signed.status_code < 300, signed.text
    shown = (await partner.get(f"/files?kind=pairing_agreement&owner_id={pairing.id}")).json()["items"]
    assert [each["allowed_actions"] for each in shown] == [["open"], ["open", "void"]]
    office = await sign_in(Role.county_coordinator, HOME)
    shown = (await office.get(f"/files?kind=pairing_agreement&owner_id={pairing.id}")).json()["items"]
    assert [each["allowed_actions"] for each in shown] == [["open", "void"]] * 2


async def test_a_restricted_basis_opens_for_deciders_alone_and_each_opening_leaves_an_event(
    world: World, host: Caller, sign_in: SignIn, app: FastAPI
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    basis = (await upload(county, pictures.png(), "decision_basis", restricted=True)).json()
    assert not basis["has_thumbnail"]
    body = {"locality": "rural", "start_on": "2026-12-01", "basis": "县教发〔2026〕9号", "file_ids": [basis["id"]]}
    version = (await county.get(f"/schools/{world.urban.id}")).json()["version"]
    decided = await county.post(f"/schools/{world.urban.id}/decide-locality", body, version=version)
    assert decided.status_code < 300, decided.text
    fact = next(each for each in decided.json()["facts"] if each["files"])
    assert (fact["value"], fact["files"][0]["allowed_actions"]) == ("rural", ["open", "void"])
    seen = (await host.get(f"/schools/{world.urban.id}")).json()["facts"]
    assert [file["allowed_actions"] for each in seen for file in each["files"]] == [[]]
    refused = await host.get(f"/files/{basis['id']}")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    opened = await county.get(f"/files/{basis['id']}")
    assert (opened.status_code, opened.headers["cache-control"]) == (200, "no-store")
    (event,) = await events_of(app, "file_opening")
    assert (event.action, event.actor_id, event.changes["file_id"]["to"]) == ("open", county.id, basis["id"])
    assert (await county.get(f"/files/{basis['id']}/thumbnail")).status_code == 404
    assert event.county_code == HOME


async def test_listing_asks_the_same_number_of_queries_for_one_photo_and_for_six(
    host: Caller, pairing: Pairing, app: FastAPI
) -> None:
    one, _ = await recorded(host, pairing, pictures.jpeg(90, 90))
    six, _ = await recorded(host, pairing, *(pictures.jpeg(90, 90, shade) for shade in range(6)))
    counts = []
    for activity in (one, six):
        with counted_reads(app) as statements:
            await host.get(f"/files?kind=activity_photo&owner_id={activity}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_form_that_is_wrong_says_each_fault_once_with_its_field(host: Caller) -> None:
    photo = {"file": ("1.jpg", pictures.jpeg(), "image/jpeg")}
    wrong: list[tuple[dict[str, Any], list[str]]] = [
        ({"data": {"zz": "1"}}, ["file", "kind", "zz"]),
        ({"json": {"kind": "activity_photo"}}, ["file", "kind"]),
        ({"data": {"kind": "activity_photo", "file": "no file"}}, ["file"]),
        ({"data": {"kind": "selfie", "owner_id": "7"}, "files": photo}, ["kind", "owner_id"]),
    ]
    for how, fields in wrong:
        answer = await host.request("POST", "/files", key=new_id().hex, **how)
        assert answer.status_code == 422, answer.text
        assert sorted(error["field"] for error in answer.json()["errors"]) == fields


async def test_a_list_of_activities_counts_their_photos_in_one_query_however_long_it_is(
    app: FastAPI, host: Caller, pairing: Pairing
) -> None:
    activity, (_, removed) = await recorded(host, pairing, pictures.png(), pictures.photo_of_a_phone())
    alone = await host.post("/activities", activity_of(pairing))
    listed = {each["id"]: each["file_count"] for each in (await host.get("/activities")).json()["items"]}
    assert listed == {activity: 2, alone.json()["id"]: 0}
    found = (await host.get(f"/files?kind=activity_photo&owner_id={activity}")).json()["items"]
    version = next(each["version"] for each in found if each["id"] == removed)
    await host.post(f"/files/{removed}/void", REASON, version=version)
    assert (await host.get(f"/activities/{activity}")).json()["file_count"] == 1
    costs = []
    for limit in (1, 2):
        with counted_reads(app) as statements:
            assert len((await host.get(f"/activities?limit={limit}")).json()["items"]) == limit
        costs.append(len(statements))
    assert costs[0] == costs[1]
