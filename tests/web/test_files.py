"""Photos, scans and papers in a browser without scripts."""

import io
from pathlib import Path

import pytest
from fastapi import FastAPI
from PIL import Image

from services.api.features.pairings.models import Pairing
from services.api.kernel.files import FileStore
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support import pictures
from tests.support.browser import Browser, Page
from tests.support.callers import SignIn
from tests.web.months import Month, november

VALUES = {"type": "joint_prep", "held_on": "2026-11-13", "topic": "大单元设计", "other_count": "3", "own_count": "8"}
Chosen = list[tuple[bytes, str]]


@pytest.fixture(autouse=True)
def folder(app: FastAPI, tmp_path: Path) -> Path:
    """A folder of the test's own."""
    app.state.settings.data_dir = tmp_path
    app.state.files = FileStore(app.state.settings.files_dir)
    return tmp_path / "files"


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """A school with a live pairing."""
    return await november(make, sign_in, worker)


async def send(browser: Browser, page: Page, values: dict[str, str], chosen: Chosen, action: str) -> Page:
    """Post a form with files, as a browser does."""
    form = page.form(action)
    fields: dict[str, list[str]] = {}
    for name, value in form.fields:
        fields.setdefault(name, []).append(value)
    fields.pop("file_ids.new", None)
    fields |= {name: [value] for name, value in values.items()}
    files = [("file_ids.new", (name, content, "image/jpeg")) for content, name in chosen]
    return await browser.post(form.action or page.path, data=fields, files=files or [("none", ("", b""))])


async def test_photos_go_with_an_activity_and_are_seen_opened_and_removed(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/activities/new")
    assert "拍摄地点会自动去掉" in page.text
    chosen = [(pictures.photo_of_a_phone(), "IMG_1.jpg"), (pictures.png(), "截图.png")]
    listed = await send(browser, page, VALUES, chosen, "/activities/new")
    assert listed.path == "/activities"
    shown = await browser.get(listed.href("集体备课：大单元设计"))
    assert "2张" in shown.text
    first = next(path for path, _ in shown.links if path.startswith("/files/0"))
    opened = await browser.http.get(first)
    assert opened.headers["content-type"] == "image/jpeg"
    assert opened.headers["content-security-policy"].startswith("sandbox")
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert max(Image.open(io.BytesIO(opened.content)).size) == 2000
    again = await browser.http.get(first, headers={"If-None-Match": opened.headers["etag"]})
    assert again.status_code == 304
    small = await browser.http.get(f"{first}/thumbnail")
    assert max(Image.open(io.BytesIO(small.content)).size) == 320
    asking = await browser.get(shown.href("移除"))
    assert "移除这份活动照片？" in asking.text
    removed = await browser.submit(asking, {"reason": "拍到了学生"})
    assert "活动照片已移除。" in removed.text
    assert "1张" in removed.text
    gone = await browser.get(first)
    assert (gone.status, "已移除" in gone.text) == (410, True)


async def test_a_mistake_elsewhere_in_the_form_loses_no_photo(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/activities/new")
    again = await send(browser, page, VALUES | {"topic": ""}, [(pictures.jpeg(), "1.jpg")], "/activities/new")
    assert again.status == 422
    assert "第1个已传上，不用再选" in again.text
    kept = await browser.http.get(again.href("打开看看"))
    assert kept.headers["content-type"] == "image/jpeg"
    listed = await send(browser, again, {"topic": "大单元设计"}, [(pictures.jpeg(shade=4), "2.jpg")], "/activities/new")
    assert listed.path == "/activities"
    assert "2张" in (await browser.get(listed.href("集体备课：大单元设计"))).text


async def test_a_second_tap_with_photos_records_nothing_twice(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/activities/new")
    for _ in range(2):
        listed = await send(browser, page, VALUES, [(pictures.jpeg(), "1.jpg")], "/activities/new")
        assert listed.path == "/activities", listed.text
    assert "1张" in (await browser.get(listed.href("集体备课：大单元设计"))).text
    assert (await month.stored())["activity_count"] == 1


async def test_what_is_not_taken_is_said_by_its_number_and_the_others_stay(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/activities/new")
    chosen = [(pictures.jpeg(), "1.jpg"), (b"MZ" + bytes(99), "2.jpg"), (pictures.jpeg()[:2000], "3.jpg")]
    again = await send(browser, page, VALUES, chosen, "/activities/new")
    assert again.status == 422
    assert "第2个文件：活动照片只收JPG图片、PNG图片" in again.text
    assert "第3个文件：文件不完整或已损坏" in again.text
    assert "第1个已传上，不用再选" in again.text
    many = await send(browser, again, {}, [(pictures.jpeg(90, 90, n), "x.jpg") for n in range(6)], "/activities/new")
    assert "最多放6个文件" in many.text
    large = await send(browser, page, VALUES, [(b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "4.jpg")], "/activities/new")
    assert "一个文件最多10MB" in large.text


async def test_more_than_ten_megabytes_reach_only_the_routes_that_take_files(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    answer = await browser.http.post("/account/password", content=bytes(5 * 1024 * 1024))
    assert answer.status_code == 413


async def test_photos_are_added_later_by_the_host_and_only_read_by_the_partner(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    browser.become(month.reporter.token)
    listed = await send(browser, await browser.get("/activities/new"), VALUES, [], "/activities/new")
    edit = listed.href("集体备课：大单元设计")
    shown = await browser.get(edit)
    assert "还没有照片。" in shown.text
    page = await browser.get(shown.href("加照片"))
    empty = await send(browser, page, {}, [], "/new")
    assert "请选要传的文件" in empty.text
    done = await send(browser, page, {}, [(pictures.jpeg(), "1.jpg")], "/new")
    assert (done.path, "已传上1个文件。" in done.text) == (edit, True)


async def test_a_signed_agreement_is_scanned_at_the_signing_and_shown_with_the_pairing(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    pairing = await unsigned(make, world)
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.get(f"/pairings/{pairing.id}/sign")
    chosen = [(pictures.pdf(), "协议.pdf")]
    signed = await send(browser, page, {"signed_on": "2026-12-01"}, chosen, "/sign")
    assert "签字已登记。" in signed.text
    assert "PDF文件" in signed.text
    path = next(path for path, _ in signed.links if path.startswith("/files/0"))
    opened = await browser.http.get(path)
    assert opened.headers["content-disposition"].startswith("attachment")
    bad = await browser.get(f"/files/pairing_agreement/{pairing.id}/new")
    refused = await send(browser, bad, {}, [(pictures.pdf_with_script(), "2.pdf")], "/new")
    assert "PDF里有脚本" in refused.text


async def unsigned(make: Make, world: World) -> Pairing:
    """A pairing that waits for both signatures."""
    return await make.pairing(
        world.urban, world.neighbour, status="negotiating", supporting_signed_on=None, recipient_signed_on=None
    )


async def test_another_schools_file_is_not_found(browser: Browser, month: Month, make: Make, sign_in: SignIn) -> None:
    browser.become(month.reporter.token)
    listed = await send(
        browser, await browser.get("/activities/new"), VALUES, [(pictures.jpeg(), "1.jpg")], "/activities/new"
    )
    shown = await browser.get(listed.href("集体备课：大单元设计"))
    path = next(path for path, _ in shown.links if path.startswith("/files/0"))
    browser.become((await sign_in(Role.county_coordinator, "440305")).token)
    assert (await browser.get(path)).status == 404


async def test_what_a_decision_rests_on_is_uploaded_with_it_and_closed_to_the_school_when_restricted(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get(f"/schools/{world.urban.id}/decide-locality")
    values = {"locality": "rural", "start_on": "2026-12-01", "basis": "区教发〔2026〕18号", "file_ids.restricted": "1"}
    decided = await send(browser, page, values, [(pictures.pdf(), "批复.pdf")], "/decide-locality")
    assert "的城乡已认定。" in decided.text
    assert "认定依据（PDF文件）" in decided.text
    path = next(path for path, _ in decided.links if path.startswith("/files/0"))
    opened = await browser.http.get(path)
    assert (opened.status_code, opened.headers["cache-control"]) == (200, "no-store")
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    assert "认定依据，只给决定的人看" in (await browser.get(f"/schools/{world.urban.id}")).text
    assert (await browser.get(path)).status == 403


async def test_the_list_says_how_many_photos_an_activity_has(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    chosen = [(pictures.photo_of_a_phone(), "1.jpg"), (pictures.png(), "2.png")]
    page = await browser.get("/activities/new")
    listed = await send(browser, page, VALUES, chosen, "/activities/new")
    assert "，2张照片" in listed.text
    assert "，2张照片" in (await browser.get(month.path)).text
    assert "，2张照片" in (await browser.get(f"/pairings/{month.pairing.id}?tab=activities")).text
