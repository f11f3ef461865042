"""Accounts with real passwords, and the form that asks for tokens."""

from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from services.api.features.accounts.models import User
from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.kernel.passwords import new_secret, secret_digest
from services.contracts.codes import ClientScope, Role
from tests.support.databases import SECRETS

PASSWORD = "shan-lu-18-wan"
WEB = {"client_id": "web", "client_secret": SECRETS["web_client_secret"]}
TOKEN = "/api/v1/auth/token"


@dataclass
class Accounts:
    """Makes accounts that can sign in, and signs them in over HTTP."""

    app: FastAPI
    http: httpx.AsyncClient

    async def user(self, username: str = "fgl.baosong", **changes: Any) -> User:
        """A coordinator's account with the password PASSWORD."""
        values: dict[str, Any] = {"role": Role.county_coordinator, "region_code": "610304", **changes}
        hashed = await self.app.state.passwords.hash(values.pop("password", PASSWORD))
        values.setdefault("must_set_password", False)
        user = User(username=username, name="白晓岚", password_hash=hashed, **values)
        await self._add(user)
        return user

    async def client(self, *scopes: ClientScope, **changes: Any) -> tuple[ApiClient, str]:
        """A provincial system and its secret."""
        secret = new_secret()
        values: dict[str, Any] = {"client_id": "c-shaanxi", "name": "省平台", "region_code": "610000", **changes}
        granted = [scope.value for scope in scopes or (ClientScope.stats_read,)]
        client = ApiClient(scopes=granted, **values)
        await self._add(client)
        made_at = self.app.state.clock.now()
        await self._add(ClientSecret(client_id=client.id, digest=secret_digest(secret), made_at=made_at))
        return client, secret

    async def _add(self, row: Any) -> None:
        state = self.app.state
        async with state.database.writer(clock=state.clock) as session:
            session.add(row)

    async def ask(self, *, address: str | None = None, web: bool = False, **form: str) -> httpx.Response:
        """Ask for tokens; `address` is the browser's, which only the web may tell."""
        headers = {} if address is None else {"X-Client-Address": address}
        return await self.http.post(TOKEN, data={**form, **(WEB if web else {})}, headers=headers)

    async def password(self, username: str = "fgl.baosong", password: str = PASSWORD, **options: Any) -> httpx.Response:
        """Ask with a password."""
        return await self.ask(grant_type="password", username=username, password=password, **options)

    async def me(self, token: str) -> httpx.Response:
        """Who that token is."""
        return await self.http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
