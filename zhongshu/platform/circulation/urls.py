from django.urls import path

from zhongshu.platform.circulation import views

app_name = "circulation"

urlpatterns = [
    path("about/<str:kind>/<int:pk>/", views.readers, name="readers"),
    path("about/<str:kind>/<int:pk>/start/", views.start, name="start"),
    path("readings/<int:pk>/read/", views.read, name="read"),
    path("readings/<int:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("rounds/<int:pk>/add/", views.add_readers, name="add_readers"),
    path("rounds/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("rounds/<int:pk>/chase/", views.chase, name="chase"),
]
