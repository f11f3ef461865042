"""日程: what begins, ends and was done, by month and by day."""
