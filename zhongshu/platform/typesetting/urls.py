from django.urls import path

from zhongshu.platform.typesetting import views

app_name = "typesetting"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("fonts.css", views.font_style, name="font_style"),
    path("fonts/<str:key>/<slug:piece>.otf", views.font_piece, name="font_piece"),
]
