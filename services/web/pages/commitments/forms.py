"""The forms of a commitment: what they ask, and the bodies made of it; the API judges."""

from collections.abc import Mapping
from uuid import UUID

from services.contracts.codes import AidArea, CommitmentPeriod, PromisedBy
from services.contracts.commitments import CommitmentOut, CommitmentTemplate
from services.contracts.pairings import PairingDetail
from services.web.entry import Entry, Stored
from services.web.filters import choices
from services.web.forms import Form
from services.web.inputs import Input, coded, reason
from services.web.pages.commitments import words
from services.web.pages.pairings.steps import title
from services.web.steps import Step, Subject

__all__ = ["Stored"]
CLEARED = ("maximum", "end_on")
"""What an emptied input takes away."""
_UNTIL = Input("end_on", "到哪天止", "date", "不填就和结对一样长", optional=True)


def home(pairing_id: UUID) -> str:
    """Return where the commitments of a pairing stand."""
    return f"/pairings/{pairing_id}?tab=commitments"


def start(pairing: PairingDetail) -> dict[str, object]:
    """Return what a new promise begins with."""
    return {
        "side": PromisedBy.supporting.value,
        "period": CommitmentPeriod.term.value,
        "start_on": pairing.start_on,
    }


def _trail(pairing: PairingDetail, last: str) -> list[tuple[str, str]]:
    return [("结对", "/pairings"), (title(pairing), home(pairing.id)), (last, "")]


def entry(pairing: PairingDetail, row: CommitmentOut | None = None) -> Entry:
    """Return the page that promises, or changes a promise."""
    heading = "定一项承诺" if row is None else "修改承诺"
    inputs = [
        Input("side", "谁承诺", "radio", choices=choices(PromisedBy), ask="请选由谁承诺"),
        Input("item", "承诺做什么", hint="比如：上示范课", maxlength=80),
        coded("aid_area", "哪方面", AidArea),
        Input("count", "数什么", "select", "系统按记下的活动和交流自动数，不用再报。", choices=words.count_choices(row),
              blank="请选数什么", ask="请选要数的活动或交流"),
        Input("period", "多久一次", "select", choices=choices(CommitmentPeriod)),
        Input("minimum", "至少多少", "number", "只填数字，比如：2", ask="请填至少要做多少，比如：2"),
        Input("maximum", "最多多少", "number", optional=True),
        Input("start_on", "从哪天起", "date"),
        _UNTIL,
        Input("source", "写在哪个文件里", hint="比如：两校结对协议", optional=True),
        Input("article", "第几条", optional=True, maxlength=60),
    ]  # fmt: skip
    return Entry(heading, _trail(pairing, heading), inputs, "保存承诺", home(pairing.id), lines=[words.COUNTED_NOTE])


def body_of(typed: Mapping[str, object]) -> dict[str, object]:
    """Return the body for the API: what is counted stands in one input."""
    body = {name: value for name, value in typed.items() if name != "count"}
    return body | words.count_of(str(typed["count"])) if "count" in typed else body


def patch_of(typed: Mapping[str, object], form: Form) -> dict[str, object]:
    """Return the change for the API; an emptied number or day is taken away."""
    emptied = [name for name in CLEARED if not form.value(name).strip() and form.value(f"keep.{name}") != "stored"]
    return body_of(typed) | dict.fromkeys(emptied)


def stored(row: CommitmentOut) -> Stored:
    """Return what the form of an existing one starts from."""
    values: dict[str, object] = {
        "side": row.side.value,
        "item": row.item,
        "aid_area": row.aid_area.value,
        "count": words.count_value(row.measure, row.kinds),
        "period": row.period.value,
        "minimum": row.minimum,
        "maximum": row.maximum,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "source": row.source,
        "article": row.article,
    }
    return Stored(values, row.version)


def template_entry(pairing: PairingDetail, template: CommitmentTemplate) -> Entry:
    """Return the page that takes promises over from a document."""
    items = [item for item in template.items if item.countable]
    inputs = [Input("rules", "选哪几项", "checks", choices=[words.item_choice(item) for item in items],
                    ask="请至少勾一项承诺")]  # fmt: skip
    if any(item.per_subject for item in items):
        inputs.append(
            Input("subjects", "有几个学科", "number", "选了“每个学科”的项才填，比如：3", optional=True)
        )  # fmt: skip
    inputs += [Input("start_on", "从哪天起", "date"), _UNTIL]
    missing = words.left_out(template)
    lines = [
        f"来源：{template.source}。加进来以后，数字可以按你们的协议改。",
        *([f"{'、'.join(missing)}：系统还没有这类记录，暂时不能数。"] if missing else []),
    ]
    trail = [
        ("结对", "/pairings"),
        (title(pairing), home(pairing.id)),
        ("从模板加", f"/pairings/{pairing.id}/commitments/templates"),
        (template.name, ""),
    ]
    return Entry(f"从模板加：{template.name}", trail, inputs, "加进来", home(pairing.id), lines=lines)


def subject(row: CommitmentOut) -> Subject:
    """Return a commitment with the step that takes it back."""
    where = home(row.pairing_id)
    both = f"{row.supporting_school.name}与{row.recipient_school.name}结对"
    step = Step(
        "作废承诺", "记录会保留", f"作废承诺“{row.item}”？", "承诺已作废，记录保留。",
        ["以后不再数它，活动和交流的记录都不受影响。"], [reason()], danger=True,
    )  # fmt: skip
    facts = [("承诺", words.often(row)), ("怎么样了", row.progress.state.label)]
    trail = [("结对", "/pairings"), (both, where)]
    return Subject(f"/commitments/{row.id}", trail, row.version, row.allowed_actions, {"void": step}, facts, where)
