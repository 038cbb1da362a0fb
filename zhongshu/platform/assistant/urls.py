from django.urls import path

from zhongshu.platform.assistant import views

app_name = "assistant"

urlpatterns = [path("<str:kind>/<int:object_id>/", views.pane, name="pane")]
