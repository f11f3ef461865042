"""Sign-in, the own account, the own password."""

from dataclasses import dataclass

from services.contracts.accounts import MeOut, TokenOut
from services.web.api_client.base import Api
from services.web.clock import now


@dataclass(slots=True)
class AccountClient:
    """`auth/token`, `auth/sign-out` and `me`."""

    api: Api

    async def sign_in(self, username: str, password: str) -> TokenOut:
        """Sign in and keep the tokens in the session.

        Raises:
            ApiProblem: wrong, locked (its detail says how long) or closed.
        """
        tokens = await self.api.token({"grant_type": "password", "username": username, "password": password})
        until = int(now().timestamp()) + tokens.expires_in
        self.api.session.sign_in(tokens.access_token, tokens.refresh_token or "", until)
        return tokens

    async def me(self) -> MeOut:
        """Who is signed in."""
        return await self.api.get("/me", MeOut)

    async def change_password(self, current_password: str, new_password: str) -> None:
        """Set a new password; every other sign-in of this person ends, this one stays.

        Raises:
            ApiProblem: 422 with the field that is wrong; 429 after too many tries.
        """
        change = {"current_password": current_password, "new_password": new_password}
        await self.api.send("POST", "/me/password", body=change)

    async def sign_out(self) -> None:
        """End the sign-in at the API too; the tokens are worthless afterwards."""
        await self.api.send("POST", "/auth/sign-out")
