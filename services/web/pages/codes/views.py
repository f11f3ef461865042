"""代码表: every list that answers and tables use, and the published standards beside them."""

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.code_lists import CodeSetOut, Confidence
from services.web.api_client.codes import CodesClient
from services.web.visit import Visitor

router = APIRouter()


@router.get("/codes")
async def codes(visit: Visitor) -> Response:
    """All lists: ours, then the standards."""
    found = (await CodesClient(visit.api).sets()).items
    groups = [
        ("平台的代码", [each for each in found if each.confidence is Confidence.own]),
        ("国家和行业标准", [each for each in found if each.confidence is not Confidence.own]),
    ]
    return visit.page("codes/list.html", {"groups": groups, "version": found[0].version if found else ""})


@router.get("/codes/{name}")
async def code_list(visit: Visitor, name: str) -> Response:
    """One list with what its codes stand for."""
    client = CodesClient(visit.api)
    found = await client.one(name)
    return visit.page("codes/detail.html", {"found": found, "facts": _facts(found)})


def _facts(found: CodeSetOut) -> list[tuple[str, str]]:
    until = f"至{found.valid_to}" if found.valid_to else "起"
    return [
        ("接口里的名字", found.set),
        ("依据", found.standard or "平台自定"),
        ("起用", f"{found.valid_from}{until}" if found.valid_from else "没有写明"),
        ("可信度", found.confidence.label),
        ("收录版本", found.version),
        *([("说明", found.note)] if found.note else []),
    ]
