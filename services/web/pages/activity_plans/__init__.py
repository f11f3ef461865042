"""活动计划: what two schools will do together, the month at a glance, the base school of a term."""
