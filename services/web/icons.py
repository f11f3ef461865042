"""Icon names used from Python. The asset build finds every call of `icon(…)` and puts the drawing into the sprite."""


def icon(name: str) -> str:
    """Return the name unchanged; the call marks it for the sprite (Tabler Icons, MIT)."""
    return name
