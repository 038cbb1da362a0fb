from django.urls import path

from zhongshu.domains.figures.views import importing, quoting, registry, requests, values

app_name = "figures"

urlpatterns = [
    path("", registry.catalogue, name="catalogue"),
    path("export/", registry.export, name="export"),
    path("new/", registry.register, name="register"),
    path("<int:pk>/", registry.detail, name="detail"),
    path("<int:pk>/amend/", registry.amend, name="amend"),
    path("<int:pk>/transfer/", registry.transfer, name="transfer"),
    path("<int:pk>/retire/", registry.retire, name="retire"),
    path("<int:pk>/restore/", registry.restore, name="restore"),
    path("<int:pk>/values/new/", values.record, name="record"),
    path("<int:pk>/values/<int:value_pk>/verify/", values.verify, name="verify"),
    path("<int:pk>/values/<int:value_pk>/revise/", values.revise, name="revise"),
    path("requests/", requests.ledger, name="requests"),
    path("requests/new/", requests.ask, name="ask"),
    path("requests/before/", requests.before_asking, name="before_asking"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline"),
    path("pick/<str:kind>/<int:object_id>/", quoting.picker, name="picker"),
    path("pick/<str:kind>/<int:object_id>/<int:pk>/<int:value_pk>/", quoting.quote, name="quote"),
    path("import/", importing.upload, name="upload"),
    path("imports/<int:pk>/", importing.preview, name="import"),
    path("imports/<int:pk>/apply/", importing.apply, name="apply_import"),
    path("imports/<int:pk>/discard/", importing.discard, name="discard_import"),
]
