"""Inviting, handing over, looking as somebody else, own sign-ins."""
