"""What each role must do next; every count equals the list behind it."""
