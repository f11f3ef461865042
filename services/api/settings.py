"""Settings of the API from the environment (`.env.example` lists all of them)."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
DEFAULT_SECRET_MARK = "change-me"  # noqa: S105 - the mark of an unset secret, not a secret


class Settings(BaseSettings):
    """Every switch of the API. Secrets are at least 32 bytes."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    app_env: Literal["demo", "production", "test"] = "demo"
    data_dir: Path = Path("var")
    database_url: str = ""
    database_read_url: str = ""
    database_behind_pgbouncer: bool = False
    """Both addresses lead to a pgbouncer with transaction pooling: nothing is kept in a session of the server."""
    allow_sqlite_in_production: bool = False
    jwt_keys: SecretStr = SecretStr("")
    """`kid:secret` pairs separated by commas; the first signs, all verify."""
    jwt_issuer: str = "jiedui-api"
    jwt_audience: str = "jiedui"
    web_client_secret: SecretStr = SecretStr("")
    personal_data_key: SecretStr = SecretStr("")
    personal_data_hash_key: SecretStr = SecretStr("")
    access_token_seconds: int = 600
    web_idle_hours: int = 12
    refresh_days: int = 30
    embedded_worker: bool = True
    worker_tick_seconds: float = 1.0
    max_body_kb: int = 256
    rate_limit_per_minute: int = 600
    export_limit_per_minute: int = 30
    """Whole lists that one account or system may take as files in a minute."""
    client_daily_quota: int = Field(default=200_000, ge=0)
    """Calls a day of a provincial system for which no other number was set; 0: no limit."""
    sandbox: bool = False
    """Whether systems may practise here on invented rows; never in production."""
    sandbox_resets_per_day: int = Field(default=20, ge=1)
    """How often one of them may begin anew in a day."""
    workers: int = 1
    metrics_token: SecretStr = SecretStr("")
    pool_size: int = 10
    pool_timeout_seconds: float = 5.0
    """How long a request waits for a connection before it is told 503 and when to come back; with the connecting it
    stays below the web's time-out, so that a page says so instead of hanging."""
    bulk_reads_at_once: int = Field(default=2, ge=1)
    """How many statistics, pages of the log and of the changes one process reads at once; the next ones wait."""
    connect_timeout_seconds: float = 8.0
    """How long opening a connection to PostgreSQL may take; a busy machine that opens a whole pool at once needs it."""
    command_timeout_seconds: float = 30.0
    """How long one statement may take on PostgreSQL."""
    pg_bin: str = ""
    """Folder of pg_dump and pg_restore for backups; empty: they are found on PATH."""
    password_threads: int = Field(default=2, ge=1, le=16)
    argon2_memory_kib: int = 65536
    release: str = "0.1.0"
    webhook_allow_private: bool = False
    """Whether messages may go to addresses of private networks; for a government network without the Internet."""
    oidc_issuer: str = ""
    """The identity provider's issuer; empty: password sign-in alone."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect_uri: str = ""
    """The web's `/sign-in/oidc/callback` as browsers reach it."""
    oidc_label: str = "省教育统一身份认证"
    oidc_scope: str = "openid profile"
    oidc_maps_to: Literal["external_subject", "username", "phone"] = "external_subject"
    """What `oidc_claim` finds an account by the first time; afterwards the subject that was stored then."""
    oidc_claim: str = "sub"

    @cached_property
    def url(self) -> str:
        """The database in use; SQLite under `data_dir` unless told otherwise."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'jiedui.db').resolve()}"

    @property
    def files_dir(self) -> Path:
        """Where uploaded files are; part of every backup."""
        return self.data_dir / "files"

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.url.startswith("sqlite")

    def signing_keys(self) -> dict[str, str]:
        """`kid` → secret in order; the first one signs."""
        pairs = [part.split(":", 1) for part in self.jwt_keys.get_secret_value().split(",") if ":" in part]
        return {kid.strip(): secret.strip() for kid, secret in pairs}

    def secrets(self) -> dict[str, str]:
        """Name → value of every secret that must be set and long."""
        named = {
            "WEB_CLIENT_SECRET": self.web_client_secret.get_secret_value(),
            "PERSONAL_DATA_KEY": self.personal_data_key.get_secret_value(),
            "PERSONAL_DATA_HASH_KEY": self.personal_data_hash_key.get_secret_value(),
        }
        keys = self.signing_keys()
        named.update({f"JWT_KEYS[{kid}]": secret for kid, secret in keys.items()} if keys else {"JWT_KEYS": ""})
        return named

    def oidc_faults(self) -> list[str]:
        """Names of identity-provider settings that are missing, or would send secrets in the clear."""
        if not self.oidc_issuer:
            return []
        values = {
            "OIDC_CLIENT_ID": self.oidc_client_id,
            "OIDC_CLIENT_SECRET": self.oidc_client_secret.get_secret_value(),
            "OIDC_REDIRECT_URI": self.oidc_redirect_uri,
        }
        missing = [name for name, value in values.items() if not value]
        addresses = {"OIDC_ISSUER": self.oidc_issuer, "OIDC_REDIRECT_URI": self.oidc_redirect_uri}
        if self.app_env != "production":
            return missing
        return missing + [name for name, value in addresses.items() if value and not value.startswith("https://")]

    def weak_secrets(self) -> list[str]:
        """Names of secrets that are unset, short or still the example's."""
        return [
            name
            for name, value in self.secrets().items()
            if len(value.encode()) < SHORTEST_SECRET or DEFAULT_SECRET_MARK in value
        ]
