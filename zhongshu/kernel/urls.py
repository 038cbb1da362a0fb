"""Addresses that belong to no subject."""

from django.urls import path

from zhongshu.kernel import views

app_name = "kernel"
prefix = ""

urlpatterns = [
    path("large-type/", views.large_type, name="large_type"),
    path("style/", views.style, name="style"),
    path("style/search/", views.style_search, name="style_search"),
    path("style/dialog/", views.style_dialog, name="style_dialog"),
]
