"""同类型机关统称 that come with the product."""

from django.db import transaction

from zhongshu.domains.documents.models import CollectiveName
from zhongshu.platform.organizations.public import LeadingBody, Level

_GOVERNMENT, _PARTY = LeadingBody.GOVERNMENT, LeadingBody.PARTY_COMMITTEE
SHIPPED = (
    {"name": "各县（区）人民政府", "level": Level.COUNTY, "body": _GOVERNMENT, "name_suffix": "人民政府"},
    {"name": "各县（区）党委", "level": Level.COUNTY, "body": _PARTY, "name_suffix": "委员会"},
    {"name": "市政府各部门", "level": Level.CITY, "body": _GOVERNMENT, "name_suffix": ""},
    {"name": "各乡（镇）人民政府", "level": Level.TOWNSHIP, "body": _GOVERNMENT, "name_suffix": "人民政府"},
)


@transaction.atomic
def load_collective_names() -> int:
    """Add the collective names that this installation does not have yet; returns how many. Safe to run twice."""
    added = 0
    for rank, values in enumerate(SHIPPED, start=1):
        _, is_new = CollectiveName.objects.get_or_create(name=values["name"], defaults={**values, "rank_order": rank * 10})
        added += is_new
    return added
