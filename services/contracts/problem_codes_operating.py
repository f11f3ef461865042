"""Problems of running an installation: code → status, title, detail, in the form of `problem_codes`."""

OF_OPERATING: dict[str, tuple[int, str, str]] = {
    "maintenance.read_only": (503, "正在维护，现在只能看", "{message}。现在不能保存，填的内容还在，请过一会儿再试。"),
}
