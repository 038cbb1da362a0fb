"""Every read of documents: visibility included."""
