from django.urls import path

from zhongshu.platform.worklist.choices import ListName
from zhongshu.platform.worklist.views import handling, lists, operations, statistics

app_name = "worklist"

urlpatterns = [
    path("", lists.index, name="index"),
    *[path(f"{one.value}/", lists.show, {"name": one.value}, name=one.name.lower()) for one in ListName],
    path("poll/", lists.poll, name="poll"),
    path("batch/", handling.batch, name="batch"),
    path("hand-over/", operations.hand_over, name="hand_over"),
    path("statistics/", statistics.show, name="statistics"),
    path("about/<str:kind>/<int:pk>/follow/", lists.follow, name="follow"),
    path("about/<str:kind>/<int:pk>/unfollow/", lists.unfollow, name="unfollow"),
    path("items/<int:pk>/complete/", handling.complete, name="complete"),
    path("items/<int:pk>/draft/", handling.save_draft, name="save_draft"),
    path("items/<int:pk>/claim/", handling.claim, name="claim"),
    path("items/<int:pk>/release/", handling.release, name="release"),
    path("items/<int:pk>/send-back/", operations.send_back, name="send_back"),
    path("items/<int:pk>/add-signer/", operations.add_signer, name="add_signer"),
    path("items/<int:pk>/reassign/", operations.reassign, name="reassign"),
    path("items/<int:pk>/consult/", operations.consult, name="consult"),
    path("items/<int:pk>/withdraw-consultation/", operations.withdraw_consultation, name="withdraw_consultation"),
    path("items/<int:pk>/take-back/", operations.take_back, name="take_back"),
    path("matters/<int:pk>/urge/", operations.urge, name="urge"),
    path("matters/<int:pk>/remove-signer/", operations.remove_signer, name="remove_signer"),
    path("matters/<int:pk>/enter-paper/", operations.enter_paper, name="enter_paper"),
    path("matters/<int:pk>/withdraw/", operations.withdraw, name="withdraw"),
    path("matters/<int:pk>/terminate/", operations.terminate, name="terminate"),
    path("matters/<int:pk>/restore/", operations.restore, name="restore"),
    path("matters/<int:pk>/suspend/", operations.suspend, name="suspend"),
    path("matters/<int:pk>/resume/", operations.resume, name="resume"),
    path("matters/<int:pk>/skip/", operations.skip, name="skip"),
    path("matters/<int:pk>/reassign-for/", operations.reassign_for, name="reassign_for"),
    path("matters/<int:pk>/jump/", operations.jump, name="jump"),
]
