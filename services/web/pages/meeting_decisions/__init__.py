"""会议决定: what joint meetings decided, and what became of it."""
