"""From bytes to lines: text files, DOCX, PDF and OFD with a text layer. Pictures of text go to ``ocr``."""
