"""The browser's side: HTML pages over the REST API. No database, no rule and no permission of its own."""
