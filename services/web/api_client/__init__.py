"""The one way to the API: a bound caller per request and a small client per feature."""
