"""Ids of inputs, made from their names, the same in Python and in templates."""


def field_id(name: str) -> str:
    """Return the id of the input called `name`, without what selectors trip over."""
    return "f-" + "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
