"""Every write of supervision, by subject."""
