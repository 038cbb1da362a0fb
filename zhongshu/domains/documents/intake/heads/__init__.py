"""The head of a document: everything above the first sentence of its text, each element in a file of its own."""
