"""Every problem the API can answer with: stable code → HTTP status, Chinese title and default detail (RFC 9457)."""

from typing import NamedTuple

from services.contracts.problem_codes_changes import OF_CHANGES
from services.contracts.problem_codes_clients import OF_CLIENTS
from services.contracts.problem_codes_goals import OF_GOALS
from services.contracts.problem_codes_operating import OF_OPERATING
from services.contracts.problem_codes_pairing import OF_JOINED_MEETINGS, OF_MENTOR_LISTINGS
from services.contracts.problem_codes_people import OF_STAFF_MOVES
from services.contracts.problem_codes_periods import OF_PERIODS
from services.contracts.problem_codes_refusals import OF_REFUSALS
from services.contracts.problem_codes_statistics import OF_STATISTICS
from services.contracts.problem_codes_webhooks import OF_WEBHOOKS


class ProblemKind(NamedTuple):
    """`detail` says what to do; `{name}` places are filled with the problem's params."""

    status: int
    title: str
    detail: str


PROBLEMS: dict[str, ProblemKind] = {
    # requests
    "request.malformed": ProblemKind(400, "内容读不出来", "发来的内容不是完整的JSON，请检查后重发。"),
    "request.invalid": ProblemKind(422, "有几处要改", "请按下面每一处的说明改好再报送。"),
    "request.body_too_large": ProblemKind(413, "内容太大", "一次最多发{limit_kb}KB，请分几次发。"),
    "upload.too_large": ProblemKind(413, "文件太大", "一个文件最多{limit_mb}MB，请分成几个文件再传。"),
    "import.unreadable": ProblemKind(422, "这个文件读不了", "{sentence}"),
    "import.has_errors": ProblemKind(
        409, "还有错的行", "这次选了“全部没有错才导入”，还有{count}行有错。请改好再传，或重新上传不选这一项。"
    ),
    "import.erased": ProblemKind(404, "文件已清除", "上传的文件和检查结果只留{days}天，已经清除。"),
    "import.nothing_wrong": ProblemKind(404, "没有错的行", "这个文件没有要改的行。"),
    "request.media_type": ProblemKind(415, "格式不对", "请用{expected}格式发送。"),
    "query.unknown": ProblemKind(422, "没有这个查询条件", "查询条件里没有“{name}”，请对照接口说明改掉。"),
    "page.cursor": ProblemKind(422, "翻页位置读不出来", "请从第一页重新开始。"),
    "route.not_found": ProblemKind(404, "没有找到", "没有这个地址，请对照接口说明检查。"),
    "route.method": ProblemKind(405, "这个地址不能这样用", "这个地址只支持{allowed}。"),
    "resource.not_found": ProblemKind(404, "没有找到", "没有找到，可能已移走，或不归你管。"),
    "server.error": ProblemKind(500, "系统出了点问题", "请过几分钟再试，并记下请求编号。"),
    # sign-in
    "auth.missing": ProblemKind(401, "还没有登录", "请先登录，再接着办。"),
    "auth.invalid_token": ProblemKind(401, "登录已过期", "登录已过期，请重新登录。"),
    "auth.wrong_credentials": ProblemKind(401, "账号或密码不对", "账号或密码不对，还可以试{left}次。"),
    "auth.locked": ProblemKind(429, "试的次数太多", "试的次数太多，请{minutes}分钟后再试。"),
    "auth.disabled": ProblemKind(403, "账号已停用", "这个账号已停用，请联系{contact}。"),
    "auth.password_must_be_set": ProblemKind(403, "先设自己的密码", "第一次登录要先设自己的密码。"),
    "auth.weak_password": ProblemKind(422, "密码太容易猜", "密码太容易猜：{why}。{advice}。"),
    "auth.wrong_password": ProblemKind(422, "现在的密码不对", "现在的密码不对，请再核对。"),
    "auth.grant": ProblemKind(
        400, "不支持这种取令牌的方式", "grant_type要写password、refresh_token或client_credentials。"
    ),
    "auth.client": ProblemKind(401, "接口账号或密钥不对", "请核对client_id和client_secret，或联系省里的管理员。"),
    "auth.scope": ProblemKind(403, "没有这项权限", "这个接口账号没有{scope}权限，请联系省里的管理员。"),
    "auth.view_only": ProblemKind(403, "现在只能看", "你正以别人的身份查看，什么都不能改。要办事先结束查看。"),
    "auth.oidc_off": ProblemKind(409, "没有开通统一身份认证", "这里没有开通统一身份认证，请用账号和密码登录。"),
    "auth.oidc_down": ProblemKind(503, "统一身份认证连不上", "{label}暂时连不上，请过几分钟再试，或用账号和密码登录。"),
    "auth.oidc_refused": ProblemKind(401, "统一身份认证没有通过", "{label}没有认可这次登录，请重新登录一次。"),
    "auth.oidc_unknown": ProblemKind(
        403, "这里还没有你的账号", "{label}认出了你，但这里没有对应的账号。请联系本校负责人或县教育局开通。"
    ),
    "auth.oidc_taken": ProblemKind(409, "已绑定别的账号", "这个统一身份已绑定在另一个账号上，请联系县教育局核对。"),
    "invitation.wrong_code": ProblemKind(401, "账号或登录码不对", "账号或登录码不对，还可以试{left}次。"),
    "invitation.ended": ProblemKind(410, "这个邀请用不了了", "这个邀请{why}，请联系{contact}重新要一个。"),
    "invitation.unknown": ProblemKind(
        404, "没有这个邀请", "没有这个邀请，链接可能没有复制全。请向发给你的人再要一个。"
    ),
    "invitation.too_many": ProblemKind(
        422, "一次太多", "一次最多邀请{most}个账号，这里有{count}个。请先选一个县或一所学校。"
    ),
    "hand_over.colleague": ProblemKind(422, "这位同事不能接", "请选本校在用的账号，不能选自己。"),
    "permission.denied": ProblemKind(403, "这件事不归这个账号办", "这件事要{who}办。"),
    "permission.out_of_region": ProblemKind(
        403, "不在管辖范围", "{region}不在这个账号的管辖范围里，请改选管得到的地区，或请那里的教育局办。"
    ),
    "permission.other_office": ProblemKind(403, "这件事不归这个账号办", "{where}，要{who}办。"),
    "rate.limited": ProblemKind(429, "操作太频繁", "操作太频繁，请{seconds}秒后再试。"),
    **{code: ProblemKind(*kind) for code, kind in OF_CLIENTS.items()},
    # concurrency
    "precondition.required": ProblemKind(428, "缺少版本号", "请先读取这条记录，再用If-Match带上它的版本号。"),
    "precondition.stale": ProblemKind(412, "刚被别人改过", "这条记录刚被改过，请看最新内容再决定。"),
    "idempotency.required": ProblemKind(428, "缺少Idempotency-Key", "新建时请带上Idempotency-Key，重发才不会重复。"),
    "idempotency.mismatch": ProblemKind(
        422, "同一个编号发了不同内容", "这个Idempotency-Key用过，内容不一样。请换一个新的再发。"
    ),
    "state.illegal": ProblemKind(409, "现在不能这样办", "这条记录已经是“{state}”，不能再{action}。"),
    "conflict.constraint": ProblemKind(409, "和已有记录冲突", "和已有记录冲突，请刷新后核对。"),
    # storage
    "storage.busy": ProblemKind(503, "系统正忙", "系统正忙，请{seconds}秒后再试，内容没有丢。"),
    "storage.full": ProblemKind(
        507, "存储空间满了", "存储空间满了，没有存上。内容还在页面里，请联系系统管理员清出空间后再试。"
    ),
    # places and people
    "region.code_taken": ProblemKind(409, "这个上级下的编号用完了", "请联系系统管理员。"),
    "school.code_taken": ProblemKind(409, "学校代码已有", "学校代码已用于{name}，请核对代码。"),
    "school.code_used": ProblemKind(409, "学校代码用过", "学校代码以前用于{name}，用过的代码不再用，请填新代码。"),
    "succession.blocked": ProblemKind(409, "还有事没办完", "还有{count}项要先办完，请看预览里标出的几项。"),
    "succession.changed": ProblemKind(409, "刚有人改过", "{school}刚被改过，请重新看一遍预览再确认。"),
    "succession.planned": ProblemKind(
        409, "已有一项计划", "{school}已计划在{day}办{kind}。要改，请先在学校页取消那一项计划。"
    ),
    "delegation.taken": ProblemKind(409, "已有代报", "{school}的月报已由别的学校代报，要先结束那一项。"),
    "school.in_use": ProblemKind(409, "学校还有在办的事", "还有{count}项在期的结对或交流，要先结束或改派。"),
    "fact.overlap": ProblemKind(409, "日期和后面的决定冲突", "{start_on}已有更晚的决定，请把开始日期放在它之后。"),
    "person.merged": ProblemKind(410, "已并入另一条记录", "这条记录已并入另一条，请看那一条。"),
    "person.no_number": ProblemKind(409, "没有身份证号", "还没有登记身份证号，没有可以看的。"),
    "person.merge_blocked": ProblemKind(409, "还不能合并", "{obstacles}"),
    "person.changed_since": ProblemKind(409, "合并以后又改过", "合并以后又改过{what}，不能撤销。请逐项改正。"),
    "record.overlap": ProblemKind(409, "时间重叠", "和已有的{kind}（{period}）时间重叠，请核对日期。"),
    "record.running": ProblemKind(
        409, "这是现在的情况", "这是现在的{kind}，不能作废，也没有最后一天。写错了用“改正”，后来变了用“从某天起变了”。"
    ),
    "record.kind": ProblemKind(422, "种类不符", "这条记录是{kind}，不能改成别的种类。"),
    "fact.same": ProblemKind(409, "和现在的一样", "和现在登记的一样，没有要变的。只是日期登错了的，改正那一条的日期。"),
    "staff.id_taken": ProblemKind(409, "身份证号已有", "这个身份证号已登记在另一名教职工名下，请核对。"),
    "staff.open_elsewhere": ProblemKind(409, "人事关系还在别处", "这名教职工的人事关系还在{school}，要先办结束。"),
    "staff.in_use": ProblemKind(409, "还有没结束的交流", "这名教职工还有没结束的交流任务，要先办结束。"),
    # accounts
    "user.username_taken": ProblemKind(409, "账号名已有", "账号名已有人用，请换一个。"),
    "client.legal_basis": ProblemKind(422, "缺少依据", "读实名记录要写明依据的文件。"),
    # pairings and assignments
    "pairing.same_school": ProblemKind(422, "两边是同一所学校", "支援学校和受援学校不能是同一所，请改选一所。"),
    "pairing.duplicate": ProblemKind(409, "这两所学校已在结对", "这两所学校已有没结束的结对（{period}）。"),
    "pairing.unsigned": ProblemKind(409, "还缺签字", "{side}还没有签字，双方都签了才能开始。"),
    "pairing.already_signed": ProblemKind(409, "已经签过", "{side}已在{signed_on}签字，不用再签。"),
    "pairing.contacts_missing": ProblemKind(
        409, "还缺联系人", "{side}还没有填负责领导和联络人，双方都填了才能开始协商。"
    ),
    "pairing.not_started": ProblemKind(409, "结对还没开始", "这个结对是“{state}”，开始以后才能记活动。"),
    "pairing.agreement_signed": ProblemKind(
        409, "协议已有一方签字", "{side}已经签字，协议内容不能再直接改。要改请由教育局办“更正协议”，写明原因。"
    ),
    "pairing.agreement_unsigned": ProblemKind(409, "协议还没有人签字", "还没有人签字，直接改协议内容就行，不用更正。"),
    "pairing.term_fixed": ProblemKind(
        422, "进行中的结对不改期限", "结对已经开始，期限不在这里改。要延长请办“续签”，要提前结束请办“结束结对”。"
    ),
    "pairing.renewal_order": ProblemKind(422, "新一期要接在后面", "新一期要从{day}以后开始，请改开始日期。"),
    "pairing.renewed": ProblemKind(409, "已经续签过", "这一期已续签为{period}的新一期，请打开新一期来办。"),
    "pairing.renewal_overlap": ProblemKind(
        409, "两期的日期重叠", "上一期到{day}才结束，请先办“更正协议”，把新一期的开始日期改到那天以后。"
    ),
    "pairing.renewal_early": ProblemKind(
        409, "新一期还没到开始的日子", "上一期还在进行，新一期要到{day}才能开始，请到那天再办。"
    ),
    "pairing.check_refused": ProblemKind(409, "不符合结对规则", "{reasons}。请改选学校或内容，或先请教育局改规则。"),
    "pairing.check_warned": ProblemKind(422, "和结对规则不一致", "{reasons}。核对后仍要拟定的，请勾选“仍要拟定”。"),
    "leading_group.owner": ProblemKind(422, "要说清是谁的领导小组", "请只写一个：地区、学校或者结对。"),
    "leading_group.head": ProblemKind(422, "要有一位组长", "领导小组要有一位组长，也只有一位，请核对成员。"),
    "leading_group.order": ProblemKind(
        422, "要接在现在的名单后面", "现在的名单是{day}起的，新名单请从那天或以后开始；那天的名单写错了，就填同一天。"
    ),
    "leading_group.clash": ProblemKind(409, "刚刚有人登记过", "别人刚登记了新的名单，请刷新后核对再办。"),
    "pairing.people_in_post": ProblemKind(
        409,
        "还有人在岗或已安排",
        "{day}以后，这对结对还有{count}人在岗或已安排。请先在交流任务里改期、提前结束或作废，再来办。",
    ),
    "period.order": ProblemKind(422, "结束早于开始", "结束日期要在{start_on}或之后。"),
    "assignment.overlap": ProblemKind(
        409, "时间重叠", "{name}这段时间已有交流任务（{school}，{start_on}至{end_on}），不能重叠。"
    ),
    "assignment.same_school": ProblemKind(
        422, "派出和接收是同一所学校", "派出学校和接收学校不能是同一所，请改选接收学校。"
    ),
    "assignment.not_confirmed": ProblemKind(409, "三方还没都确认", "{who}还没有确认。"),
    "assignment.already_confirmed": ProblemKind(409, "已经确认过", "{who}已经确认过，不用再办。"),
    "assignment.rule_unmet": ProblemKind(409, "还不能确认", "{text}。依据：{source}。改好安排后再确认。"),
    "assignment.pairing_missing": ProblemKind(
        422, "没有写结对", "团队式双向交流在结对的两校之间办。请从两校的结对或团队页安排，或者改选交流方式。"
    ),
    "assignment.pairing_not_active": ProblemKind(
        409, "两校的结对还没有进行", "两校的结对现在是“{state}”，进行以后才能确认团队式双向交流。"
    ),
    "assignment.pairing_person": ProblemKind(
        422, "这个人不在结对学校", "这个人的学校不在这对结对里。请换成结对两校的人，或者不选结对。"
    ),
    "assignment.pairing_mismatch": ProblemKind(422, "和结对学校不符", "这两所学校不是所选结对的双方。"),
    "assignment.staff_ended": ProblemKind(422, "人事关系已结束", "这名教职工的人事关系在{ended_on}已结束。"),
    "assignment.not_begun": ProblemKind(422, "还没到开始日期", "还没到{start_on}，到了那天再办。"),
    "assignment.too_early": ProblemKind(422, "到岗日期不对", "到岗日期不能早于开始的{start_on}，也不能晚于{end_on}。"),
    "assignment.end_outside": ProblemKind(422, "日期不在任务期内", "日期要在{start_on}到{end_on}之间。"),
    "assignment.not_over": ProblemKind(
        409, "还没到结束日期", "这项任务到{end_on}期满，到那天才能办期满。要早结束，请办“提前结束”。"
    ),
    "assignment.extend_later": ProblemKind(422, "延期要晚于现在的结束日期", "新的结束日期要在{end_on}之后。"),
    "assignment.disputed": ProblemKind(
        409, "还有不同意见", "{who}提了不同意见，还没处理。先处理这条意见，再办最后一方的确认。"
    ),
    "assignment.swap_self": ProblemKind(422, "不能和自己互换", "请选另一名人员的任务。"),
    "assignment.swap_stale": ProblemKind(409, "对方的任务刚改过", "要互换的那项任务刚刚有改动，请重新打开看过再换。"),
    "assignment.replace_self": ProblemKind(422, "还是同一个人", "请选另一名教职工接替。"),
    "assignment.replace_other_school": ProblemKind(
        422, "不是派出学校的人", "接替的人要是同一所派出学校的。派别的学校的人，请作废后重新安排。"
    ),
    "assignment.relieve_outside": ProblemKind(422, "日期不合适", "接替的日期要在{start_on}到{end_on}之间。"),
    "assignment.facts_follow": ProblemKind(
        409, "还没开始", "{start_on}开始以前，这里跟着人员和学校的登记走，改那边的登记就行。"
    ),
    "assignment.nothing_corrected": ProblemKind(422, "没有要改的", "每一项都和现在一样，请改了再保存。"),
    "disagreement.open": ProblemKind(
        409, "已有一条没处理的意见", "这项安排已有一条没处理的不同意见，请在那一条下面回复。"
    ),
    "cover.one_kind": ProblemKind(422, "只选一种", "来顶岗的任务和本校的人，请只选其中一个。"),
    "cover.not_vacated": ProblemKind(409, "没有空出岗位", "这项任务是“{state}”，没有空出岗位。"),
    "cover.other_school": ProblemKind(422, "不在空出岗位的学校", "顶岗的人要在{school}，请重新选择。"),
    "cover.other_days": ProblemKind(422, "日期对不上", "这个人在{start_on}到{end_on}之间不在学校，请重新选择。"),
    "cover.self": ProblemKind(422, "是外出的人自己", "请选另一个人来顶。"),
    "cover.duplicate": ProblemKind(409, "已经登记过", "这个人已经登记为顶这个岗位。"),
    # goals, plans and summaries of assignments
    **{code: ProblemKind(*kind) for code, kind in OF_GOALS.items()},
    "plan.exists": ProblemKind(409, "已有计划", "{year}学年的个人计划已有一份，请打开那一份接着写。"),
    "plan.closed": ProblemKind(409, "交流任务没有在办", "交流任务是“{state}”，待到岗和在岗的才写个人计划。"),
    "plan.outside": ProblemKind(422, "不在这个学年", "交流任务不在{year}学年里，请改选学年。"),
    "plan.incomplete": ProblemKind(422, "还没写完", "还没有写{what}，写好再交。"),
    "summary.exists": ProblemKind(409, "已有总结", "{year}学年的总结已有一份，请打开那一份接着写。"),
    "summary.not_served": ProblemKind(409, "还没有到岗", "交流任务是“{state}”，到岗以后才写总结。"),
    "summary.outside": ProblemKind(422, "不在这个学年", "这名教师{year}学年还没有在那里交流，请改选学年。"),
    "summary.incomplete": ProblemKind(422, "还没写完", "还没有写{what}，写好再交。"),
    # the end of assignments
    "handover.too_early": ProblemKind(409, "还没到时候", "交流结束前30天，也就是{first}起，才办交接和反馈。"),
    "handover.not_served": ProblemKind(409, "没有在那里交流", "交流任务是“{state}”，到过岗的才办交接和反馈。"),
    "handover.outside": ProblemKind(422, "日期不对", "交接日期要在{first}到{last}之间。"),
    "handover.shared_outside": ProblemKind(422, "日期不对", "传达日期要在{first}到{last}之间。"),
    # mentor pairs
    "partner.owner": ProblemKind(422, "帮谁没选对", "选一对结对或一所学校，只选一样。"),
    "partner.duplicate": ProblemKind(409, "已经登记过", "这家单位已在帮，打开那一条改，或换个名称。"),
    "mentor_pair.duplicate": ProblemKind(
        409, "已有没结束的师徒", "{name}的{subject}已有没结束的师徒结对（{period}）。先办结束，或改选徒弟、学科。"
    ),
    "mentor_pair.mentor_full": ProblemKind(
        409, "带的徒弟满了", "{name}已带{count}名徒弟，按{source}最多带{most}名。请改选师傅，或先结束一对。"
    ),
    "mentor_pair.self": ProblemKind(422, "师傅和徒弟是同一个人", "师傅和徒弟不能是同一个人，请改选一位。"),
    "mentor_pair.subject_differs": ProblemKind(
        422, "学科对不上", "{who}，和{subject}对不上。确实要这样结对，请勾选“学科不同，照样登记”。"
    ),
    "mentor_pair.subject_refused": ProblemKind(
        422, "学科对不上", "{who}，和{subject}对不上。按{source}要同学科才能结对。"
    ),
    "mentor_pair.not_of_pairing": ProblemKind(
        422, "不是这对结对的人", "师傅和徒弟要各在结对的一所学校，请改选，或不选结对。"
    ),
    "mentor_pair.two_counties": ProblemKind(422, "不在同一个县区", "两人不在同一个县区，要从两校的结对里登记。"),
    "mentor_pair.pairing_closed": ProblemKind(409, "结对没有在进行", "两校的结对是“{state}”，进行中才能登记师徒。"),
    "mentor_pair.not_in_service": ProblemKind(422, "那天不在职", "{name}{day}不在职，请核对开始日期，或改选人。"),
    "mentor_pair.outside": ProblemKind(422, "日期不在结对期内", "日期要在两校结对的{start_on}到{end_on}之间。"),
    "mentor_pair.end_outside": ProblemKind(422, "日期不对", "最后一天要在{start_on}到{end_on}之间。"),
    "mentor_pair.reason_missing": ProblemKind(422, "要写原因", "还没有考核就结束，要写原因，双方学校会看到。"),
    # term plans
    "term_plan.duplicate": ProblemKind(
        409, "这个学期已有计划", "{what}已有计划。没商定的打开接着写，已商定的打开后点“修订”。"
    ),
    "term_plan.outside": ProblemKind(422, "学期不在结对期内", "这个学期不在两校结对的{period}里，请改选学期。"),
    "term_plan.incomplete": ProblemKind(422, "计划还不全", "还差{parts}，写好就能送对方。"),
    "term_plan.measure_empty": ProblemKind(422, "措施没写内容", "每条措施要写做什么，或者选一项承诺。"),
    "term_plan.commitment": ProblemKind(
        422, "不是这个结对的承诺项", "选的承诺项已作废，或者不是这两所学校的。请重新选择。"
    ),
    # heard lessons
    "lesson_record.not_started": ProblemKind(409, "结对还没开始", "这个结对是“{state}”，开始以后才能记听课。"),
    "lesson_record.duplicate": ProblemKind(
        409, "这节课已经记过", "{day}第{lesson_no}节，这位听课人已有听课记录。请核对日期和节次，或打开那一条改。"
    ),
    "lesson_record.observer": ProblemKind(422, "没有听课人", "请选听课人。"),
    "lesson_record.not_of_pairing": ProblemKind(
        422, "不是这对结对的人", "授课人和听课人要各在结对的一所学校，请改选。"
    ),
    "lesson_record.outside": ProblemKind(422, "日期不在结对期内", "日期要在{start_on}到{end_on}之间。"),
    "lesson_record.not_in_service": ProblemKind(422, "那天不在职", "{name}{day}不在职，请核对日期，或改选人。"),
    "lesson_record.not_of_activity": ProblemKind(
        422, "不是这次活动的课", "活动要是这对结对在同一天办的，请核对日期，或从听评课里另记。"
    ),
    "lesson_record.not_of_mentor_pair": ProblemKind(
        422, "不是这对师徒", "授课人和听课人要是这对师徒，请改选人，或从听评课里另记。"
    ),
    # shared papers
    "shared_resource.not_started": ProblemKind(409, "结对还没开始", "这个结对是“{state}”，开始以后才能共享材料。"),
    "shared_resource.outside": ProblemKind(422, "日期不在结对期内", "日期要在{start_on}到{end_on}之间。"),
    # improvement plans
    "improvement_plan.duplicate": ProblemKind(
        409, "这个学年已有规划", "{school}{year}学年已有改造规划。打开那一份接着写，或先把它作废。"
    ),
    "improvement_plan.pairing": ProblemKind(
        422, "不是帮扶这所学校的结对", "请选这所学校作受援学校、还没结束的结对，或者不选。"
    ),
    "improvement_plan.incomplete": ProblemKind(422, "规划还不全", "还差{parts}，写好就能报送。"),
    "improvement_plan.outside": ProblemKind(
        422, "日期不在规划的学年里", "日期要在{year}学年里（9月1日到次年8月31日）。"
    ),
    "improvement_plan.not_yet": ProblemKind(422, "日期还没到", "完成日期不能晚于今天（{today}）。"),
    "improvement_plan.too_many": ProblemKind(422, "步骤太多", "一份规划最多排{most}步，请合并几步。"),
    # term reviews
    "term_review.duplicate": ProblemKind(
        409, "这个学期已有考核总结", "{school}{term}已有考核总结。打开那一份接着办，或先把它作废。"
    ),
    "term_review.outside": ProblemKind(422, "日期不在这个学期里", "收齐期限要在{first}到{last}之间。"),
    "term_review.handed": ProblemKind(422, "日期不对", "交来的日期要在{first}到今天（{today}）之间。"),
    "term_review.pairing": ProblemKind(422, "不是这所学校的结对", "请选这所学校的结对，或者不选。"),
    "term_review.group_twice": ProblemKind(409, "已经在名单里", "{who}已在名单里，直接登记交来的总结。"),
    "term_review.too_many": ProblemKind(422, "名单太长", "一次考核最多登记{most}份总结。"),
    "term_review.own_stays": ProblemKind(409, "学校总结不能去掉", "上报要有学校自己的总结，请写好它。"),
    "term_review.twice": ProblemKind(422, "同一种材料写了两次", "每种材料只写一次，请合并份数。"),
    "term_review.nobody": ProblemKind(409, "还没有人交总结", "先登记至少一个教研组或师傅的总结，再查验。"),
    "term_review.not_handed_in": ProblemKind(409, "现在不能评定", "交来总结的教研组和师傅才能评定，学校总结不评定。"),
    "term_review.reward": ProblemKind(422, "不合格没有奖励", "合格的才有奖励，请去掉奖励或改成合格。"),
    "term_review.undecided": ProblemKind(
        409, "还有人没评定", "每份交来的总结都要评定。逐个评定，或勾选“其余都合格”；本人的总结请别的账号评定。"
    ),
    "term_review.incomplete": ProblemKind(409, "还没有学校总结", "先写好学校总结材料，再上报。"),
    # teams
    "team.duplicate": ProblemKind(
        409, "这个批次已有团队", "这对结对在这个学年、这个批次、这个方向已有团队。请打开原来的，或另填批次。"
    ),
    "team.not_fitting": ProblemKind(
        422, "不能编入这个团队", "只能编入同一个结对、同一个学年、同一个方向、还没有结束的交流任务，请刷新后重选。"
    ),
    "team.in_another": ProblemKind(422, "已在别的团队", "有人已在别的团队，请先从那个团队退出。"),
    "team.twice": ProblemKind(422, "同一人编了两次", "有人已在这个团队里，同一人只占一个名额。请去掉一项任务。"),
    "team.not_member": ProblemKind(422, "不在这个团队", "选的人已不在这个团队，请刷新后重选。"),
    "team.leader_post": ProblemKind(422, "不能带队", "{text}。依据：{source}。请改选一位。"),
    "team.rule_unmet": ProblemKind(409, "还不能确认", "{text}。依据：{source}。补齐后再确认。"),
    "team.nobody_there": ProblemKind(409, "还没有人到岗", "团队里还没有人登记到岗，先在交流任务里确认到岗。"),
    "team.still_there": ProblemKind(409, "还有人没结束", "团队里还有{count}人的交流没有办结，先办期满或结束。"),
    # activities and reports
    "activity.before_pairing": ProblemKind(
        422, "结对刚开始", "结对从{start_on}开始，只能记当天和以后、已经办过的活动。"
    ),
    "activity.outside": ProblemKind(422, "日期不在结对期内", "日期要在{start_on}到{end_on}之间，且不晚于今天。"),
    "activity.not_host": ProblemKind(403, "由主办学校修改", "这次活动由{school}记录，要改请联系他们。"),
    "activity.recipient_cost": ProblemKind(
        422, "不能由受援学校承担", "按{source}，活动费用不能由受援学校承担，请改选承担的一方。"
    ),
    "planned_activity.recorded": ProblemKind(
        409, "这次已经记过", "{day}这次已经记过了，不用再记。要改，请打开那条记录。"
    ),
    "planned_activity.cancelled": ProblemKind(409, "这次已经取消", "{day}这次已经取消。要记，请先恢复这次计划。"),
    "activity_plan.outside": ProblemKind(422, "日期不能排", "日期要在{start_on}到{end_on}之间。"),
    "activity_plan.pairing_closed": ProblemKind(
        409, "结对没有在进行", "这个结对是“{state}”，已签协议或进行中的才能排活动。"
    ),
    "base_school.pairing_closed": ProblemKind(
        409, "结对没有在进行", "这个结对是“{state}”，已签协议或进行中的才能定基地学校。"
    ),
    "support.pairing_closed": ProblemKind(
        409, "这个结对没有在进行", "这个结对是“{state}”，进行中的结对才能记新的经费和物资。"
    ),
    **{code: ProblemKind(*kind) for code, kind in (OF_MENTOR_LISTINGS | OF_JOINED_MEETINGS).items()},
    "support_class.pairing_closed": ProblemKind(
        409, "这个结对没有在进行", "这个结对是“{state}”，进行中的结对才能办支援班。"
    ),
    "support_class.duplicate": ProblemKind(409, "这个班已经登记", "这对结对已有{what}，请改班名，或去看那个班。"),
    "support_class.outside": ProblemKind(422, "学年不在结对期间", "结对是{period}，请选期间里的学年。"),
    "support_class.not_of_supporter": ProblemKind(
        422, "这个人不能派任", "派任的要是支援学校的在职教师，或者正在这对结对里交流的人，请改选。"
    ),
    "support_class.nobody": ProblemKind(409, "还没有派任教师", "先派任班主任和科任教师，再办“派任完毕”。"),
    "support_class.post_missing": ProblemKind(422, "岗位没有派齐", "{missing}。按区县的规定，派齐了才能办。"),
    "support_class.day": ProblemKind(422, "日期不对", "日期要在{start_on}到{end_on}之间。"),
    **{code: ProblemKind(*kind) for code, kind in OF_CHANGES.items()},
    **{code: ProblemKind(*kind) for code, kind in OF_OPERATING.items()},
    **{code: ProblemKind(*kind) for code, kind in OF_REFUSALS.items()},
    **{code: ProblemKind(*kind) for code, kind in (OF_STATISTICS | OF_PERIODS).items()},
    "report.incomplete": ProblemKind(422, "还差几处", "还差{count}处，改好就能报送。"),
    "report.draft_changed": ProblemKind(
        412, "刚在另一台设备上改过", "这份月报刚被{who}在另一台设备上改过。看看两边的内容，选要留下的。"
    ),
    "report.changed_not_sent": ProblemKind(409, "改过几处", "你改了{count}处。按改动报送，还是按“没有变化”报送？"),
    "report.not_open": ProblemKind(409, "还没开放", "{month}月报{open_on}开放。"),
    **{code: ProblemKind(*kind) for code, kind in OF_STAFF_MOVES.items()},
    **{code: ProblemKind(*kind) for code, kind in OF_WEBHOOKS.items()},
    # files
    "file.too_large": ProblemKind(413, "文件太大", "一个文件最多{limit_mb}MB，请缩小后再传。"),
    "file.type": ProblemKind(422, "不收这种文件", "{kind}只收{taken}，请换一个。手机照片请存成JPG。"),
    "file.broken": ProblemKind(422, "文件读不出来", "文件不完整或已损坏，请重新拍一张，或重新导出再传。"),
    "file.too_many_pixels": ProblemKind(422, "图片太大", "图片最多{millions}00万像素，请缩小后再传。"),
    "file.active_pdf": ProblemKind(
        422, "PDF里有会运行的内容", "PDF里有脚本、表单程序或夹带的文件，不能收。请用“打印成PDF”另存一份再传。"
    ),
    "file.encrypted_pdf": ProblemKind(422, "PDF加了密", "PDF加了密，别人打不开。请去掉密码再传。"),
    "file.too_many": ProblemKind(422, "文件太多", "最多放{most}个文件，请先移除几个。"),
    "file.not_waiting": ProblemKind(422, "文件要重新选", "有文件没有传上或已经用过，请重新选择。"),
    "file.gone": ProblemKind(410, "文件已移除", "这份文件已移除，或已按规定清除。"),
    # statistics
    "statistics.dimension": ProblemKind(422, "没有这个分组", "没有“{name}”这个分组，可以用：{allowed}。"),
    "statistics.year_in_future": ProblemKind(422, "学年还没开始", "{year}学年还没有开始，最晚可以查{latest}学年。"),
    "statistics.month_in_future": ProblemKind(422, "月份还没到", "{month}还没有到，最晚可以查{latest}。"),
    "statistics.too_many_dimensions": ProblemKind(422, "分组太多", "一次最多按{most}项分组，请去掉几项。"),
    "statistics.period": ProblemKind(422, "月份和学年只能选一个", "month和school_year只写一个。"),
    # lists as files
    "export.busy": ProblemKind(503, "正有人在下载", "现在下载的人多，请{seconds}秒后再试。"),
    "export.too_long": ProblemKind(
        422, "行数太多", "一个xlsx文件最多放{most}行，这次有{count}行。请加上条件，或者下载CSV。"
    ),
    "code_set.unknown": ProblemKind(404, "没有这张代码表", "没有“{name}”这张代码表。"),
}
