"""Writers: the page model as PDF, OFD, SVG; the document as DOCX."""
