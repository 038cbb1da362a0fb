"""Every write of the workflow, by subject. One command is one transaction, and the instance is locked first."""
