from django.urls import path

from __package__ import views

app_name = "__subject__"

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("new/", views.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/close/", views.close, name="close"),
]
