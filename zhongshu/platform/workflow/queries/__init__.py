"""Every read of the workflow, by subject."""
