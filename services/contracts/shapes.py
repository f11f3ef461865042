"""The patterns of typed codes and numbers, each with the sentence that says what is wrong with what was typed."""

import re
import unicodedata
from typing import NamedTuple


class Shape(NamedTuple):
    """`says` is the rule in words, `allowed` matches one character that may stand in it and `of` names those; empty
    where the rule has said all.

    `most` is the length from which characters are too many, `least` below which they are too few; `todo` says where
    the right one is found.
    """

    says: str
    of: str
    allowed: str
    least: int
    most: int
    todo: str


SCHOOL_CODE = r"^[0-9]{10}$"
REGION_CODE = r"^[0-9]{4}(?:[0-9]{2}|Z[0-9])$"
USERNAME = r"^[a-z0-9][a-z0-9._-]{2,39}$"
ID_NUMBER = r"^[0-9０-９]{17}[0-9０-９XxＸｘ]$"
IDEMPOTENCY_KEY = r"^[\x21-\x7e]+$"
RULE_KEY = r"^[a-z_]{2,30}\.[a-z_]{2,30}$"
TABLE_NAME = r"^[a-z_]{1,40}$"
INDICATOR = r"^S-[0-9]{2}$"
MONEY = r"^([1-9][0-9]{0,8}(\.[0-9]{1,2})?|0\.(0[1-9]|[1-9][0-9]?))$"

SHAPES: dict[str, Shape] = {
    SCHOOL_CODE: Shape("学校代码是10位数字", "数字", "[0-9]", 10, 10, "请对照学校代码证书"),
    REGION_CODE: Shape("地区代码是6位数字，开发区这样的第5位是Z", "数字和Z", "[0-9Z]", 6, 6, "请从地区名单里选"),
    USERNAME: Shape(
        "账号名是3到40个小写字母、数字，可以有点和横线",
        "小写字母、数字、点和横线",
        "[a-z0-9._-]",
        3,
        40,
        "请改一下",
    ),
    ID_NUMBER: Shape("身份证号是18位", "数字和X", "[0-9０-９XxＸｘ]", 18, 18, "请再核对"),
    IDEMPOTENCY_KEY: Shape("编号只用英文字母、数字和符号", "英文字母、数字和符号", "[!-~]", 8, 80, "请重新生成一个"),
    MONEY: Shape("金额只填数字，整数最多9位，小数最多两位", "", "[0-9.]", 1, 12, "比如10000或10000.50"),
    RULE_KEY: Shape(
        "规则代码是两段小写英文，中间一个点", "小写英文字母、下划线和点", "[a-z_.]", 5, 61, "请对照规则页上的代码"
    ),
    INDICATOR: Shape("指标编号是S-加两位数字", "S、横线和数字", "[S0-9-]", 4, 4, "请对照指标目录，比如S-01"),
    TABLE_NAME: Shape("名称只用小写英文字母和下划线", "小写英文字母和下划线", "[a-z_]", 1, 40, "请对照接口说明"),
}
"""Every pattern that a contract, a route or a rule holds a text to."""


def misspelt(pattern: str, typed: str) -> str:
    """What is wrong with a text that does not fit `pattern`, and what to do; in Chinese, never with what was typed."""
    shape = SHAPES.get(pattern)
    if shape is None:
        return "写法不对，请对照示例"
    return f"{shape.says}，{_found(pattern, shape, typed)}{shape.todo}"


def _found(pattern: str, shape: Shape, typed: str) -> str:
    narrow = "".join(unicodedata.normalize("NFKC", typed).split())
    if narrow != typed and re.fullmatch(pattern, narrow):
        return "里面有空格或全角字符，"
    if not shape.of:
        return ""
    if re.sub(shape.allowed, "", typed):
        return f"里面有{shape.of}以外的字符，"
    if not shape.least <= len(typed) <= shape.most:
        return f"现在是{len(typed)}位，"
    return ""
