"""The pages of documents: each parses, calls one query or command, chooses a template."""
