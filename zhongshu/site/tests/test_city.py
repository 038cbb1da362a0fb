"""The fictional city 云州市."""

from collections import Counter

import pytest

from zhongshu.platform.organizations.public import Unit

pytestmark = pytest.mark.django_db


def test_no_two_organs_share_the_code_in_their_numbers(city):
    codes = Counter(Unit.objects.exclude(document_code="").values_list("document_code", flat=True))

    assert [code for code, organs in codes.items() if organs > 1] == []
