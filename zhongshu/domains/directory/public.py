"""The phone book: what bridges and the site may use."""

from zhongshu.domains.directory.events import ContactsImported
from zhongshu.domains.directory.queries import Entry, person_card

__all__ = ["ContactsImported", "Entry", "person_card"]
