"""What people, programs and attackers send by mistake or on purpose, at every route: a problem, never a crash."""

import base64
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.worker import Worker
from tests.api.bad_input import Operation, kind_of, operations, refused, with_body
from tests.api.matrix_world import Matrix, build
from tests.factories.world import Make
from tests.support.callers import SignIn

SECRET = "zhebunengxieru"
HUGE = 10 * 1024 * 1024
JSON = {"Content-Type": "application/json"}
NOBODY = "00000000-0000-7000-8000-000000000000"
RAW: dict[str, bytes] = {
    "cut off": b'{"reason": "zhebunengxieru',
    "bytes that are no text": b"\xff\xfe\xfd{}",
    "nested twenty thousand deep": b'{"reason":' * 20_000,
    "lists nested forty thousand deep": b"[" * 40_000,
    "a number of five thousand digits": b'{"version": ' + b"9" * 5000 + b"}",
    "a list": b"[]",
    "a text": b'"zhebunengxieru"',
    "a number": b"1",
    "no number": b"NaN",
    "half a character as a name": b'{"\\ud800": "zhebunengxieru"}',
    "a NUL as a name": b'{"\\u0000": "zhebunengxieru"}',
    "an invisible name": '{"\u202egnp.exe": "zhebunengxieru"}'.encode(),
    "a name of a hundred thousand letters": b'{"' + b"x" * 100_000 + b'": "zhebunengxieru"}',
    "five thousand unknown fields": json.dumps({f"x{n}": SECRET for n in range(5000)}).encode(),
}
UNWRITABLE: list[Any] = [
    f"{SECRET}\0", f"{SECRET}\ud800", f"\u202e{SECRET}", f"{SECRET}\x1b[2J", f"{SECRET}\ufffd", [[[SECRET]]],
]  # fmt: skip
"""Nobody's field takes any of these."""
STRANGE: list[Any] = [
    None, -1, 10**30, "", "𠮷" * 10_000, "😀ئابدۇللا", "' or 1=1 --{name}%s", [], {},
]  # fmt: skip
"""Some fields may take some of these; none may break over them."""
NO_DAYS: list[Any] = [
    "0001-01-01", "9999-12-31", "2026-02-29", "2100-02-29", "2026-13-01", "20261118", "1700006400", 1700006400,
    "2026-11-18T00:00:00Z", "٢٠٢٦-١١-١٨", "-2026-11-18", "",
]  # fmt: skip
UNREADABLE_QUERIES = ["a%00b", "%FF", "%ED%A0%80", "%E2%80%AE", "%1B%5B2J"]
STRANGE_QUERIES = ["-1", "9" * 30, "", "%F0%9F%98%80", "%25_%5C%27", "x" * 3000]
STRANGE_PATHS = ["%00", "..%2f..%2fme", "null", "%27%20or%201=1"]
ODD_KEYS: list[Any] = [
    "\0", "\ud800", 10**30, float("inf"), None, {}, "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "a" * 200,
]  # fmt: skip
OWN_TESTS = {("POST", "/me/password"), ("POST", "/invitations/accept")}
"""A password may hold any character, and wrong ones lock."""
anywhere = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before any database is asked."""


@pytest.fixture
async def matrix(make: Make, sign_in: SignIn, worker: Worker) -> Matrix:
    """A row of every kind and a caller of every kind."""
    return await build(make, sign_in, worker)


@anywhere
async def test_a_body_that_cannot_be_read_or_has_unknown_fields_is_a_problem_everywhere(
    app: FastAPI, matrix: Matrix
) -> None:
    for operation in operations(app):
        for what, content in RAW.items() if operation.method != "GET" else ():
            answer = await operation.send(matrix, content=content, headers=JSON)
            found = refused(answer, but_not=SECRET, about=(operation.key, what))
            assert found.status in {400, 422}, (operation.key, what)


@anywhere
async def test_ten_megabytes_and_other_media_types_are_refused_everywhere(app: FastAPI, matrix: Matrix) -> None:
    for operation in with_body(app):
        answer = await operation.send(matrix, content=b" " * HUGE, headers=JSON)
        assert refused(answer, about=operation.key).code == "request.body_too_large"
        for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data", "x"):
            answer = await operation.send(matrix, content=b"a=1", headers={"Content-Type": media})
            assert refused(answer, about=(operation.key, media)).code == "request.media_type"


@anywhere
async def test_every_field_that_holds_what_is_no_text_is_named(app: FastAPI, matrix: Matrix) -> None:
    for operation in with_body(app):
        top = [place for place in operation.places() if place.top]
        if operation.key in OWN_TESTS or not top:
            continue
        for value in UNWRITABLE:
            body = {place.path: value for place in top}
            found = refused(await send_json(operation, matrix, body), but_not=SECRET, about=(operation.key, value))
            assert found.status == 422
            assert {place.path for place in top} <= {error.field.split(".")[0] for error in found.errors}, operation.key
            for place in operation.places() if isinstance(value, str) else ():
                if not place.top and place.kind == "string":
                    body = {**operation.good_body(matrix), **place.put(value)}
                    answer = await send_json(operation, matrix, body)
                    fields = {error.field for error in refused(answer, but_not=SECRET).errors}
                    assert place.path in fields, (operation.key, place.path, value)


async def test_no_strange_value_breaks_a_field(app: FastAPI, matrix: Matrix) -> None:
    for operation in with_body(app):
        places = operation.places()
        texts = [place for place in places if place.top and place.kind == "string"]
        for value in STRANGE:
            bodies = [{place.path: value for place in places if place.top}, {place.path: value for place in texts}]
            bodies += [place.put(value) for place in places if not place.top and place.kind == "string"]
            for body in bodies:
                answer = await send_json(operation, matrix, {**operation.good_body(matrix), **body})
                if answer.status_code >= 300:
                    refused(answer, about=(operation.key, body))


@anywhere
async def test_what_is_no_day_of_this_age_is_named_in_every_day_field(app: FastAPI, matrix: Matrix) -> None:
    seen = 0
    for operation in with_body(app):
        days = [place for place in operation.places() if place.kind == "date"]
        seen += len(days)
        for value in NO_DAYS if days else ():
            body = {**operation.good_body(matrix), **{place.path: value for place in days}}
            found = refused(await send_json(operation, matrix, body), about=(operation.key, value))
            assert {error.field for error in found.errors} == {place.path for place in days}, (operation.key, value)
    assert seen > 15


async def test_a_29_february_is_a_day_in_leap_years_only(app: FastAPI, matrix: Matrix) -> None:
    seen = 0
    for operation in operations(app):
        for name, schema in operation.query.items():
            if kind_of(schema) == "date":
                seen += 1
                path = f"{matrix.path(operation.path)}?{name}="
                assert (await operation.send(matrix, path=f"{path}2028-02-29")).status_code == 200, operation.key
                for value in ("2027-02-29", "0001-01-01", "9999-12-31", "1700006400", "2026-11-18T00:00"):
                    found = refused(await operation.send(matrix, path=f"{path}{value}"))
                    assert [error.field for error in found.errors] == [name], (operation.key, value)
    assert seen >= 5


async def test_an_end_before_its_start_is_named(app: FastAPI, matrix: Matrix) -> None:
    seen = 0
    for operation in with_body(app):
        if operation.method == "POST" and {"start_on", "end_on"} <= {place.path for place in operation.places()}:
            seen += 1
            body = {**operation.good_body(matrix), "start_on": "2027-03-01", "end_on": "2027-02-28"}
            found = refused(await send_json(operation, matrix, body), about=operation.key)
            assert [error.field for error in found.errors] == ["end_on"], (operation.key, found)
    assert seen >= 2


async def test_an_id_of_nobody_or_of_another_province_in_a_body_finds_nothing(app: FastAPI, matrix: Matrix) -> None:
    for operation in with_body(app):
        for place in operation.places():
            for stranger in (NOBODY, str(matrix.world.third.id)) if place.kind == "uuid" else ():
                answer = await send_json(operation, matrix, {**operation.good_body(matrix), **place.put(stranger)})
                if answer.status_code >= 300:
                    found = refused(answer, about=(operation.key, place.path))
                    assert found.code != "conflict.constraint", (operation.key, place.path)


@anywhere
async def test_queries_of_no_text_are_refused(app: FastAPI, matrix: Matrix) -> None:
    for operation in operations(app):
        for name in texts_of(operation):
            for value in UNREADABLE_QUERIES:
                answer = await operation.send(matrix, path=f"{matrix.path(operation.path)}?{name}={value}")
                assert refused(answer, about=(operation.key, name, value)).status == 422


async def test_strange_queries_break_nothing(app: FastAPI, matrix: Matrix) -> None:
    for operation in operations(app):
        for value in STRANGE_QUERIES if operation.query else ():
            together = "&".join(f"{name}={value[:300]}" for name in operation.query)
            for query in (together, *(f"{name}={value}" for name in texts_of(operation))):
                answer = await operation.send(matrix, path=f"{matrix.path(operation.path)}?{query}")
                if answer.status_code >= 300:
                    refused(answer, about=(operation.key, query))


def texts_of(operation: Operation) -> list[str]:
    """The query parameters that are words."""
    return [name for name, schema in operation.query.items() if kind_of(schema) in {"string", "array"}]


@anywhere
async def test_a_query_parameter_that_is_given_twice_is_named(app: FastAPI, matrix: Matrix) -> None:
    for operation in operations(app):
        single = sorted(name for name, schema in operation.query.items() if kind_of(schema) != "array")
        if single:
            query = "&".join(f"{name}=1&{name}=2" for name in single)
            found = refused(await operation.send(matrix, path=f"{matrix.path(operation.path)}?{query}"))
            assert [error.field for error in found.errors] == single, operation.key


@anywhere
async def test_tricks_in_a_path_lead_nowhere(app: FastAPI, matrix: Matrix) -> None:
    for operation in operations(app):
        for name in matrix.ids:
            for trick in STRANGE_PATHS if f"{{{name}}}" in operation.path else ():
                path = operation.path.format_map({**matrix.ids, name: trick})
                answer = await operation.send(matrix, path=path, json=operation.good_body(matrix))
                assert refused(answer, about=(operation.key, trick)).status in {404, 405, 422}
        answer = await operation.send(matrix, path=f"{matrix.path(operation.path)}/")
        assert refused(answer, about=operation.key).status in {404, 405}


async def test_a_cursor_that_was_changed_by_hand_is_refused(app: FastAPI, matrix: Matrix) -> None:
    seen = set()
    for operation in operations(app):
        for sort in ("&sort=month", "&sort=due") if "sort" in operation.query else ("",):
            path = f"{matrix.path(operation.path)}?limit=1{sort}"
            if "cursor" not in operation.query:
                continue
            cursor = (await operation.send(matrix, path=path)).json()["next_cursor"]
            for changed in tampered(cursor) if cursor else ("e30", "%C3%A9", "%00"):
                seen.add(operation.path)
                answer = await operation.send(matrix, path=f"{path}&cursor={changed}")
                if answer.status_code >= 300:
                    found = refused(answer, about=(operation.key, sort, base64.urlsafe_b64decode(changed + "==")))
                    assert found.code in {"page.cursor", "request.invalid"}
    assert len(seen) >= 10


def tampered(cursor: str) -> list[str]:
    """The cursor with each of its keys replaced by something strange, with one key more and with one less."""
    keys = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    lists = [[*keys[:place], odd, *keys[place + 1 :]] for place in range(len(keys)) for odd in ODD_KEYS]
    raws = [json.dumps(one).encode() for one in [*lists, keys[:-1], [*keys, 1]]] + [b"[" * 350, b"{", b"null"]
    return [base64.urlsafe_b64encode(raw).decode().rstrip("=") for raw in raws]


async def send_json(operation: Operation, matrix: Matrix, body: Any) -> httpx.Response:
    """As JSON that can hold half characters and infinities."""
    return await operation.send(matrix, content=json.dumps(body), headers=JSON)


@anywhere
async def test_strange_headers_change_nothing_or_are_refused(matrix: Matrix) -> None:
    county = matrix.callers["county_home"]
    for name, value in (("Accept", "image/png"), ("Accept", ",;q=x"), ("Accept", "a/b," * 20_000),
                        ("Accept-Encoding", "br;q=zz"), ("X-Big", "x" * 500_000), ("Range", "bytes=0-1"),
                        ("X-Forwarded-For", "' or 1=1"), ("X-HTTP-Method-Override", "DELETE"),
                        ("If-None-Match", '"' * 9000), ("Cookie", "a=b; " * 9000)):  # fmt: skip
        answer = await county.get("/schools", headers={name: value})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), (name, value[:40])
    school = f"/schools/{matrix.ids['school_id']}"
    for tag in ("", "*", '"', "1,2", '"9999999999"', "-1", "é", "x" * 9000):
        answer = await county.patch(school, {}, headers={"If-Match": tag.encode("latin-1")})
        assert refused(answer, about=tag).status in {412, 422}
    for key in ("", "short", "x" * 81, "a b c d e f", "é" * 10):
        answer = await county.post("/teams", {}, key=key.encode("latin-1"))
        assert refused(answer, about=key).status == 422


async def test_names_in_other_scripts_are_kept_and_signs_that_are_no_letters_are_not(matrix: Matrix) -> None:
    administrator = matrix.callers["administrator"]
    body = {"role": "school_reporter", "school_id": matrix.ids["school_id"]}
    kept = ["ئابدۇللا·مەمەت", "མཚོ་མོ", "买买提·艾力", "𠮷野𱁬", "José María", "阿依古丽·吾斯曼-卡德尔"]
    for number, name in enumerate(kept):
        answer = await administrator.post("/users", {**body, "username": f"kept.{number}", "name": name})
        assert (answer.status_code, answer.json().get("name")) == (201, name), answer.text
    for name in ("😀", "王\u202e芳", "王\u200b芳", "王\ufeff芳", "王芳1", "<b>王芳</b>", "王\n芳", "王" * 61, " "):
        answer = await administrator.post("/users", {**body, "username": "refused.one", "name": name})
        assert [error.field for error in refused(answer, about=name).errors] == ["name"]
