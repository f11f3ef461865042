"""A browser in a word or two, for the list of one's own sign-ins. The User-Agent itself is not kept.

Browsers that run inside an app name themselves beside the engine they use, so the order of the table decides.
"""

_PROGRAMS = (
    ("wxwork/", "企业微信"), ("micromessenger/", "微信"), ("dingtalk/", "钉钉"), ("feishu/", "飞书"), ("lark/", "飞书"),
    ("qqbrowser/", "QQ浏览器"), ("ucbrowser/", "UC浏览器"), ("huaweibrowser/", "华为浏览器"),
    ("miuibrowser/", "小米浏览器"), ("heytapbrowser/", "OPPO浏览器"), ("vivobrowser/", "vivo浏览器"),
    ("quark/", "夸克"), ("metasr", "搜狗浏览器"), ("360se", "360浏览器"), ("qihu", "360浏览器"),
    ("edg", "Edge"), ("opr/", "Opera"), ("firefox/", "Firefox"), ("fxios/", "Firefox"), ("crios/", "Chrome"),
    ("chrome/", "Chrome"), ("safari/", "Safari"), ("trident/", "IE"), ("msie", "IE"),
)  # fmt: skip
_TABLETS = ("ipad", "tablet")
_PHONES = ("mobile", "iphone", "android", "harmonyos")
_COMPUTERS = ("windows", "macintosh", "x11", "cros", "linux")
UNKNOWN = "其他设备"


def device_words(user_agent: str) -> str:
    """`手机·Chrome`, `电脑·Edge`, `平板·微信`; 其他设备 when nothing is known. At most 40 characters."""
    agent = user_agent[:500].lower()
    program = next((words for mark, words in _PROGRAMS if mark in agent), "")
    kind = _kind(agent)
    return "·".join(part for part in (kind, program) if part) or UNKNOWN


def _kind(agent: str) -> str:
    if any(mark in agent for mark in _TABLETS) or ("android" in agent and "mobile" not in agent):
        return "平板"
    if any(mark in agent for mark in _PHONES):
        return "手机"
    return "电脑" if any(mark in agent for mark in _COMPUTERS) else ""
