"""The parts of the integrators' guide that are made from the product itself: states and errors, in Chinese and English.

`make openapi` writes them to `docs/integrators`; a test compares.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from services.api.features.activities import rules_decisions, rules_plans
from services.api.features.arrivals import rules as arrivals
from services.api.features.assignments import rules as assignments
from services.api.features.disagreements import rules as disagreements
from services.api.features.goals import rules as goals
from services.api.features.handovers import rules as handovers
from services.api.features.improvement_plans import rules as improvement_plans
from services.api.features.lesson_records import rules as lesson_records
from services.api.features.mentor_listings import rules as mentor_listings
from services.api.features.mentor_pairs import rules as mentor_pairs
from services.api.features.pairings import rules as pairings
from services.api.features.reports import rules as reports
from services.api.features.schools import rules as schools
from services.api.features.schools import rules_succession
from services.api.features.staff_moves import rules as staff_moves
from services.api.features.summaries import rules as summaries
from services.api.features.support_classes import rules as support_classes
from services.api.features.supports import rules as supports
from services.api.features.teams import rules as teams
from services.api.features.term_plans import rules as term_plans
from services.api.features.term_reviews import rules as term_reviews
from services.api.kernel.states import TransitionTable, mermaid
from services.contracts.problem_codes import PROBLEMS

TABLES: tuple[tuple[str, TransitionTable[Any, Any]], ...] = (
    ("结对", pairings.TABLE),
    ("交流任务", assignments.TABLE),
    ("交流团队", teams.TABLE),
    ("月报", reports.REPORT_STATES),
    ("交流目标", goals.GOALS),
    ("个人交流工作计划", goals.PLANS),
    ("生活安排", arrivals.TABLE),
    ("交接", handovers.HANDOVER),
    ("反馈", handovers.FEEDBACK),
    ("年度总结", summaries.TABLE),
    ("异议", disagreements.TABLE),
    ("编制内流动", staff_moves.TABLE),
    ("活动计划", rules_plans.TABLE),
    ("联席会议决定", rules_decisions.TABLE),
    ("学期计划", term_plans.TABLE),
    ("学期考核", term_reviews.TABLE),
    ("师徒结对", mentor_pairs.TABLE),
    ("师徒供需", mentor_listings.TABLE),
    ("听课记录", lesson_records.TABLE),
    ("经费物资", supports.TABLE),
    ("对口支援班", support_classes.TABLE),
    ("薄弱学校改造", improvement_plans.TABLE),
    ("学校", schools.SCHOOL_ACTIONS),
    ("计划的更名撤并", rules_succession.PLAN_ACTIONS),
)
"""The objects that integrators meet, in Chinese words, each with the table that the API itself goes by."""
STATES_ZH = """# 状态和办理动作

本页由程序里的状态表生成（`make openapi`），和接口判断能不能办理用的是同一张表。
`allowed_actions` 里出现的就是下表的动作，办理用 `POST /api/v1/…/{id}/{action}`，带 `If-Match`。
不能办理时回 409 `state.illegal`。“到”为空表示状态不变，图里不画；有的动作要等另一方也办了才到。
新的状态以后可能增加：遇到不认识的，请原样保存。
"""
STATES_EN = """# States and actions

This page is generated from the transition tables of the program (`make openapi`), the very tables that the API
decides by. What stands in `allowed_actions` is an action below: `POST /api/v1/…/{id}/{action}` with `If-Match`.
What a state forbids is a 409 `state.illegal`. An empty "to" leaves the state as it is; the diagram leaves it
out. Some acts reach a state only when the other side has acted too.
States may be added later: keep what you do not know as it is.
"""
ERRORS_ZH = """# 错误代码

错误一律是 `application/problem+json`（RFC 9457）：`type title status code detail request_id errors[]`。
程序请按 `code` 判断，`title`、`detail` 是写给人看的，可能改写；表里的 `{…}` 会换成具体内容。
`errors[]` 逐个字段说明，`field` 是请求里的字段名。联系我们时请附 `request_id`。
本页由程序里的代码表生成（`make openapi`）。

| 状态码 | 该怎么办 |
| --- | --- |
| 400、422 | 请求本身有错：按 `errors[]` 改了再发，原样重发没有用 |
| 401 | 令牌过期或无效：重新取令牌，再发一次 |
| 403 | 这个账号不能做：找地区的系统管理员 |
| 404 | 没有，或者不在您的管辖范围 |
| 409 | 和现在的数据冲突：重新读取再决定 |
| 410 | 断点已经作废：重新取快照 |
| 412、428 | 版本不对，或没有带 `If-Match`、`Idempotency-Key` |
| 429 | 太快或当天次数用完：按 `Retry-After` 等 |
| 503 | 暂时不行：按 `Retry-After` 等，用同一个 `Idempotency-Key` 重发 |
"""
ERRORS_EN = """# Errors by code

Every error is `application/problem+json` (RFC 9457): `type title status code detail request_id errors[]`. Programs
go by `code`; `title` and `detail` are Chinese words for people and may be reworded, `{…}` stands for what the case
fills in. `errors[]` speaks field by field in the names of the request. Quote `request_id` when you ask for help.
This page is generated from the table in the program (`make openapi`).

| status | what to do |
| --- | --- |
| 400, 422 | the request is wrong: change what `errors[]` names; sending it again unchanged is of no use |
| 401 | the token has ended or is none: get another one and send once more |
| 403 | not for this client: ask the administrator of the region |
| 404 | not there, or outside your scope |
| 409 | clashes with what is stored: read again and decide |
| 410 | the cursor is void: take a snapshot |
| 412, 428 | stale version, or `If-Match` or `Idempotency-Key` is missing |
| 429 | too fast, or the day's quota is used up: wait for `Retry-After` |
| 503 | not now: wait for `Retry-After`, send again with the same `Idempotency-Key` |
"""


def pages() -> Mapping[str, str]:
    """File name → text of every generated page."""
    made: dict[str, Callable[[], Iterator[str]]] = {
        "states.md": lambda: _states(STATES_ZH, ("动作", "意思", "从", "到", "谁"), chinese=True),
        "states.en.md": lambda: _states(STATES_EN, ("action", "in Chinese", "from", "to", "who"), chinese=False),
        "errors.md": lambda: _errors(ERRORS_ZH, ("代码", "状态码", "标题", "说明"), with_detail=True),
        "errors.en.md": lambda: _errors(ERRORS_EN, ("code", "status", "title"), with_detail=False),
    }
    return {name: "\n".join(lines()) + "\n" for name, lines in made.items()}


def write(folder: Path) -> None:
    """All of them into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, "utf-8")


def _states(intro: str, heads: tuple[str, ...], *, chinese: bool) -> Iterator[str]:
    yield intro.rstrip()
    for label, table in TABLES:
        yield f"\n## {label} `{table.name}`" if chinese else f"\n## `{table.name}` ({label})"
        yield f"\n{_row(heads)}\n{_row(['---'] * len(heads))}"
        for step in table.transitions.values():
            before = "、".join(_state(state, chinese=chinese) for state in sorted(step.before, key=str))
            reached = dict.fromkeys(chain([step.after] if step.after else [], *step.reaches.values()))
            after = "、".join(_state(state, chinese=chinese) for state in reached)
            yield _row([f"`{step.action}`", step.label, before, after, step.who])
        yield f"\n```mermaid\n{mermaid(table, loops=False)}\n```"


def _state(state: Any, *, chinese: bool) -> str:
    return f"`{state.value}` {state.label}" if chinese else f"`{state.value}`"


def _errors(intro: str, heads: tuple[str, ...], *, with_detail: bool) -> Iterator[str]:
    yield intro.rstrip()
    for family, codes in groupby(sorted(PROBLEMS), key=lambda code: code.partition(".")[0]):
        yield f"\n## {family}\n\n{_row(heads)}\n{_row(['---'] * len(heads))}"
        for code in codes:
            kind = PROBLEMS[code]
            yield _row([f"`{code}`", str(kind.status), kind.title, *([kind.detail] if with_detail else [])])


def _row(cells: Any) -> str:
    return f"| {' | '.join(str(cell).replace('|', '／') for cell in cells)} |"
