"""首页 and 工作台: what this person must do next."""
