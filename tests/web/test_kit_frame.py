"""What every page has, also when the API is away."""

import gzip

from services.contracts.codes import Role
from services.web.static_files import static
from tests.factories.world import Make
from tests.support.browser import ORIGIN, Browser
from tests.support.callers import SignIn


async def test_every_answer_forbids_foreign_scripts_frames_and_storing(lonely: Browser) -> None:
    page = await lonely.get("/sign-in")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-request-id"]
    assert "strict-transport-security" not in page.headers


async def test_static_files_are_kept_for_a_year_under_the_hash_of_their_content(lonely: Browser) -> None:
    answer = await lonely.http.get(static("app.css"), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers
    old = await lonely.http.get("/static/000000000000/app.css")
    assert "immutable" not in old.headers["cache-control"]
    for path in ("/static/x/../main.py", "/static/x/%2e%2e/main.py", "/static/x/nothing.css"):
        assert (await lonely.http.get(path)).status_code == 404


async def test_a_first_visit_needs_at_most_60_kilobytes_and_six_requests(lonely: Browser) -> None:
    page = await lonely.get("/sign-in")
    names = {part.split('"')[0].split("#")[0] for part in page.html.split('"/static/')[1:]}
    assert len(names) + 1 <= 6
    total = len(gzip.compress(page.html.encode()))
    for name in names:
        total += len(gzip.compress((await lonely.http.get("/static/" + name)).content))
    assert total <= 60_000


async def test_a_page_that_is_not_there_says_so_and_shows_the_way(lonely: Browser) -> None:
    page = await lonely.get("/no/such/page")
    assert page.status == 404
    assert "没有找到这个页面，可能已移走，或不归你管。" in page.text
    assert page.headers["x-request-id"] in page.text


async def test_an_unknown_address_keeps_the_navigation_of_who_is_signed_in(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/no/such/page")
    assert page.status == 404
    assert page.href("回首页") == "/"
    assert "/schools" in {path for path, _ in page.links}


async def test_an_unknown_address_without_a_sign_in_or_an_api_still_shows_the_way(lonely: Browser) -> None:
    assert (await lonely.get("/no/such/page")).href("去登录") == "/"
    lonely.become("a-token")
    page = await lonely.get("/no/such/page")
    assert page.status == 404
    assert page.href("回首页") == "/"


async def test_a_signed_out_visitor_is_asked_to_sign_in_and_comes_back(lonely: Browser) -> None:
    page = await lonely.get("/account?from=here")
    assert page.path == "/sign-in"
    assert dict(page.form().fields)["next"] == "/account?from=here"


async def test_the_way_back_never_leads_to_another_site(lonely: Browser) -> None:
    for target in ("//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)"):
        page = await lonely.get("/sign-in", params={"next": target})
        assert dict(page.form().fields)["next"] == "/"


async def test_a_failing_api_gives_a_page_that_says_so(lonely: Browser) -> None:
    lonely.become("a-token")
    page = await lonely.get("/account")
    assert page.status == 503
    assert page.headers["retry-after"]
    assert page.h1 == "系统正在启动"
    assert "请过几秒再试。" in page.text


async def test_signing_in_while_the_api_starts_keeps_the_account_but_never_the_password(lonely: Browser) -> None:
    page = await lonely.get("/sign-in")
    page = await lonely.submit(page, {"username": "fgl.baosong", "password": "correct horse battery"})
    assert page.status == 503
    assert page.headers["retry-after"] == "5"
    assert dict(page.form().fields)["username"] == "fgl.baosong"
    assert "系统正在启动，请过几秒再试。账号还在，密码要再填一遍。" in page.text
    assert "correct horse" not in page.html


async def test_a_write_without_our_token_is_refused(lonely: Browser) -> None:
    lonely.become("a-token")
    foreign = await lonely.post("/account/password", {"note": "typed"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status == 403
    assert "typed" not in foreign.html
    silent = await lonely.http.post("/account/password", data={"note": "typed"})
    assert silent.status_code == 403
    assert "typed" not in silent.text
    other = await lonely.post("/account/password", {"note": "typed"}, headers={"Origin": "http://evil.test"})
    assert other.status == 403


async def test_an_old_page_of_ours_offers_what_was_typed_again(lonely: Browser) -> None:
    lonely.become("a-token")
    page = await lonely.post("/account/password", {"csrf": "old", "note": "三年级示范课", "new_password": "geheim"})
    assert page.status == 403
    again = dict(page.form("/account/password").fields)
    assert again["note"] == "三年级示范课"
    assert "geheim" not in page.html


async def test_an_expired_session_keeps_what_was_typed_through_the_sign_in(lonely: Browser) -> None:
    page = await lonely.post("/account/password", {"csrf": "x", "note": "还没写完"}, headers={"Origin": ORIGIN})
    assert page.status == 401
    assert "登录已过期。填的内容还在，重新登录接着填。" in page.text
    fields = dict(page.form("/sign-in").fields)
    assert fields["k.note"] == "还没写完"
    assert fields["next"] == "/account/password"


async def test_empty_sign_in_fields_are_said_one_by_one(lonely: Browser) -> None:
    page = await lonely.submit(await lonely.get("/sign-in"), {"username": " ", "password": ""})
    assert page.status == 422
    assert "还差2处" in page.text
    assert "请填账号" in page.text
    assert "请填密码" in page.text


async def test_a_body_that_is_too_large_is_a_page_that_says_so(lonely: Browser) -> None:
    page = await lonely.post("/sign-in", {"username": "x" * 5_000_000})
    assert page.status == 413
    assert page.h1 == "内容太大了"


async def test_a_body_that_is_no_form_is_a_page_not_a_crash(lonely: Browser) -> None:
    headers = {"Origin": ORIGIN, "Content-Type": "multipart/form-data"}
    answer = await lonely.http.post("/sign-in", content=b"garbage", headers=headers)
    assert answer.status_code == 400
    assert "这个请求看不懂" in answer.text


async def test_the_process_says_that_it_lives_and_whether_it_is_ready(lonely: Browser) -> None:
    assert (await lonely.http.get("/health/live")).status_code == 200
    assert (await lonely.http.get("/health/ready")).status_code == 503
