"""合作协议: its words, corrections, the sheet that is printed and signed (E-31, F-22); the roster of a batch (F-23)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.contracts.agreements import AgreementOut
from services.contracts.codes import AidArea
from services.web.api_client.pairings import PairingsClient
from services.web.downloads import files
from services.web.entry import Entry, Stored, change, edit
from services.web.filters import TEXT, Filters, choices
from services.web.inputs import Input, reason
from services.web.pages.pairings.steps import term, title
from services.web.visit import Visitor, see_other

router = APIRouter()
ONE_SHEET = 200
WORDS = [
    Input("agreement_no", "协议编号", hint="比如：青教结〔2026〕12号", optional=True),
    Input("start_on", "从哪天起", "date"),
    Input("end_on", "到哪天止", "date", "不填就是长期", optional=True),
    Input("aid_areas", "帮扶内容", "checks", choices=choices(AidArea)),
    Input("goals", "帮扶目标", "area", "几年内做到什么。能数的，另在“承诺项”里定。", maxlength=2000),
    Input("supporting_duties", "支援学校的职责", "area", optional=True, maxlength=2000),
    Input("recipient_duties", "受援学校的职责", "area", optional=True, maxlength=2000),
    Input("supporting_signatory", "支援学校签字人", hint="姓名", optional=True, maxlength=60),
    Input("recipient_signatory", "受援学校签字人", hint="姓名", optional=True, maxlength=60),
]
CORRECTED = [*WORDS, reason("为什么更正", "会留在协议记录里，两边学校看得到。")]
FIRST_WORDS = "签字后补填协议内容"
"""The reason that is kept when the first words come after a signature: nothing was wrong before."""
CLEARED = ("end_on", "supporting_signatory", "recipient_signatory")


def _entry(found: AgreementOut, *, correcting: bool) -> Entry:
    path = f"/pairings/{found.pairing.id}"
    name = "更正协议" if correcting and found.revision else "填协议内容"
    lines = (
        [f"{_who_signed(found)}签了字，{_kept(found)}", "结对开始后不改期限，要延长请办“续签”。"]
        if correcting
        else ["两边学校都能改，谁先签了字就不能再改。", "签字前请两边再看一遍；改过以后，对方要刷新才能签。"]
    )
    trail = [("结对", "/pairings"), (title(found.pairing), f"{path}?tab=agreement"), (name, "")]
    inputs = WORDS if not correcting else CORRECTED if found.revision else [*WORDS, Input("reason", "", "hidden")]
    return Entry(name, trail, inputs, "保存", f"{path}?tab=agreement", lines=lines)


def _who_signed(found: AgreementOut) -> str:
    sides = (found.pairing.supporting, found.pairing.recipient)
    return "双方都" if all(each.signed_on for each in sides) else "有一方已经"


def _kept(found: AgreementOut) -> str:
    return "原来写的会留在记录里。" if found.revision else "协议内容还没有填。请照纸上签的填。"


def _stored(found: AgreementOut) -> Stored:
    values: dict[str, object] = {
        each.name: getattr(found, each.name, None) or getattr(found.pairing, each.name, None) or "" for each in WORDS
    }
    reason_ = "" if found.revision else FIRST_WORDS
    return Stored({**values, "aid_areas": [each.value for each in found.aid_areas], "reason": reason_}, found.version)


def _sent(body: dict[str, object]) -> dict[str, object]:
    """What was emptied is no day and nobody."""
    return {name: None if name in CLEARED and not value else value for name, value in body.items()}


@router.get("/pairings/roster")
async def roster(visit: Visitor) -> Response:
    """结对学校名单 of a batch, to be printed (F-23, QX-08)."""
    filters = Filters.of("/pairings/roster", visit.request.query_params, {"batch": TEXT})
    found = await PairingsClient(visit.api).rows({**filters.values, "limit": ONE_SHEET, "count": True})
    rows = [row for row in found.items if row.status.value != "void"]
    context = {
        "filters": filters, "rows": rows, "count": found.count, "sums": found.sums, "term": term,
        "files": files("pairings", filters.query()), "is_whole": not found.next_cursor,
    }  # fmt: skip
    return visit.page("pairings/roster.html", context)


@router.get("/pairings/{pairing_id}/agreement")
async def write(visit: Visitor, pairing_id: UUID) -> Response:
    """填协议内容."""
    return await _ask(visit, pairing_id, correcting=False)


@router.get("/pairings/{pairing_id}/agreement/correct")
async def put_right(visit: Visitor, pairing_id: UUID) -> Response:
    """更正协议."""
    return await _ask(visit, pairing_id, correcting=True)


async def _ask(visit: Visitor, pairing_id: UUID, *, correcting: bool) -> Response:
    found = await PairingsClient(visit.api).agreement(pairing_id)
    if ("correct" if correcting else "agree") not in found.allowed_actions:
        visit.say("现在不能改协议内容：可能已经签字，或者不归这个账号办。签过字的由教育局办“更正协议”。")
        return see_other(f"/pairings/{pairing_id}?tab=agreement")
    return edit(visit, _entry(found, correcting=correcting), _stored(found))


@router.post("/pairings/{pairing_id}/agreement")
async def save(visit: Visitor, pairing_id: UUID) -> Response:
    """Save the words; a clash shows both sides."""
    return await _save(visit, pairing_id, correcting=False)


@router.post("/pairings/{pairing_id}/agreement/correct")
async def save_correction(visit: Visitor, pairing_id: UUID) -> Response:
    """Save what was put right."""
    return await _save(visit, pairing_id, correcting=True)


async def _save(visit: Visitor, pairing_id: UUID, *, correcting: bool) -> Response:
    client = PairingsClient(visit.api)
    found = await client.agreement(pairing_id)

    async def send(body: dict[str, object], version: int) -> str:
        await (client.correct_agreement if correcting else client.put_agreement)(pairing_id, _sent(body), version)
        visit.say("协议已更正。" if correcting and found.revision else "协议内容已保存。")
        return f"/pairings/{pairing_id}?tab=agreement"

    async def load() -> Stored:
        return _stored(await client.agreement(pairing_id))

    return await change(visit, _entry(found, correcting=correcting), send, load)


@router.get("/pairings/{pairing_id}/agreement/print")
async def sheet(visit: Visitor, pairing_id: UUID) -> Response:
    """The agreement on A4."""
    found = await PairingsClient(visit.api).agreement(pairing_id)
    return visit.page("pairings/agreement.html", {"found": found, "pairing": found.pairing, "term": term})
