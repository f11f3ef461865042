"""The agenda of assignments, pairings and activities; reads only."""
