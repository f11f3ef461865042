"""Plans of a pairing for a term or a school year: 结对帮扶计划 (W-21.1, F-24)."""
