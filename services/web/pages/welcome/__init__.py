"""登录码: coming in by an invitation, and whom to call who cannot."""
