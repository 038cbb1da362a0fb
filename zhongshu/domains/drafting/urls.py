"""Addresses of drafting."""

from django.urls import path

from zhongshu.domains.drafting.views import outlining, parts, tasks, texts

app_name = "drafting"

urlpatterns = [
    path("", tasks.ledger, name="ledger"),
    path("print/", tasks.ledger_print, name="ledger_print"),
    path("new/", tasks.new, name="new"),
    path("parts/", parts.my_parts, name="my_parts"),
    path("parts/<int:pk>/", parts.part, name="part"),
    path("parts/<int:pk>/autosave/", parts.autosave, name="part_autosave"),
    path("parts/<int:pk>/return/", parts.return_part, name="part_return"),
    path("parts/<int:pk>/accept/", parts.accept, name="part_accept"),
    path("parts/<int:pk>/remind/", parts.remind, name="part_remind"),
    path("parts/<int:pk>/withdraw/", parts.withdraw, name="part_withdraw"),
    path("parts/<int:pk>/hand-on/", parts.hand_on, name="part_hand_on"),
    path("tasks/<int:pk>/", tasks.detail, name="detail"),
    path("tasks/<int:pk>/cancel/", tasks.cancel, name="cancel"),
    path("tasks/<int:pk>/outline/", outlining.edit, name="outline"),
    path("tasks/<int:pk>/outline/submit/", outlining.submit, name="outline_submit"),
    path("tasks/<int:pk>/outline/approve/", outlining.approve, name="outline_approve"),
    path("tasks/<int:pk>/outline/return/", outlining.return_outline, name="outline_return"),
    path("tasks/<int:pk>/comment/", outlining.comment, name="comment"),
    path("comments/<int:pk>/answer/", outlining.answer, name="answer"),
    path("tasks/<int:pk>/assign/", parts.assign, name="assign"),
    path("tasks/<int:pk>/merge/", texts.begin, name="merge"),
    path("tasks/<int:pk>/text/", texts.edit, name="text"),
    path("tasks/<int:pk>/text/autosave/", texts.autosave, name="text_autosave"),
    path("tasks/<int:pk>/hand-over/", texts.hand_over, name="hand_over"),
    path("tasks/<int:pk>/manuscript.pdf", texts.manuscript_pdf, name="pdf"),
    path("tasks/<int:pk>/sources/", texts.sources, name="sources"),
]
