"""Support classes of paired schools: 对口教学支援班 (W-25)."""
