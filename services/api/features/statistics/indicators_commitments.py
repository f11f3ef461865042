"""Indicator on what the schools of a pairing promised each other (S-20)."""

from services.api.features.commitments import service_counting as commitments
from services.api.features.statistics.counting import Counted, Indicator, LeftOut
from services.api.features.statistics.sources_commitments import COMMITMENTS
from services.contracts.codes import YearBasis
from services.contracts.indicators import Term

KEPT = Indicator(
    id="S-20", name="承诺项完成率", formula="完成率 ＝ 做到了的承诺 ÷ 到期的承诺，一项承诺每到一期算一次",
    numerator=Counted(COMMITMENTS, commitments.kept, "做到了的承诺", "这一期里实有的数不少于承诺的最少数",
                      among=commitments.due),
    denominator=Counted(COMMITMENTS, commitments.due, "到期的承诺",
                        "已开始的结对的承诺，这一期的最后一天已经过了；作废的承诺不算"),
    left_out=(LeftOut("not_due", "这一期还没过完", commitments.not_due),),
    terms=(
        Term(term="期", meaning="每周、每月、每学期、每学年各是一期；整个期间的只有一期，没有写到哪天的不算",
             source="E-33"),
        Term(term="短的一期", meaning="承诺或结对在半期里开始、结束的，这一期只看那几天，最少数不减", source="W-21.5"),
        Term(term="实有", meaning="从活动、听课、共享材料、交流任务、师徒结对、经费物资里数出来，没有人填",
             source="§C AT"),
        Term(term="学年、学期", meaning="这一期最后一天所在的学年和学期；整个期间的看它结束的那天"),
        Term(term="所在县区", meaning="受援学校所在的县区，跨县区的只算一次；学校看自己的，支援和受援都算"),
    ),
    # numbers of schools, no fact about a person
    bases=(YearBasis.started,), small=False, sources=("S-20", "E-33", "W-21.5"),
)  # fmt: skip

COMMITMENT_INDICATORS = (KEPT,)
