"""What an assignment is to reach: goals that both sides agree on, and the teacher's own plan (E-24, F-48)."""
