"""Settings of the web service, read from the environment (and `.env`)."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
"""Characters; production refuses shorter secrets."""


class WebSettings(BaseSettings):
    """Everything the web service can be told.

    `cookie_key` is one secret or several, divided by commas: the first seals new cookies, all open
    old ones. Time-outs are in seconds.

    Raises:
        pydantic.ValidationError: in production, when a secret is missing, short or the cookie
            would travel without https.
    """

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    app_env: str = Field(default="demo", pattern="^(demo|production|test)$")
    api_url: str = "http://127.0.0.1:8000"
    web_client_secret: SecretStr = SecretStr("")
    cookie_key: SecretStr = SecretStr("")
    public_https: bool | None = None
    api_connect_timeout: float = Field(default=2.0, gt=0)
    api_timeout: float = Field(default=15.0, gt=0)
    api_connections: int = Field(default=100, ge=1)
    sign_in_hours: int = Field(default=12, ge=1)
    sandbox: bool = False
    """Whether administrators are offered systems that practise; the API's own switch of the same name."""

    @property
    def https(self) -> bool:
        """Whether browsers reach us over https; off is for a demo on this machine only."""
        return self.app_env == "production" if self.public_https is None else self.public_https

    def cookie_keys(self) -> list[str]:
        """Return the cookie secrets, the sealing one first."""
        return [key for key in (part.strip() for part in self.cookie_key.get_secret_value().split(",")) if key]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.cookie_keys():
            raise ValueError("COOKIE_KEY 没有设置 / COOKIE_KEY is not set")
        if self.app_env == "production":
            self._check_production()
        return self

    def _check_production(self) -> None:
        if any(len(key) < SHORTEST_SECRET for key in self.cookie_keys()):
            raise ValueError("COOKIE_KEY 太短，至少32个字符 / COOKIE_KEY is shorter than 32 characters")
        if len(self.web_client_secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError("WEB_CLIENT_SECRET 太短，至少32个字符 / WEB_CLIENT_SECRET is shorter than 32 characters")
        if not self.https:
            raise ValueError("正式环境必须用https / production needs PUBLIC_HTTPS=true")
