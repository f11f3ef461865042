"""消息: what happened to whom."""
