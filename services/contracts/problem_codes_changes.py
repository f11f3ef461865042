"""Problems of the feed of changes: code → status, title, detail, in the form of `problem_codes`."""

OF_CHANGES: dict[str, tuple[int, str, str]] = {
    "changes.resync": (
        410, "要重新取一份全量",
        "这个位置用不了了（数据恢复过，或还没有这个位置）。请重新下载全量快照，再从快照里的cursor接着取。",
    ),
    "changes.cursor": (
        422, "位置读不出来", "after要原样写上一次返回的next_cursor，或快照第一行里的cursor。没有的，请先下载全量快照。",
    ),
    "changes.two_places": (422, "只能写一个起点", "after和after_position只写一个；有cursor的写after。"),
    "changes.entity": (422, "没有这种记录", "变更里没有“{name}”，请从这些里选：{known}。"),
}  # fmt: skip
