"""The JSON API: data, rules and permissions."""
