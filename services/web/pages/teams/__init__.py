"""交流团队: a team's month as a view over its members' lines."""
