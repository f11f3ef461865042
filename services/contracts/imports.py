"""Imports of whole spreadsheets (architecture §8)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.assignments import AssignmentCreate
from services.contracts.base import Day, Line, Out, PersonName, Phone, VersionedOut
from services.contracts.codes import Code
from services.contracts.pairings import PairingTerms

MENDING_HEADING = "要改的地方"
"""The last column of the file of mistakes; it is not read when the file comes back."""


class ImportKind(Code):
    """What a file holds."""

    schools = "schools", "学校"
    staff = "staff", "教职工"
    users = "users", "账号"
    pairings = "pairings", "结对"
    assignments = "assignments", "交流任务"


class ImportState(Code):
    """Uploaded → checked by the worker → confirmed → applied by the worker."""

    uploaded = "uploaded", "等待检查"
    checking = "checking", "正在检查"
    checked = "checked", "等待确认"
    applying = "applying", "正在导入"
    done = "done", "已导入"
    failed = "failed", "没有读成"
    cancelled = "cancelled", "已取消"


class ImportRowStatus(Code):
    """What becomes of a row: the same words before and after it is applied."""

    create = "create", "新增"
    update = "update", "更新"
    unchanged = "unchanged", "不变"
    error = "error", "有错"


class ImportCell(Out):
    """One faulty cell: its address in the file (C5; 第5行 where there is no cell) and whose row it is."""

    row: int
    cell: str
    label: str


class ImportProblem(Out):
    """One kind of mistake: under which heading, what to do, how often, and the first cells."""

    field: str
    heading: str
    code: str
    detail: str
    count: int
    cells: list[ImportCell] = []


class ImportCounts(Out):
    """Rows by what becomes of them."""

    create: int = 0
    update: int = 0
    unchanged: int = 0
    error: int = 0


class ImportOut(VersionedOut):
    """An upload and how far it is. `done` of `total` rows; `total` is null until the file has been read once.

    `failure` says why a file could not be read; `remarks` tell what was left out or read in a certain way.
    `expires_on` is the day on which the file and its results are erased.
    """

    id: UUID
    kind: ImportKind
    county_code: str
    county_name: str
    filename: str
    state: ImportState
    dry_run: bool
    atomic: bool
    total: int | None
    done: int
    counts: ImportCounts
    problems: list[ImportProblem] = []
    remarks: list[str] = []
    failure: str = ""
    created_at: datetime
    created_by: str | None
    expires_on: date


class ImportRowError(Out):
    """What is wrong with one cell of a row. The value is never repeated."""

    field: str
    heading: str
    cell: str
    code: str
    detail: str


class ImportRowChange(Out):
    """One field that a row changes: as it was when the row was looked at last, and as it will be, as people read it.

    Of an identity number only the ends are shown.
    """

    field: str
    heading: str
    before: str
    after: str


class ImportRowOut(Out):
    """One row: its number in the file, what becomes of it, and the id of what it made or matched.

    Of an updated row also its own name, as typed, and what it changes.
    """

    row: int
    status: ImportRowStatus
    id: UUID | None
    errors: list[ImportRowError] = []
    label: str = ""
    changes: list[ImportRowChange] = []


ShortName = Annotated[Line, Field(max_length=60)]


class RunningPairing(PairingTerms):
    """A pairing that runs already: its agreement is signed by both (QX-02), its basis is named.

    Basis and signatures have to be said of a new one; one that is known keeps what it has.
    """

    agreement_no: Line = ""
    supporting_signed_on: Day | None = None
    recipient_signed_on: Day | None = None
    supporting_leader: PersonName | None = None
    supporting_liaison: PersonName | None = None
    supporting_phone: Phone = ""
    recipient_leader: PersonName | None = None
    recipient_liaison: PersonName | None = None
    recipient_phone: Phone = ""


class RunningAssignment(AssignmentCreate):
    """An assignment that runs already: the person has arrived, the document that decided it is named.

    `confirmed_on` is the day by which both schools and the county had confirmed (SM-4). All three have to be said of a
    new one; one that is known keeps what it has.
    """

    basis: Line = ""
    arrived_on: Day | None = None
    confirmed_on: Day | None = None
