import pytest
from django.db.models import Q

from zhongshu.kernel import kinds
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.policy import EVERYBODY, Policy
from zhongshu.platform.organizations.public import Post, Unit
from zhongshu.platform.search import indexing


@pytest.fixture
def notes(monkeypatch):
    """Two kinds of object whose owners let everybody see what exists, except what ``hidden`` names.

    They stand on tables that exist anyway: a note is a unit, a memo is a post; only their ids count.
    """
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(Policy, "registered", list(Policy.registered))
    monkeypatch.setattr(indexing, "_indexers", {})
    hidden = set()
    for name, label, model in (("tests.note", "便签", Unit), ("tests.memo", "备忘", Post)):
        policy = Policy(model)
        policy.allow("view", f"查看{label}", lambda actor: ~Q(pk__in=hidden) if hidden else EVERYBODY)
        kinds.register(ObjectKind(name, label, model._meta.label, policy, lambda pk: f"/notes/{pk}/", title_field="name"))
        indexing.register_indexer(name, list)
    return hidden
