"""The school's monthly report: list, form, receipt."""
