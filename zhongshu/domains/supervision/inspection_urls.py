"""Addresses of inspection tasks; part of the addresses of supervision."""

from django.urls import path

from zhongshu.domains.supervision.views import inspections, visits

urlpatterns = [
    path("inspections/", inspections.page, name="inspections"),
    path("inspections/new/", inspections.new, name="inspection_new"),
    path("inspections/<int:pk>/", inspections.detail, name="inspection"),
    path("inspections/<int:pk>/report.pdf", inspections.report_pdf, name="inspection_report_pdf"),
    path("inspections/<int:pk>/change/", inspections.change, name="inspection_change"),
    path("inspections/<int:pk>/group/", inspections.form_group, name="inspection_group"),
    path("inspections/<int:pk>/visit/", inspections.plan_visit, name="inspection_visit"),
    path("inspections/<int:pk>/register/", inspections.register, name="inspection_register"),
    path("inspections/<int:pk>/approve/", inspections.approve, name="inspection_approve"),
    path("inspections/<int:pk>/announce/", inspections.announce, name="inspection_announce"),
    path("inspections/<int:pk>/docket/", inspections.docket_all, name="inspection_docket_all"),
    path("inspections/<int:pk>/report/", inspections.draft_report, name="inspection_report"),
    path("inspections/<int:pk>/close/", inspections.close, name="inspection_close"),
    path("inspections/<int:pk>/void/", inspections.void, name="inspection_void"),
    path("groups/<int:pk>/members/", inspections.add_member, name="add_member"),
    path("members/<int:pk>/remove/", inspections.remove_member, name="remove_member"),
    path("quotas/", inspections.quotas, name="quotas"),
    path("quotas/set/", inspections.set_quota, name="set_quota"),
    path("visits/", visits.page, name="visits"),
    path("visits/join/", visits.propose_joint, name="propose_joint"),
    path("visits/<int:pk>/", visits.detail, name="visit"),
    path("visits/<int:pk>/change/", visits.change, name="visit_change"),
    path("visits/<int:pk>/cancel/", visits.cancel, name="visit_cancel"),
    path("visits/<int:pk>/start/", visits.start, name="visit_start"),
    path("visits/<int:pk>/finding/", visits.new_finding, name="new_finding"),
    path("visits/<int:pk>/finish/", visits.finish, name="visit_finish"),
    path("visits/<int:pk>/call-back/", visits.call_back, name="call_back"),
    path("visits/<int:pk>/statement/", visits.give_statement, name="give_statement"),
    path("joint/<int:pk>/answer/", visits.answer_joint, name="answer_joint"),
    path("statements/<int:pk>/answer/", visits.answer_statement, name="answer_statement"),
    path("findings/<int:pk>/", visits.finding, name="finding"),
    path("findings/<int:pk>/docket/", visits.docket_finding, name="docket_finding"),
    path("inspected/", visits.inspected, name="inspected"),
]
