from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("directory.contacts_imported")
@dataclass(frozen=True)
class ContactsImported:
    """An organ's people were entered or brought up to date from a spreadsheet."""

    import_id: int
    organ_id: int
    enrolled: int
    updated: int
