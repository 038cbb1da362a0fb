"""Addresses of documents."""

from django.urls import path

from zhongshu.domains.documents.views import drafting, exchange, incoming, lookups, outgoing, printing

app_name = "documents"

urlpatterns = [
    path("outgoing/", outgoing.register, name="outgoing"),
    path("outgoing/register.xlsx", printing.outgoing_xlsx, name="outgoing_xlsx"),
    path("outgoing/print/", printing.outgoing_print, name="outgoing_print"),
    path("outgoing/new/", drafting.new, name="draft_new"),
    path("outgoing/<int:pk>/", outgoing.detail, name="detail"),
    path("outgoing/<int:pk>/edit/", drafting.edit, name="edit"),
    path("outgoing/<int:pk>/autosave/", drafting.autosave, name="autosave"),
    path("outgoing/<int:pk>/preview/", drafting.preview, name="preview"),
    path("outgoing/<int:pk>/submit/", outgoing.submit, name="submit"),
    path("outgoing/<int:pk>/withdraw/", outgoing.withdraw, name="withdraw"),
    path("outgoing/<int:pk>/cancel/", outgoing.cancel, name="cancel"),
    path("outgoing/<int:pk>/repeal/", outgoing.repeal, name="repeal"),
    path("outgoing/<int:pk>/revoke/", outgoing.revoke, name="revoke"),
    path("outgoing/<int:pk>/chase/", outgoing.chase, name="chase"),
    path("outgoing/<int:pk>/document.pdf", printing.document_pdf, name="pdf"),
    path("outgoing/<int:pk>/document.ofd", printing.document_ofd, name="ofd"),
    path("outgoing/<int:pk>/slip.pdf", printing.issue_slip_pdf, name="slip_pdf"),
    path("receipts/", exchange.in_tray, name="in_tray"),
    path("receipts/unsigned/", exchange.unsigned, name="unsigned"),
    path("receipts/<int:pk>/", exchange.received, name="received"),
    path("receipts/<int:pk>/sign/", exchange.sign, name="sign"),
    path("receipts/<int:pk>/return/", exchange.return_document, name="return"),
    path("receipts/<int:pk>/recall/", outgoing.recall, name="recall"),
    path("receipts/<int:pk>/document.pdf", exchange.received_pdf, name="received_pdf"),
    path("receipts/<int:pk>/files/<int:version_id>/", exchange.received_file, name="received_file"),
    path("incoming/", incoming.register, name="incoming"),
    path("incoming/register.xlsx", printing.incoming_xlsx, name="incoming_xlsx"),
    path("incoming/print/", printing.incoming_print, name="incoming_print"),
    path("incoming/new/", incoming.receive, name="receive"),
    path("incoming/<int:pk>/", incoming.detail, name="incoming_detail"),
    path("incoming/<int:pk>/register/", incoming.register_document, name="register"),
    path("incoming/<int:pk>/return/", incoming.return_to_sender, name="incoming_return"),
    path("incoming/<int:pk>/extend/", incoming.extend, name="extend"),
    path("incoming/<int:pk>/archive/", incoming.archive, name="archive"),
    path("incoming/<int:pk>/slip.pdf", printing.handling_slip_pdf, name="handling_slip_pdf"),
    path("signings/", lookups.signings, name="signings"),
    path("quotas/", lookups.quota_list, name="quotas"),
    path("quotas/set/", lookups.set_quota, name="set_quota"),
    path("views/<slug:register>/save/", lookups.save_view, name="save_view"),
    path("views/<int:pk>/remove/", lookups.remove_view, name="remove_view"),
    path("find/recipients/", lookups.find_recipients, name="find_recipients"),
    path("find/people/", lookups.find_people, name="find_people"),
    path("find/organs/", lookups.find_organs, name="find_organs"),
    path("find/units/", lookups.find_units, name="find_units"),
]
