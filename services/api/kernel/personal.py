"""Personal numbers: AES-256-GCM at rest, a keyed hash to match on, masked in every answer."""

import base64
import hashlib
import hmac
import os
import re
from operator import mul

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.api.settings import Settings

NONCE_BYTES = 12
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")


class PersonalData:
    """Encrypts and matches identity numbers."""

    def __init__(self, settings: Settings) -> None:
        key = hashlib.sha256(settings.personal_data_key.get_secret_value().encode()).digest()
        self._cipher = AESGCM(key)
        self._hash_key = settings.personal_data_hash_key.get_secret_value().encode()

    def encrypt(self, value: str) -> str:
        """Base64 of nonce and ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, value.encode(), None)).decode()

    def decrypt(self, stored: str) -> str:
        """Back to the number. Raises cryptography.exceptions.InvalidTag when it was tampered with."""
        raw = base64.b64decode(stored)
        return self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()

    def match_key(self, value: str) -> str:
        """Equal numbers have equal keys; without the secret nobody can try all numbers."""
        return hmac.digest(self._hash_key, value.encode(), "sha256").hex()


def normal_id_number(value: str) -> str | None:
    """The 18 characters in capitals and half width when the check digit is right (GB 11643), else None."""
    narrow = value.strip()
    if not narrow.isascii():
        narrow = narrow.translate(_NARROW)
    narrow = narrow.upper()
    if not _SHAPE.fullmatch(narrow):
        return None
    total = sum(map(mul, _WEIGHTS, map(int, narrow[:17])))
    return narrow if _CHECK[total % 11] == narrow[17] else None


def masked(id_number: str) -> str:
    """Only the region and the last two characters stay."""
    return f"{id_number[:6]}**********{id_number[-2:]}"
