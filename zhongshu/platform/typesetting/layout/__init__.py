"""The layout engine: from the elements of a document to the page model. Pure Python; asks the fonts for widths only."""
