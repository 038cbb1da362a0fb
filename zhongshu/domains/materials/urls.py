from django.urls import path

from zhongshu.domains.materials import views

app_name = "materials"

urlpatterns = [
    path("", views.library, name="library"),
    path("new/", views.enter, name="enter"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/end/", views.end_validity, name="end_validity"),
    path("<int:pk>/restore/", views.restore_validity, name="restore_validity"),
    path("passages/<int:pk>/", views.passage, name="passage"),
    path("pick/<str:kind>/<int:object_id>/", views.picker, name="picker"),
    path("pick/<str:kind>/<int:object_id>/<int:pk>/", views.quote, name="quote"),
]
