"""The pages of inspections: what they show to whom, what they cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.models import InspectionFinding, InspectionPlan, InspectionQuota, SupervisionItem
from zhongshu.domains.supervision.tests.inspecting import THERE, drafted, finished, found, registered, underway
from zhongshu.kernel import clock
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.attachments.tests.factories import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "files"}},
    }


def cost(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return sum("SAVEPOINT" not in query["sql"] and "stamp" not in query["sql"].split("WHERE")[0] for query in captured)


@pytest.mark.parametrize("name", ["inspections", "visits", "inspected"])
def test_lists_cost_little(client, office, name):
    finished(office)

    assert cost(signed_in(client, office.supervisor), reverse(f"supervision:{name}")) <= 6


@pytest.mark.parametrize("tab", ["", "findings", "record"])
def test_a_tasks_page_costs_little(client, office, tab):
    visit = finished(office, kind="comprehensive")

    address = f"{reverse('supervision:inspection', args=[visit.plan_id])}?tab={tab}"
    assert cost(signed_in(client, office.supervisor), address) <= 12


def test_a_visits_page_and_a_findings_page_cost_little(client, office):
    visit = finished(office)
    supervisor = signed_in(client, office.supervisor)

    assert cost(supervisor, reverse("supervision:visit", args=[visit.pk])) <= 12
    assert cost(supervisor, reverse("supervision:finding", args=[visit.findings.get().pk])) <= 12


def test_the_unit_finds_its_visit_and_what_was_found_and_not_the_task(client, office):
    visit = underway(office, title="消防督查")
    found(office, visit, fact="消防通道堆放杂物。")
    contact = signed_in(client, office.contacts[0])
    address = reverse("supervision:visit", args=[visit.pk])

    assert "消防督查" in contact.get(reverse("supervision:inspected")).text
    assert "消防通道" not in contact.get(address).text
    with clock.frozen(THERE):
        visiting.finish_visit(visit, by=office.actor(office.second))
        page = contact.get(address).text

    assert "消防通道堆放杂物" in page
    assert "说明情况" in page
    assert contact.get(reverse("supervision:inspection", args=[visit.plan_id])).status_code == 404
    assert signed_in(client, office.stranger).get(address).status_code == 404


def test_a_finding_is_written_on_the_spot_with_photos_and_docketed_by_one_click(client, office):
    visit = underway(office)
    second = signed_in(client, office.second)
    values = {
        "fact": "2号泵站无人值守。", "requirement": "人员到岗", "deadline": "2026-12-11", "unit": office.units[0].pk,
        "token": "7f0c2d5e-1111-4222-8333-123456789abc",
    }  # fmt: skip
    address = reverse("supervision:new_finding", args=[visit.pk])

    def photos(count: int) -> list[SimpleUploadedFile]:
        return [SimpleUploadedFile(f"{number}.png", picture(size=(4, 3 + number))) for number in range(count)]

    with clock.frozen(THERE):
        refused = second.post(address, {**values, "photos": photos(4)})
        assert refused.status_code == 422
        assert "最多 3 张" in refused.text
        assert "2号泵站无人值守。" in refused.text
        assert second.post(address, {**values, "photos": photos(1)}).status_code == 302
    finding = InspectionFinding.objects.get()
    signed_in(client, office.supervisor).post(reverse("supervision:docket_finding", args=[finding.pk]))

    assert SupervisionItem.objects.get().sources.get().ref == finding.ref


def test_the_picture_shows_places_bodies_and_the_weeks_that_are_crowded(client, office):
    registered(office)
    plan = drafted(office, title="第二项", department_id=office.units[2].pk)
    planning.plan_visit(
        plan, unit_id=office.units[0].pk, start_date=plan.start_date.replace(month=12, day=2),
        end_date=plan.start_date.replace(month=12, day=2), by=office.actor(office.supervisor),
    )  # fmt: skip

    page = signed_in(client, office.supervisor).get(reverse("supervision:visits")).text

    assert page.count("gantt__bar") == 2
    assert "gantt__crowd" in page
    assert "建议合并为一次：2026年12月2日至2026年12月4日" in page
    assert page.count("<tr><td>云州市水利局</td>") == 2


def test_a_task_is_drafted_on_its_page(client, office):
    supervisor = signed_in(client, office.supervisor)
    values = {
        "title": "营商环境督查", "basis": "会议纪要", "kind": "special", "department": office.organ.pk,
        "start_date": "2026-11-30", "end_date": "2026-12-04", "secrecy_level": "0",
    }  # fmt: skip

    supervisor.post(reverse("supervision:inspection_new"), values)

    assert InspectionPlan.objects.get().title == "营商环境督查"
    assert signed_in(client, office.stranger).get(reverse("supervision:inspection_new")).status_code == 403


def test_the_quota_is_kept_by_the_system_administrator(client, office):
    client = signed_in_administrator(client, "system")

    client.post(reverse("supervision:set_quota"), {"most": "2", "basis": "本级规定"})

    assert (InspectionQuota.objects.get().most, InspectionQuota.objects.get().year) == (2, 0)
    assert "本级规定" in client.get(reverse("supervision:quotas")).text
    assert signed_in(client, office.supervisor).get(reverse("supervision:quotas")).status_code == 403


def test_the_report_is_seen_as_a_pdf_before_it_is_drafted(client, office):
    visit = finished(office)

    answer = signed_in(client, office.supervisor).get(reverse("supervision:inspection_report_pdf", args=[visit.plan_id]))

    assert answer.content[:5] == b"%PDF-"
