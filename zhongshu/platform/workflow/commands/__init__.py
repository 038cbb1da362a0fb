"""Every write of the workflow, by subject. One command is one transaction; the instance is locked before anything else is read."""
