"""Pages, one package per topic; each has `views.py` with a `router` and a `templates` folder."""
