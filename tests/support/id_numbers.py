"""Identity numbers with a right check digit (GB 11643) in a county code that nobody was ever born in."""

from datetime import date

from services.contracts.codes import Sex

_NOWHERE = "610399"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(born: date, sex: Sex, serial: int = 1) -> str:
    """The number of an invented person; `serial` 0 to 99 tells people of one birthday apart."""
    digit = 1 if sex is Sex.male else 2
    first = f"{_NOWHERE}{born:%Y%m%d}{serial:02d}{digit}"
    total = sum(weight * int(each) for weight, each in zip(_WEIGHTS, first, strict=True))
    return first + "10X98765432"[total % 11]
