"""Why an operator's command does nothing, in words."""


class Refused(Exception):
    """The command was not carried out, or not to its end; the text says why and what to do, in Chinese and English."""
