"""Persons as a whole: honours, service, certificates, education, spouse; duplicates and merges (E-07 … E-12)."""
