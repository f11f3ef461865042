"""会上定的事: what joint meetings decided, and what became of it."""
