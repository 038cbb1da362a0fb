import pytest
from django.db.models import Q

from zhongshu.kernel import kinds
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.policy import EVERYBODY, NOBODY, Policy
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.public import Unit
from zhongshu.platform.organizations.tests.factories import UnitFactory


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}},
    }


@pytest.fixture
def folder(monkeypatch, db):
    """An object with files, standing on a unit: its members see it, holders of "drafter" attach files."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    monkeypatch.setattr(Policy, "registered", list(Policy.registered))
    policy = Policy(Unit)
    policy.allow("view", "查看卷宗", lambda actor: EVERYBODY if actor.person_id and actor.has("reviewer") else _of(actor))
    policy.allow("attach", "上传附件", lambda actor: _of(actor) if actor.has("drafter") else NOBODY)
    kinds.register(
        ObjectKind("tests.folder", "卷宗", "organizations.Unit", policy, lambda pk: f"/folders/{pk}/", title_field="name")
    )
    unit = UnitFactory()
    return ObjectRef("tests.folder", unit.pk, unit.name)


def _of(actor):
    return Q(pk__in=actor.unit_ids)
