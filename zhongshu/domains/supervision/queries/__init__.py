"""Every read of supervision, by subject."""
