import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.text import digest
from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.assistant import public as assistant
from zhongshu.platform.assistant.tests.fake_model import running
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db

TEXT = "请各单位于12月15日前报送情况。"


@pytest.fixture
def model(settings):
    with running() as fake:
        settings.ASSISTANT_URL, settings.ASSISTANT_KEY, settings.ASSISTANT_MODEL = (
            fake.address,
            "钥匙".encode().hex(),
            "office-model",
        )
        settings.ASSISTANT_SECONDS = 2.0
        yield fake


@pytest.fixture
def writer():
    return person_in(UnitFactory())


@pytest.fixture
def held(writer):
    """An object of a registered kind that everybody sees, standing for a draft."""
    return Draft()


class Draft:
    """Objects of higher layers are unknown here: a kind of our own stands for them."""

    def __init__(self) -> None:
        from zhongshu.kernel import kinds
        from zhongshu.kernel.policy import EVERYBODY, Policy

        policy = Policy(UnitFactory._meta.model)
        Policy.registered.remove(policy)
        policy.allow("view", "查看", lambda actor: EVERYBODY)
        self.unit = UnitFactory()
        kinds.register(
            kinds.ObjectKind("assistant_tests.draft", "文稿", "organizations.Unit", policy, lambda pk: "/", title_field="name")
        )

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("assistant_tests.draft", self.unit.pk, "一件文稿")


def test_nothing_leaves_while_the_assistant_is_off(settings, writer, held):
    settings.ASSISTANT_URL = ""
    with running() as fake:
        assert assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer)) is None

    assert fake.asked == []
    assert audit.trail(held.ref) == []


def test_a_suggestion_is_marked_and_both_ways_are_recorded(model, writer, held):
    suggestion = assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer))

    assert (suggestion.text, suggestion.label) == ("建议的文字", "润色")
    assert suggestion.mark == "以下由写作助手（office-model）生成，仅供参考，请逐字核对后自行取用"
    path, key, body = model.asked[0]
    assert (path, key, body["model"]) == ("/v1/chat/completions", f"Bearer {'钥匙'.encode().hex()}", "office-model")
    assert body["messages"][1]["content"].endswith(TEXT)
    recorded = {entry.action: entry.facts_read for entry in audit.trail(held.ref)}
    assert recorded["assistant.asked"]["digest"] == digest(TEXT)
    assert recorded["assistant.suggested"]["digest"] == digest("建议的文字")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("秘密★1年\n关于某事的通知", "assistant_marked"),
        ("联系人手机13800001234", "assistant_personal"),
        ("身份证号11010519491231002X", "assistant_personal"),
        (" ", "nothing_to_suggest"),
        ("长" * 20_001, "too_long"),
    ],
)
def test_what_must_not_leave_is_refused_with_a_sentence(model, writer, held, text, code):
    with pytest.raises(RuleBroken) as refusal:
        assistant.suggest("polish", text, about=held.ref, by=actor_for(writer))

    assert refusal.value.code == code
    assert model.asked == []


def test_a_document_number_or_a_date_is_no_identity(model, writer, held):
    assert assistant.suggest(
        "summary", "云政发〔2026〕12号，2026年11月22日，总投资13800001234.5元。", about=held.ref, by=actor_for(writer)
    )


def test_a_marked_object_is_never_sent(model, writer, held, monkeypatch):
    from zhongshu.platform.assistant import protection

    monkeypatch.setattr(protection, "_level", lambda about: 1)

    with pytest.raises(RuleBroken, match="标有密级"):
        assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer))
    assert model.asked == []


def test_petitions_and_what_one_may_not_see_are_never_sent(model, writer):
    with pytest.raises(RuleBroken, match="信访"):
        assistant.suggest("polish", TEXT, about=ObjectRef("petitions.petition_case", 1), by=actor_for(writer))
    with pytest.raises(NotPermitted):
        assistant.suggest("polish", TEXT, about=ObjectRef("unknown.thing", 1), by=actor_for(writer))

    assert model.asked == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500},
        {"status": 302, "location": "http://127.0.0.1:9/elsewhere"},
        {"answer": b"no json"},
        {"answer": {"choices": []}},
        {"answer": {"choices": [{"message": {"content": " "}}]}},
        {"answer": b"x" * 1_000_001},
        {"wait": 3.0},
    ],
)
def test_a_model_in_trouble_gives_a_sentence_and_changes_nothing(model, writer, held, trouble):
    for name, value in trouble.items():
        setattr(model, name, value)

    with pytest.raises(assistant.AssistantFailed, match="写作助手"):
        assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer))

    assert [entry.action for entry in audit.trail(held.ref)] == ["assistant.asked"]


def test_nobody_listening_gives_a_sentence(settings, model, writer, held):
    settings.ASSISTANT_URL = "http://127.0.0.1:9/v1"

    with pytest.raises(assistant.AssistantFailed, match="暂时没有回应"):
        assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer))


def test_an_address_that_is_none_is_refused(settings, model, writer, held):
    settings.ASSISTANT_URL = "file:///etc"

    with pytest.raises(assistant.AssistantFailed, match="系统管理员"):
        assistant.suggest("polish", TEXT, about=held.ref, by=actor_for(writer))


def test_the_pane_shows_the_suggestion_beside_the_text(client, model, writer, held):
    signed_in(client, writer)
    here = f"/assistant/{held.ref.kind}/{held.ref.id}/"
    assert "润色" in client.get(here).text

    answer = client.post(here, {"kind": "polish", "body": TEXT})

    assert "建议的文字" in answer.text
    assert "仅供参考" in answer.text
    assert "HX-Trigger" not in answer.headers
    refused = client.post(here, {"kind": "polish", "body": "机密★长期"})
    assert (refused.status_code, "密级" in refused.text) == (422, True)
    assert client.post(here, {"kind": "verse", "body": TEXT}).status_code == 422


def test_there_is_no_pane_while_the_assistant_is_off(client, settings, writer, held):
    settings.ASSISTANT_URL = ""
    signed_in(client, writer)

    assert client.get(f"/assistant/{held.ref.kind}/{held.ref.id}/").status_code == 404
