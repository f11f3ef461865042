"""The steps of funds and goods (W-24): what each page asks and says."""

from services.contracts.codes import SupportKind, SupportStatus
from services.contracts.files import FileKind
from services.contracts.supports import SupportOut
from services.web import clock
from services.web.inputs import Input, reason
from services.web.pages.files.words import files_input
from services.web.pages.supports import words
from services.web.steps import Step, Steps, Subject


def subject(row: SupportOut, *, adds_files: bool = True) -> Subject:
    """Return the row with its steps; `adds_files`: the caller may upload a voucher along with them."""
    path = f"/supports/{row.id}"
    facts = [("状态", row.status.label), ("金额", words.amount(row)), ("学期", words.term(row.school_year, row.term))]
    trail = [("经费与物资", "/supports"), (words.title(row), path)]
    return Subject(path, trail, row.version, row.allowed_actions, _steps(row, adds_files=adds_files), facts)


def _steps(row: SupportOut, *, adds_files: bool) -> Steps:
    what, giver, receiver = words.title(row), row.giver_name, row.receiver_school.name
    return {
        "give": _give(row, adds_files=adds_files),
        "confirm": Step(
            "确认收到", f"{giver}会看到", words.received(row), "已确认收到。",
            ["金额或数量对得上再确认。对不上的，返回后选“有异议”。"],
            [Input("use", "收到后用于", hint="和计划一样就不用填", optional=True)], "确认收到",
        ),
        "dispute": Step(
            "有异议", "没收到、金额或数量不对时用", f"{what}有什么不对？", "已告诉对方。等对方改好，再确认收到。",
            [f"{giver}会看到你写的原因，改好后重新登记。"],
            [reason("哪里不对", "比如：只到账8000元。不写个人的账号。")], "提出异议",
        ),
        "edit": Step("改计划", "拨付或交接以前都能改", "", ""),
        "void": Step(
            "作废", "登记错了用，记录会保留", "作废这条记录？", "已作废，记录保留，不再算进合计。",
            [f"{words.way(row)}，{what}。", f"{receiver}会看到你写的原因。"], [reason()], danger=True,
        ),
    }  # fmt: skip


def _give(row: SupportOut, *, adds_files: bool) -> Step:
    is_fund, again = row.kind is SupportKind.fund, row.status is SupportStatus.disputed
    done, paper = ("拨付", "凭证号") if is_fund else ("交接", "收据号")
    inputs = [Input("given_on", f"哪天{done}的", "date")]
    if is_fund:
        inputs.append(Input("amount", "实际金额（元）", maxlength=20))
    else:
        inputs.append(Input("quantity", f"实际数量（{row.unit}）" if row.unit else "实际数量", "number"))
    inputs.append(Input("voucher_no", paper, optional=True))
    if adds_files:
        inputs.append(files_input(FileKind.support_voucher, "凭证或收据"))
    if again:
        inputs.insert(2, Input("answer", "答复对方", hint="对方会看到，比如：余下的12月补上", optional=True))
    contested = [f"{row.receiver_school.name}说：{row.dispute_reason}"] if again and row.dispute_reason else []
    text = f"重新登记{done}" if again else f"登记{done}"
    return Step(
        text, f"登记后由{row.receiver_school.name}确认", f"{text}：{words.title(row)}",
        f"已登记{done}，等对方确认收到。", contested, inputs, "保存",
        values={
            "given_on": row.given_on or clock.today(), "quantity": row.quantity, "voucher_no": row.voucher_no,
            "amount": row.given if row.given is not None else row.planned,
        },
    )  # fmt: skip
