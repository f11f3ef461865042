"""Webhooks: changes sent to provincial systems, signed, in order, until they are confirmed."""
