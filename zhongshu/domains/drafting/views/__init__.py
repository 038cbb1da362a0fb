"""Turn requests into queries and commands."""
