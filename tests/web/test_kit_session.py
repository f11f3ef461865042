"""The session cookie and the CSRF token."""

import pytest

from services.web import csrf
from services.web.session import CookieJar, CookieTooLargeError, Session
from services.web.settings import WebSettings
from tests.web.conftest import web_settings

ACCESS = "x" * 420
REFRESH = "y" * 48


def cookie_of(jar: CookieJar, session: Session) -> str:
    """The value that the browser would send back."""
    return jar.header(session).split(";", 1)[0].split("=", 1)[1]


def test_a_session_comes_back_as_it_went_and_stays_below_two_kilobytes() -> None:
    jar = CookieJar(web_settings())
    session = Session()
    session.sign_in(ACCESS, REFRESH, 1_700_000_000)
    cookie = cookie_of(jar, session)
    assert len(cookie) <= 2048
    back = jar.read(cookie)
    assert (back.access_token, back.refresh_token, back.access_until) == (ACCESS, REFRESH, 1_700_000_000)
    assert back.csrf == session.csrf
    assert not back.changed


def test_the_cookie_shows_nothing_of_its_content() -> None:
    cookie = cookie_of(CookieJar(web_settings()), Session(access_token="secret-token"))
    assert "secret-token" not in cookie


def test_a_cookie_that_somebody_changed_is_no_session() -> None:
    jar = CookieJar(web_settings())
    cookie = cookie_of(jar, Session(access_token=ACCESS))
    middle = len(cookie) // 2
    forged = cookie[:middle] + ("A" if cookie[middle] != "A" else "B") + cookie[middle + 1 :]
    assert not jar.read(forged).signed_in
    assert not jar.read("rubbish ✂").signed_in
    assert not jar.read(None).signed_in


def test_an_old_key_still_opens_after_a_new_one_was_put_first() -> None:
    old = cookie_of(CookieJar(web_settings(cookie_key="old-secret-old-secret-old-secret-1")), Session(access_token="t"))
    both = "new-secret-new-secret-new-secret-1, old-secret-old-secret-old-secret-1"
    assert CookieJar(web_settings(cookie_key=both)).read(old).signed_in
    assert not CookieJar(web_settings(cookie_key="new-secret-new-secret-new-secret-1")).read(old).signed_in


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http() -> None:
    secure = CookieJar(web_settings(public_https=True)).header(Session(access_token="t"))
    assert secure.startswith("__Host-session=")
    for attribute in ("HttpOnly", "SameSite=Lax", "Secure", "Path=/"):
        assert attribute in secure
    plain = CookieJar(web_settings(public_https=False)).header(Session(access_token="t"))
    assert "Secure" not in plain


def test_a_session_that_would_not_fit_is_refused_loudly() -> None:
    with pytest.raises(CookieTooLargeError):
        CookieJar(web_settings()).header(Session(access_token="x" * 3000))


def test_signing_in_changes_the_csrf_secret() -> None:
    session = Session()
    before = csrf.token(session)
    session.sign_in(ACCESS, REFRESH, 0)
    assert not csrf.matches(session, before)


def test_two_tokens_of_one_session_differ_and_both_fit() -> None:
    session = Session()
    one, two = csrf.token(session), csrf.token(session)
    assert one != two
    assert csrf.matches(session, one)
    assert csrf.matches(session, two)


@pytest.mark.parametrize("sent", ["", "x", "é", "AAAA", "=" * 40])
def test_rubbish_is_no_token(sent: str) -> None:
    session = Session()
    csrf.token(session)
    assert not csrf.matches(session, sent)
    assert not csrf.matches(Session(), sent)


def test_production_refuses_short_secrets_and_plain_http() -> None:
    good = {"app_env": "production", "cookie_key": "c" * 32, "web_client_secret": "w" * 32}
    assert web_settings(**good).https
    for change in ({"cookie_key": "short"}, {"web_client_secret": "short"}, {"public_https": False}):
        with pytest.raises(ValueError, match="/"):
            web_settings(**{**good, **change})
    with pytest.raises(ValueError, match="COOKIE_KEY"):
        WebSettings.model_validate({"cookie_key": ""})
