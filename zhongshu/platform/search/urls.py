from django.urls import path

from zhongshu.platform.search import views

app_name = "search"
urlpatterns = [path("", views.find, name="find")]
