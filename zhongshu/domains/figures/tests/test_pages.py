import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhongshu.domains.figures.models import Figure, Quotation
from zhongshu.domains.figures.tests.factories import FigureFactory, FigureValueFactory
from zhongshu.kernel import clock
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in
from zhongshu.platform.spreadsheets.public import Column, workbook

pytestmark = pytest.mark.django_db

NEW = {
    "name": "地区生产总值", "region": "云州市", "unit_of_measure": "亿元", "frequency": "quarter", "cumulative": "on",
    "definition": "最终成果", "other_names": "GDP、生产总值", "audience": "everyone", "secrecy_level": "0",
}  # fmt: skip


@pytest.fixture
def organ():
    return UnitFactory(region="云州市")


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.CONTACT_PERSON, Duty.SECTION_HEAD)


def test_the_pages_lead_from_registering_to_a_revised_value(client, keeper):
    signed_in(client, keeper)
    assert client.post("/figures/new/", {"name": ""}).status_code == 422
    made = client.post("/figures/new/", NEW | {"contact": keeper.pk})
    page = client.get(made.url)
    assert "GDP、生产总值" in page.text
    value = client.post(f"{made.url}values/new/", {"period": "2026年上半年", "value": "810"})
    assert value.url == made.url
    row = Figure.objects.get().values.get()
    assert client.post(f"{made.url}values/{row.pk}/verify/").status_code == 302
    assert client.post(f"{made.url}values/{row.pk}/revise/", {"value": "811", "reason": ""}).status_code == 422
    assert client.post(f"{made.url}values/{row.pk}/revise/", {"value": "811", "reason": "普查"}).status_code == 302

    assert "811亿元" in client.get(made.url).text
    assert "<s>810亿元</s>" in client.get(f"{made.url}?history=1").text
    assert "2026年上半年" in client.get("/figures/?q=dqsc").text


def test_a_similar_name_is_shown_before_it_is_registered_all_the_same(client, keeper):
    FigureFactory(name="人均地区生产总值")
    signed_in(client, keeper)

    shown = client.post("/figures/new/", NEW | {"contact": keeper.pk})
    assert (shown.status_code, "人均地区生产总值" in shown.text) == (422, True)

    assert client.post("/figures/new/", NEW | {"contact": keeper.pk, "anyway": "1"}).status_code == 302


def test_asking_shows_what_is_held(client, keeper):
    FigureValueFactory(figure=FigureFactory(name="地区生产总值"))
    signed_in(client, keeper)

    answer = client.post("/figures/requests/new/", {"name": "地区生产总值", "period": "2026年前三季度"})

    assert "库中已有，不必再要" in answer.text
    assert "库中已有，免报" in client.get("/figures/requests/").text
    assert client.post("/figures/requests/new/", {"name": "没有", "period": "2026年"}).status_code == 422


def test_a_missing_value_is_asked_for_and_declined(client, organ, keeper):
    FigureFactory(name="地区生产总值", organ=organ, contact=keeper)
    signed_in(client, keeper)
    assert client.post("/figures/requests/new/", {"name": "地区生产总值", "period": "2026年一季度"}).url == "/figures/requests/"
    pk = Figure.objects.get().requests.get().pk

    assert client.get(f"/figures/requests/{pk}/decline/").status_code == 200
    assert client.post(f"/figures/requests/{pk}/decline/", {"answer": "季后发布"}).status_code == 302
    assert "季后发布" in client.get("/figures/requests/?mine=asked").text


def test_the_dialog_beside_a_text_puts_words_into_it(client, keeper):
    row = FigureValueFactory(figure=FigureFactory(name="地区生产总值"))
    text = FigureFactory(name="任何文稿")
    signed_in(client, keeper)
    dialog = client.get(f"/figures/pick/figures.figure/{text.pk}/", headers={"HX-Request": "true"})
    assert "1256.34亿元" in dialog.text
    assert "没有这样的数据项" in client.get(f"/figures/pick/figures.figure/{text.pk}/?q=xyz").text

    answer = client.post(f"/figures/pick/figures.figure/{text.pk}/{row.figure_id}/{row.pk}/")

    assert json.loads(answer.headers["HX-Trigger"])["insert-text"] == {"text": "1256.34亿元", "into": "id_body"}
    assert Quotation.objects.get().ref.id == text.pk
    assert client.get("/figures/pick/figures.figure/99999/").status_code == 404


def test_the_export_can_be_imported_again(client, organ, keeper):
    figure = FigureFactory(name="地区生产总值", organ=organ, contact=keeper, definition="=1+1")
    FigureValueFactory(figure=figure, value=Decimal("1256.34"))
    signed_in(client, keeper)
    file = client.get("/figures/export/").content
    cells = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(file)).active[3]]
    assert cells[1:8] == ["地区生产总值", "云州市", "=1+1", "亿元", "季", "2026年前三季度", "1256.34"]

    sent = client.post("/figures/import/", {"file": io.BytesIO(file)})

    page = client.get(sent.url)
    assert "无变化" in page.text
    assert client.post(f"{sent.url}apply/").url == "/figures/"


def test_an_upload_is_discarded_and_a_wrong_file_is_refused(client, keeper):
    signed_in(client, keeper)
    assert client.post("/figures/import/", {"file": io.BytesIO(b"no sheet")}).status_code == 422
    file = workbook("数据", [Column("名称"), Column("数值")], [["甲", "1"]])
    sent = client.post("/figures/import/", {"file": io.BytesIO(file)})

    assert "须写明口径" in client.get(sent.url).text
    assert client.post(f"{sent.url}discard/").url == "/figures/import/"


def test_amending_transferring_retiring_and_restoring(client, organ, keeper):
    figure = FigureFactory(organ=organ, contact=keeper)
    signed_in(client, keeper)
    here = f"/figures/{figure.pk}/"
    change = {"definition": "新口径", "contact": keeper.pk, "audience": "everyone", "reason": "制度调整"}

    assert client.get(f"{here}amend/").status_code == 200
    assert client.post(f"{here}amend/", change).status_code == 302
    assert "新口径" in client.get(here).text
    assert client.post(f"{here}retire/", {"reason": "取消"}).status_code == 302
    assert "已停用" in client.get(here).text
    assert client.post(f"{here}restore/").status_code == 302
    other = UnitFactory()
    moved = {"unit": other.pk, "contact": person_in(other).pk, "reason": "职责调整"}
    assert client.post(f"{here}transfer/", moved).status_code == 302
    assert client.get(f"{here}amend/").status_code == 403


def test_a_hidden_figure_is_not_found_and_administrators_read_nothing(client, keeper):
    hidden = FigureFactory(audience="own_organ")
    signed_in(client, keeper)
    assert client.get(f"/figures/{hidden.pk}/").status_code == 404
    signed_in_administrator(client, "audit")

    assert client.get("/figures/").status_code == 403


@pytest.mark.parametrize("address", ["/figures/", "/figures/requests/"])
def test_lists_ask_the_same_number_of_questions_for_one_row_and_for_twenty(client, organ, keeper, address):
    def add(number: int) -> None:
        for _ in range(number):
            row = FigureValueFactory(figure=FigureFactory(organ=organ, contact=person_in(organ)))
            row.figure.requests.create(
                period="2026Q3", organ=organ, person=keeper, state="from_registry", value=row, created_at=clock.now()
            )

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    add(1)
    signed_in(client, keeper)
    client.get(address)
    one = count()
    add(19)

    assert count() == one <= 6
