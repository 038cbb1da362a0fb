from django.urls import path

from zhongshu.platform.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("events/<int:pk>/retry/", views.retry_event, name="retry_event"),
]
