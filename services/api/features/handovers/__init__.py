"""The end of an assignment: handover with appraisal, and feedback to the home school (W-40)."""
