"""Entity tags and `If-Match` as proxies leave them (RFC 9110)."""

import pytest

from services.api.kernel.etag import _expected_version, body_tag, matches
from services.api.kernel.problems import Problem


@pytest.mark.parametrize(
    "sent", ['"3"', "3", 'W/"3"', '"3.0a1b"', 'W/"3.0a1b"', '"3.0a1b-gzip"', '"3-gzip"', '"3;br"', ' "3" ']
)
def test_a_weakened_or_suffixed_tag_still_names_its_version(sent: str) -> None:
    assert _expected_version(sent) == 3


@pytest.mark.parametrize("sent", ["", "*", '"x"', '"-1"', '"3a"', '"1e3"', '"3","4"', '"' + "9" * 30 + '"', "三"])
def test_what_names_no_version_is_a_422_about_the_header(sent: str) -> None:
    with pytest.raises(Problem) as refused:
        _expected_version(sent)
    assert refused.value.status == 422
    assert refused.value.errors[0].field == "If-Match"


def test_without_the_header_a_change_is_a_428() -> None:
    with pytest.raises(Problem) as refused:
        _expected_version(None)
    assert refused.value.status == 428


def test_a_tag_changes_with_the_body_and_with_the_version() -> None:
    assert body_tag(b"a", None) != body_tag(b"b", None)
    assert body_tag(b"a", 1) != body_tag(b"a", 2)
    assert body_tag(b"a", 7).startswith('"7.')


def test_a_tag_is_found_in_a_list_whatever_a_proxy_did_to_it() -> None:
    tag = body_tag(b"a", 7)
    bare = tag.strip('"')
    for sent in (tag, f"W/{tag}", f'"x", {tag}', f'"{bare}-gzip"', f'W/"{bare}-br"', "*"):
        assert matches(sent, tag), sent
    for sent in ("", '"x"', f'"{bare}0"', f'"{bare[:-1]}"', '"7"'):
        assert not matches(sent, tag), sent
