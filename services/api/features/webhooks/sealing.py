"""Signing secrets at rest, and signatures (Standard Webhooks 1.0: `v1` = HMAC-SHA256 of `id.timestamp.body`)."""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.api.settings import Settings

PREFIX = "whsec_"
SECRET_BYTES, NONCE_BYTES = 32, 12
_PURPOSE = b"webhook-signing-secret:1"


def new_signing_secret() -> str:
    """`whsec_` and 256 bits in base64."""
    return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


class Seal:
    """Seals secrets under a key of their own, each bound to its subscription: a copied row opens nothing."""

    def __init__(self, settings: Settings) -> None:
        root = settings.personal_data_key.get_secret_value().encode()
        self._cipher = AESGCM(hmac.digest(hashlib.sha256(root).digest(), _PURPOSE, "sha256"))

    def close(self, secret: str, webhook_id: UUID) -> str:
        """Base64 of nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, secret.encode(), webhook_id.bytes)).decode()

    def open(self, sealed: str, webhook_id: UUID) -> str:
        """Back to the secret. Raises cryptography.exceptions.InvalidTag for another subscription's or a changed one."""
        raw = base64.b64decode(sealed)
        return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], webhook_id.bytes).decode()


def message_id(delivery_id: UUID) -> str:
    """The `webhook-id` of a message, the same at each try."""
    return f"msg_{delivery_id.hex}"


def signatures(secrets: Sequence[str], webhook_id: str, timestamp: int, body: str) -> str:
    """The header `webhook-signature`: one signature for each secret, divided by blanks."""
    signed = f"{webhook_id}.{timestamp}.{body}".encode()
    keys = [base64.b64decode(secret.removeprefix(PREFIX)) for secret in secrets]
    return " ".join(f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}" for key in keys)
