"""Assignments that run already (SM-4)."""

from services.api.features.assignments import service_bulk
from services.api.features.imports.kinds.columns import Column, Kind, school
from services.api.features.imports.kinds.staff import NOBODY
from services.api.features.imports.reading.values import code, day, digits, id_number, person_name
from services.api.kernel.scope import Permission
from services.contracts.codes import AssignmentStatus, ExchangeMode, Workload
from services.contracts.imports import ImportKind, RunningAssignment

ASSIGNMENTS = Kind(
    key=ImportKind.assignments,
    permission=Permission.assignment_plan,
    contract=RunningAssignment,
    columns=(
        Column("name", "姓名", person_name, "秦望舒", needed=True, aliases=("教师姓名",)),
        Column("id_number", "身份证号", id_number, width=22,
               note="或填工号；都不填就按姓名在本县找", aliases=("身份证号码",)),
        Column("staff_no", "工号", digits, "10023", aliases=("教职工号",)),
        Column("sending", "派出学校", school, "县实验小学", note="重名时要填：学校代码或全称", width=28),
        Column("receiving_school_id", "接收学校", school, "云坪镇中心小学", needed=True, width=28,
               note="学校代码或全称", aliases=("受援学校", "交流学校")),
        Column("mode", "交流形式", code(ExchangeMode), "支教", needed=True, width=18,
               offered=ExchangeMode, aliases=("形式",)),
        Column("workload", "工作量", code(Workload), "全职", needed=True, offered=Workload, aliases=("承担工作",)),
        Column("start_on", "开始日期", day, "2026-09-01", needed=True, aliases=("起始日期",)),
        Column("end_on", "结束日期", day, "2027-08-31", needed=True, aliases=("截止日期",)),
        Column("arrived_on", "到岗日期", day, "2026-09-01", needed_new=True),
        Column("confirmed_on", "三方确认日期", day, "2026-08-28", needed_new=True,
               note="派出学校、接收学校和县里都确认的日期"),
        Column("basis", "依据文件", example="县教〔2026〕21号", needed_new=True, width=24,
               aliases=("依据", "文号", "文件号")),
        Column("subject", "任教学科", example="语文", aliases=("学科",)),
        Column("receiving_post", "在接收学校的岗位", example="四年级语文教师", aliases=("接收岗位",), width=20),
        Column("status", "状态", code(AssignmentStatus), note="不用填；下载的表里有，原样留着就行", width=12),
    ),
    plan=service_bulk.plan,
    write=service_bulk.write,
    label_field="name",
    extra={"receiving_school_id": "receiving", "sending": "sending", "name": "name", "id_number": "id_number",
           "staff_no": "staff_no", "status": "status"},
    blanks={"staff_id": NOBODY, "receiving_school_id": NOBODY},
    notes=("只导入正在进行的任务：三方已确认、人已到岗，导入后就是“在岗”。", "任务按人、接收学校和开始日期对应。",
           "下载的表可以改了再传：没改的行不动，状态要在任务页面办。"),
    left_alone=frozenset({"学年", "方向", "延期过", "派出学校确认", "接收学校确认", "县区确认", "派出县区代码",
                          "接收县区代码", "结对编号", "团队编号", "人员编号", "系统编号"}),
)  # fmt: skip
