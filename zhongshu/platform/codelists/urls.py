from django.urls import path

from zhongshu.platform.codelists import views

app_name = "codelists"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("<int:pk>/values/new/", views.add_value, name="add_value"),
    path("values/<int:pk>/retire/", views.retire_value, name="retire_value"),
]
