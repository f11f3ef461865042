"""Papers that the schools of a pairing share: 共享材料 (E-38, W-21.6)."""
