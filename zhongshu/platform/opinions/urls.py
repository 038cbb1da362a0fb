from django.urls import path

from zhongshu.platform.opinions import views

app_name = "opinions"

urlpatterns = [
    path("phrases/", views.phrases, name="phrases"),
    path("phrases/<int:pk>/remove/", views.remove_phrase, name="remove_phrase"),
    path("<int:pk>/handwriting.png", views.handwriting, name="handwriting"),
]
