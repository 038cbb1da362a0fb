from django.urls import path

from zhongshu.platform.attachments import views

app_name = "attachments"
urlpatterns = [
    path("of/<str:kind>/<int:object_id>/", views.files, name="files"),
    path("of/<str:kind>/<int:object_id>/upload/", views.upload, name="upload"),
    path("<int:pk>/replace/", views.replace, name="replace"),
    path("<int:pk>/void/", views.void, name="void"),
    path("versions/<int:pk>/", views.download, name="download"),
    path("versions/<int:pk>/preview/", views.preview, name="preview"),
    path("versions/<int:pk>/inline/", views.inline, name="inline"),
    path("versions/<int:pk>/pages/<int:number>.png", views.page_picture, name="page_picture"),
]
