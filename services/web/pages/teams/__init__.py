"""交流团队: both directions beside each other, who is in, the numbers of both ways, a team's month."""
