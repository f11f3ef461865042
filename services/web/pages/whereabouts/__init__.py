"""谁在哪里: who is where on a day."""
