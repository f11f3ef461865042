"""更换密钥, 结束密钥 and 吊销: pages that say what follows before it is done."""

from collections.abc import Sequence

from services.contracts.clients import OVERLAP_DAYS, ClientOut, ClientSecretOut
from services.web.inputs import Input
from services.web.steps import Step, Subject
from services.web.wording import at

OVERLAPS = (
    ("7", "7天"), ("1", "1天"), ("14", "14天"), ("30", "30天"), ("0", "马上不能用，密钥泄露时选这个"),
)  # fmt: skip
MOST_SECRETS = 2


def subject_of(client: ClientOut, secret_id: str = "") -> Subject:
    """The steps of a client; `secret_id` is the secret that is to end."""
    secrets = client.secrets or []
    used = [each for each in secrets if each.in_use]
    steps = {"rotate": _rotate(client, used), "revoke": _revoke(client)}
    ending = [each for each in used if str(each.id) == secret_id]
    if ending:
        steps["end_secret"] = _end(client, ending[0], used)
    path = f"/clients/{client.id}"
    facts = [("状态", "已吊销" if client.revoked_at else "在用"), ("在用的密钥", f"{len(used)}个")]
    trail = [("接口", "/clients"), (client.name, path)]
    return Subject(path, trail, client.version, client.allowed_actions, steps, facts)


def _rotate(client: ClientOut, used: Sequence[ClientSecretOut]) -> Step:
    full = len(used) >= MOST_SECRETS
    lines = ["新密钥马上能用，只显示一次。旧密钥还能用的这几天里，对方换上新密钥，数据不会断。"]
    if full:
        lines = ["已有两个密钥在用。现在更换，两个旧的都马上不能用；不想断，先返回结束一个旧的。"]
    offered = OVERLAPS[-1:] if full else OVERLAPS
    choice = Input("overlap_days", "旧密钥还能用多久", "radio", choices=offered)
    value = offered[0][0] if full else str(OVERLAP_DAYS)
    return Step(
        "更换密钥", "新密钥只显示一次", f"更换{client.name}的密钥？", "密钥已更换。", lines, [choice],
        values={"overlap_days": value},
    )  # fmt: skip


def _end(client: ClientOut, secret: ClientSecretOut, used: Sequence[ClientSecretOut]) -> Step:
    lines = [f"{at(secret.made_at)}给出的密钥马上不能用，用它换的令牌也马上失效。"]
    if len(used) == 1:
        lines.append("这是最后一个在用的密钥，结束后对方取不到数据，要再用就更换密钥。")
    return Step(
        "结束这个密钥", "", f"结束{client.name}的一个密钥？", "密钥已结束。", lines,
        [Input("secret_id", "密钥", "hidden")], danger=True, values={"secret_id": str(secret.id)},
    )  # fmt: skip


def _revoke(client: ClientOut) -> Step:
    return Step(
        "吊销", "对方马上取不到数据", f"吊销{client.name}的接口？", f"{client.name}的接口已吊销。",
        ["对方马上取不到数据。吊销后不能恢复，要用请新建。"], danger=True,
    )  # fmt: skip
