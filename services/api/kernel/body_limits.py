"""How large a request's body may be: small for most routes, larger for the few that take files."""

from starlette.requests import Request

FORM_ROOM_KB = 64
"""What a multipart form has besides its file."""
LARGER_KB = {
    ("POST", "/api/v1/files"): 10 * 1024 + FORM_ROOM_KB,
    ("POST", "/api/v1/imports"): 50 * 1024 + FORM_ROOM_KB,
}
"""Method and path → KiB, for routes that take a file; what the file itself may have is the feature's affair."""


def body_limit_kb(request: Request) -> int:
    """The limit in KiB of this request's body. Somebody without a token gets the small one."""
    usual: int = request.app.state.settings.max_body_kb
    if not request.headers.get("Authorization"):
        return usual
    return max(usual, LARGER_KB.get((request.method, request.url.path), 0))
