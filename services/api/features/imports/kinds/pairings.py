"""Pairings that run already (SM-5)."""

from services.api.features.imports.kinds.columns import Column, Kind, school
from services.api.features.imports.kinds.staff import NOBODY
from services.api.features.imports.reading.values import code, day, digits, person_name
from services.api.features.pairings import service_bulk
from services.api.kernel.scope import Permission
from services.contracts.codes import PairCategory, PairingStatus, PairRelation
from services.contracts.imports import ImportKind, RunningPairing

PAIRINGS = Kind(
    key=ImportKind.pairings,
    permission=Permission.pairing_propose,
    contract=RunningPairing,
    columns=(
        Column("supporting_school_id", "支援学校", school, "县实验小学", needed=True, note="学校代码或全称", width=28,
               aliases=("支援校", "帮扶学校", "牵头学校")),
        Column("recipient_school_id", "受援学校", school, "云坪镇中心小学", needed=True, width=28,
               note="学校代码或全称", aliases=("受援校", "被帮扶学校")),
        Column("category", "类别", code(PairCategory, {"初中": PairCategory.secondary, "高中": PairCategory.secondary}),
               "小学", needed=True, offered=PairCategory, aliases=("结对类别",)),
        Column("start_on", "开始日期", day, "2026-09-01", needed=True, aliases=("起始日期",)),
        Column("end_on", "结束日期", day, "2029-08-31", note="长期的不填", aliases=("截止日期",)),
        Column("basis", "依据文件", example="县教〔2026〕18号", needed_new=True, width=24,
               aliases=("依据", "文号", "文件号")),
        Column("supporting_signed_on", "支援学校签字日期", day, "2026-08-24", needed_new=True),
        Column("recipient_signed_on", "受援学校签字日期", day, "2026-08-26", needed_new=True),
        Column("agreement_no", "协议编号", digits, "JD-2026-018"),
        Column("relation", "结对形式", code(PairRelation), "结对帮扶", offered=PairRelation, aliases=("形式",)),
        Column("batch", "批次", example="第一批"),
        Column("supporting_leader", "支援学校负责人", person_name, "贺小满"),
        Column("supporting_liaison", "支援学校联络人", person_name, "秦望舒"),
        Column("supporting_phone", "支援学校电话", digits, "6210 0101"),
        Column("recipient_leader", "受援学校负责人", person_name, "吴一鸣"),
        Column("recipient_liaison", "受援学校联络人", person_name, "谢晓雯"),
        Column("recipient_phone", "受援学校电话", digits, "6210 0102"),
        Column("status", "状态", code(PairingStatus), note="不用填；下载的表里有，原样留着就行", width=12),
    ),
    plan=service_bulk.plan,
    write=service_bulk.write,
    label_field="recipient_school_id",
    extra={"supporting_school_id": "supporting", "recipient_school_id": "recipient", "status": "status"},
    blanks={"supporting_school_id": NOBODY, "recipient_school_id": NOBODY},
    notes=("只导入正在进行的结对：双方都已签字，导入后就是“进行中”。", "结对按两所学校对应，已在进行的比较后更新。",
           "下载的表可以改了再传：没改的行不动，状态要在结对页面办。"),
    left_alone=frozenset({"结对范围", "支援学校县区", "受援学校县区", "系统编号"}),
)  # fmt: skip
