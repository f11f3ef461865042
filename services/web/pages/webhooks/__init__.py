"""Pages of webhooks: where changes are sent, and what became of each message."""
