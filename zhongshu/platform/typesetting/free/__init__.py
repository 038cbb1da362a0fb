"""Free layouts: slips, registers, booklets, bulletins, name cards. Made as page models too, so each has PDF, OFD and preview."""
