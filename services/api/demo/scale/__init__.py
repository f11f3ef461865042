"""A province's worth of invented data for measuring: `cli demo --scale` (docs/scale.md).

The same seed, size, province and day give the same rows and the same log, but for the nonces of encrypted numbers.
"""
