"""Recognising pictures of text with a packaged model, in a process of its own."""
