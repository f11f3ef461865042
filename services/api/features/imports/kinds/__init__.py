"""What can be imported: one table of columns each."""
