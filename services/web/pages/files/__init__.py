"""文件: opening, adding and removing photos, scans and what decisions rest on."""
