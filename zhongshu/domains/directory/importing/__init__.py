"""Reading a phone book that somebody made in a spreadsheet: pure rules, except for the opening of the file."""
