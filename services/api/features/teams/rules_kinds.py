"""What a region may rule about teams; the county of the recipient school decides, for it receives the help.

Of the size of a batch the county that sends decides.
"""

from services.api.features.policy_rules.service import RuleKind
from services.contracts.codes import RuleEffect

GROUP = "交流团队"
EQUAL_NUMBERS = RuleKind(
    key="team.equal_numbers", group=GROUP, title="两边人数相等",
    explains="确认团队时，两个方向的人数要一样。", effect=RuleEffect.warn, source="吴川市：团队式对口双向交流（WC-03）",
)  # fmt: skip
EQUAL_POSTS = RuleKind(
    key="team.equal_posts", group=GROUP, title="校长、教师人数分别相等",
    explains="确认团队时，两个方向的校长人数要一样，教师人数也要一样。", effect=RuleEffect.warn,
    source="吴川市：团队式对口双向交流（WC-03）",
)  # fmt: skip
LEADER_POST = RuleKind(
    key="team.leader_post", group=GROUP, title="中层干部以上带队",
    explains="支援学校派出的团队由中层干部或更高职务的人带队。", effect=RuleEffect.warn,
    source="吴川市：城区下派的教师由中层干部带队（WC-07）",
)  # fmt: skip
BACKBONE_PEOPLE = RuleKind(
    key="team.backbone_people", group=GROUP, title="有骨干教师参加",
    explains="支援学校派出的团队里，骨干教师、名师至少有几人。", unit="人", least=1, effect=RuleEffect.warn,
    source="吴川市：安排骨干教师参加（WC-08）",
)  # fmt: skip
BACKBONE_SHARE = RuleKind(
    key="team.backbone_share", group=GROUP, title="名师占比",
    explains="支援学校派出的团队里，高级教师、名师、学科带头人、教学能手和骨干教师合起来占多少。", unit="%", least=30,
    effect=RuleEffect.off, source="吴川市：名师占交流总数的30%（WC-09）",
)  # fmt: skip
BATCH_PEOPLE = RuleKind(
    key="team.batch_people", group=GROUP, title="每期人数",
    explains="同一学年同一批次的团队里，本地派出的人合起来有多少：30人左右，上下不超过一成，就是27到33人。",
    unit="人", least=27, most=33, effect=RuleEffect.off, effects=(RuleEffect.off, RuleEffect.warn),
    source="吴川市：每期安排30人左右（WC-11）",
)  # fmt: skip
KINDS = (EQUAL_NUMBERS, EQUAL_POSTS, LEADER_POST, BACKBONE_PEOPLE, BACKBONE_SHARE, BATCH_PEOPLE)
