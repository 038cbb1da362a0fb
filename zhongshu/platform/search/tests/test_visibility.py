"""Nothing above the reader's level or outside the reader's scope is ever found, whatever is indexed and whoever asks."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.kernel.actors import Actor
from zhongshu.platform.search.models import SearchEntry
from zhongshu.platform.search.queries import find
from zhongshu.platform.search.tests.factories import note, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]

_ids = st.frozensets(st.integers(1, 3), max_size=2)
_duties = st.frozensets(st.tuples(st.integers(1, 3), st.sampled_from(["leader", "leader_in_charge", "archivist"])), max_size=2)
_documents = st.lists(
    st.fixed_dictionaries(
        {"secrecy": st.integers(0, 2), "person_ids": _ids, "unit_ids": _ids, "duties": _duties, "everyone": st.booleans()}
    ),
    max_size=6,
)
_readers = st.builds(
    Actor,
    person_id=st.integers(1, 3),
    name=st.just("甲"),
    clearance=st.integers(0, 2),
    unit_ids=_ids,
    duties=_duties,
    principals=_ids,
)
_questions = st.sampled_from(["信访", "-会议", "信访 -会议", "信访 | 会议", "-信访 | -会议", "信", "s0", "(信访 | -信访)"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=_documents, reader=_readers, question=_questions)
def test_a_reader_finds_exactly_what_level_and_scope_admit(documents, reader, question):
    SearchEntry.objects.all().delete()
    for number, document in enumerate(documents):
        note(str(number), "信访", **document)

    found = set(titles(find(question, reader, size=100)))

    admitted = {str(number) for number, document in enumerate(documents) if _admits(document, reader)}
    assert found == (set() if question == "s0" else admitted)


def _admits(document, reader):
    if document["secrecy"] > reader.clearance:
        return False
    return bool(
        document["everyone"]
        or document["person_ids"] & ({reader.person_id} | reader.principals)
        or document["unit_ids"] & reader.unit_ids
        or document["duties"] & reader.duties
    )
