from django.urls import path

from zhongshu.domains.directory.views import book, keeping

app_name = "directory"

urlpatterns = [
    path("", book.search, name="search"),
    path("leaders/", book.leaders, name="leaders"),
    path("organs/", book.organs, name="organs"),
    path("organs/<int:pk>/", book.organ, name="organ"),
    path("organs/<int:pk>/booklet/", book.booklet, name="booklet"),
    path("organs/<int:pk>/export/", book.export, name="export"),
    path("organs/<int:pk>/visibility/", keeping.visibility, name="visibility"),
    path("organs/<int:pk>/import/", keeping.upload, name="upload"),
    path("people/<int:pk>/", book.person, name="person"),
    path("people/<int:pk>/change/", book.change_contact, name="change_contact"),
    path("imports/<int:pk>/", keeping.preview, name="import"),
    path("imports/<int:pk>/mapping/", keeping.change_mapping, name="change_mapping"),
    path("imports/<int:pk>/apply/", keeping.apply, name="apply_import"),
    path("imports/<int:pk>/discard/", keeping.discard, name="discard_import"),
]
