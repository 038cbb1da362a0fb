"""由文件登记收文: uploaded, read in the background, confirmed, put aside, refused."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from zhongshu.domains.documents.choices import IncomingState, IntakeState, ItemNature
from zhongshu.domains.documents.commands import intake, intake_reading
from zhongshu.domains.documents.models import IncomingDocument, IntakeFile
from zhongshu.domains.documents.queries import intake as queries
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.typesetting import public as typesetting

pytestmark = pytest.mark.django_db
Entry = apps.get_model("audit", "Entry")
S = IntakeState
TEXT = """岚山省水利厅关于报送2026年防汛准备情况的通知
岚水〔2026〕8号
各市水利局：
为做好2026年防汛工作，请各市水利局于3月20日前报送防汛准备情况，内容包括责任落实、隐患排查、物资储备和预案修订。
特此通知。
岚山省水利厅
2026年3月5日
"""


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": location}


@pytest.fixture
def office() -> factories.Office:
    return factories.recipient()


def upload(office: factories.Office, data: bytes | str = TEXT, name: str = "来文.txt") -> IntakeFile:
    content = ContentFile(data.encode() if isinstance(data, str) else data, name=name)
    return intake.upload(content, organ_id=office.organ.pk, by=office.actor("clerk"))


def proposed(office: factories.Office, data: bytes | str = TEXT, name: str = "来文.txt") -> IntakeFile:
    file = upload(office, data, name)
    jobs.drain()
    file.refresh_from_db()
    return file


def confirm(file: IntakeFile, office: factories.Office, **fields) -> IncomingDocument:
    read = {name: entry["value"] for name, entry in file.proposal["fields"].items()}
    values = {
        "sender_name": read["issuers"],
        "source_number": read["number"],
        "source_date": dt.date.fromisoformat(read["date"]),
        "title": read["title"],
        "document_type": read["document_type"],
        "principals": read["recipients"],
        "nature": ItemNature.FOR_ACTION,
        **fields,
    }
    return intake.confirm(file, by=office.actor("clerk"), **values)


def actions(file: IntakeFile) -> list[str]:
    return list(Entry.objects.filter(ref_kind="documents.intake", ref_id=file.pk).order_by("pk").values_list("action", flat=True))


def test_a_dropped_file_is_read_and_registered_with_the_file_attached(office):
    file = proposed(office)
    assert (file.state, file.title) == (S.PROPOSED, "岚山省水利厅关于报送2026年防汛准备情况的通知")

    document = confirm(file, office)

    assert document.state == IncomingState.IN_PRELIMINARY_REVIEW
    assert (document.sender_name, document.source_number) == ("岚山省水利厅", "岚水〔2026〕8号")
    assert (document.source_date, document.principals) == (dt.date(2026, 3, 5), "各市水利局")
    assert document.body.startswith("为做好2026年防汛工作")
    assert [attached.name for attached in attachments.listing(document.ref)] == ["来文.txt"]
    file.refresh_from_db()
    assert (file.state, file.incoming_id, file.path) == (S.CONFIRMED, document.pk, "")
    assert actions(file) == ["documents.intake_uploaded", "documents.intake_confirmed"]


def test_only_the_organs_clerk_uploads_confirms_and_puts_aside(office):
    stranger = factories.recipient().actor("clerk")
    with pytest.raises(NotPermitted):
        intake.upload(ContentFile(b"x", name="a.txt"), organ_id=office.organ.pk, by=stranger)
    file = proposed(office)
    for command in (
        lambda: intake.confirm(file, by=stranger, title="甲", sender_name="乙"),
        lambda: intake.discard(file, reason="重复", by=stranger),
        lambda: intake.restore(file, by=stranger),
    ):
        with pytest.raises(NotPermitted):
            command()

    file.refresh_from_db()
    assert (file.state, IncomingDocument.objects.count()) == (S.PROPOSED, 0)
    assert not queries.files(stranger).exists()


def test_a_file_that_is_not_read_yet_is_not_registered(office):
    file = upload(office)

    with pytest.raises(RuleBroken, match="已上传"):
        intake.confirm(file, by=office.actor("clerk"), title="甲", sender_name="乙")

    assert IncomingDocument.objects.count() == 0


def test_a_file_is_registered_once(office):
    file = proposed(office)
    again = IntakeFile.objects.get(pk=file.pk)
    confirm(file, office)

    with pytest.raises(RuleBroken, match="已登记"):
        confirm(file, office)
    with pytest.raises(StaleState):
        confirm(again, office, is_another=True)

    assert IncomingDocument.objects.count() == 1


def test_a_file_put_aside_with_a_reason_is_taken_up_again(office):
    file = proposed(office)
    with pytest.raises(RuleBroken, match="理由"):
        intake.discard(file, reason=" ", by=office.actor("clerk"))

    intake.discard(file, reason="重复来文", by=office.actor("clerk"))
    assert (file.state, file.reason) == (S.DISCARDED, "重复来文")
    with pytest.raises(RuleBroken, match="已放弃"):
        intake.discard(file, reason="再次", by=office.actor("clerk"))

    intake.restore(file, by=office.actor("clerk"))
    assert (file.state, file.reason) == (S.PROPOSED, "")
    with pytest.raises(RuleBroken, match="待确认"):
        intake.restore(file, by=office.actor("clerk"))
    assert actions(file)[1:] == ["documents.intake_discarded", "documents.intake_restored"]


def test_a_marked_text_is_refused_and_nothing_of_it_is_kept(office):
    file = proposed(office, "机密★5年\n" + TEXT, "绝不外传.txt")

    assert (file.state, file.name, file.path, file.title) == (S.REFUSED, intake_reading.HIDDEN_NAME, "", "")
    assert "国家秘密" in file.problem
    audit.write_waiting()
    assert Entry.objects.filter(action="secrecy.refused_above_ceiling").count() == 1
    assert not Entry.objects.filter(facts__contains="绝不外传").exists()


def test_a_mark_found_only_in_reading_destroys_the_content(office, monkeypatch, django_capture_on_commit_callbacks):
    elements = {"masthead": ("云州市人民政府",), "masthead_suffix": "文件", "secrecy": "秘密★1年"}
    document = typesetting.document_from_text("关于某事的通知", "一些内容需要说明清楚。", **elements)
    monkeypatch.setattr("zhongshu.platform.attachments.commands.words", lambda *_: "")  # as for a picture, which says nothing yet
    with django_capture_on_commit_callbacks(execute=True):
        file = proposed(office, typesetting.to_pdf(document), "来文.pdf")

    assert (file.state, file.path, file.sm3, file.text) == (S.REFUSED, "", "", "")
    assert not list(attachments.storage().listdir("intake")[1])


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.pdf", b"", "0 字节"),
        ("程序.exe", b"MZ\x90\0" * 100, "不能从这种文件登记"),
        ("表.zip", b"PK\x05\x06" + b"\0" * 18, "不能从这种文件登记"),
        ("a/b.txt", b"abc", "文件名"),
    ],
)
def test_what_cannot_be_taken_stays_in_the_list_with_the_reason(office, name, data, sentence):
    content = ContentFile(data)
    content.name = name
    file = intake.upload(content, organ_id=office.organ.pk, by=office.actor("clerk"))

    assert file.state == S.REFUSED
    assert sentence in file.problem
    assert actions(file) == ["documents.intake_refused"]


def test_a_file_whose_extension_lies_is_read_as_what_it_is(office):
    document = typesetting.document_from_text(
        "云州市财政局关于预算执行情况的函",
        "现将有关情况函告如下，请予研究。",
        masthead=("云州市财政局",),
        format="letter",
        number="云财函〔2026〕3号",
    )
    file = proposed(office, typesetting.to_pdf(document), "来文.docx")

    assert (file.state, file.extension, file.name) == (S.PROPOSED, "pdf", "来文.pdf")
    assert "实际是 PDF" in file.notes[0]
    assert file.proposal["fields"]["number"]["value"] == "云财函〔2026〕3号"


def test_what_cannot_be_read_is_registered_by_hand_and_nothing_is_lost(office):
    file = proposed(office, b"%PDF-1.7 broken", "坏.pdf")
    assert (file.state, "已损坏" in file.problem) == (S.PROPOSED, True)

    document = intake.confirm(
        file, by=office.actor("clerk"), title="关于某事的函", sender_name="省水利厅", nature=ItemNature.FOR_ACTION
    )

    assert [attached.name for attached in attachments.listing(document.ref)] == ["坏.pdf"]


def test_the_same_number_is_shown_and_asks_before_it_is_registered_again(office):
    confirm(proposed(office), office)
    again = proposed(office, TEXT.replace("岚水〔2026〕8号", "岚水[2026]8号").replace("3月20日", "3月25日"), "再次.txt")
    (alike, *_) = queries.alike(again, office.actor("clerk"))
    assert (alike.why, alike.is_same) == ("文号相同", True)

    with pytest.raises(RuleBroken, match="已登记"):
        confirm(again, office)
    confirm(again, office, is_another=True)

    assert IncomingDocument.objects.count() == 2


def test_nearly_the_same_text_under_another_number_is_shown(office):
    body = "\n".join(f"第{number}项工作由有关单位负责落实，按照时间节点报送进展，逾期通报。" for number in range(30))
    first = proposed(office, TEXT + body)
    other = proposed(
        office,
        TEXT.replace("8号", "9号").replace("2026年防汛准备情况的通知", "防汛准备工作情况的通知") + body + "请遵照执行。",
        "另一份.txt",
    )
    unlike = proposed(office, TEXT.replace("8号", "10号").replace("报送2026年防汛准备", "安排春耕生产"), "春耕.txt")

    assert [(one.pk, one.why) for one in queries.alike(other, office.actor("clerk"))] == [(first.pk, "正文几乎相同")]
    assert queries.alike(unlike, office.actor("clerk")) == []


def test_the_next_file_is_the_one_that_came_after(office):
    clerk = office.actor("clerk")
    first, second, third = (proposed(office, TEXT.replace("8号", f"{number}号"), f"{number}.txt") for number in (11, 12, 13))

    assert queries.next_to_confirm(clerk) == first.pk
    assert queries.next_to_confirm(clerk, after=second) == third.pk
    assert queries.next_to_confirm(clerk, after=third) == first.pk


def test_reading_twice_changes_nothing(office):
    file = proposed(office)
    before = file.proposal

    intake_reading.read(file.pk)

    file.refresh_from_db()
    assert (file.state, file.proposal) == (S.PROPOSED, before)


def test_a_file_that_fails_again_and_again_is_left_to_the_clerk(office):
    file = upload(office)
    IntakeFile.objects.filter(pk=file.pk).update(state=S.READING, attempts=intake_reading.MOST_ATTEMPTS)

    intake_reading.read(file.pk)

    file.refresh_from_db()
    assert (file.state, "手工登记" in file.problem) == (S.PROPOSED, True)


def test_a_scan_waits_while_another_is_recognised(office):
    busy = upload(office, TEXT, "别的.txt")
    IntakeFile.objects.filter(pk=busy.pk).update(state=S.READING, recognising_until=clock.now() + dt.timedelta(minutes=1))
    file = upload(office, _picture(), "扫描.png")

    intake_reading.read(file.pk)

    file.refresh_from_db()
    assert (file.state, file.attempts, "等待识别" in file.progress) == (S.UPLOADED, 0, True)


def test_without_the_recogniser_a_scan_is_registered_by_hand(office, monkeypatch):
    monkeypatch.setattr("zhongshu.domains.documents.intake.ocr.recognising.is_installed", lambda: False)

    file = proposed(office, _picture(), "扫描.png")

    assert (file.state, "手工登记" in file.problem) == (S.PROPOSED, True)


def _picture() -> bytes:
    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(target, "PNG")
    return target.getvalue()
