"""Readers: text and structure out of DOCX, PDF and OFD files that others made, with every limit on what a file may do."""
