from django.urls import path

from zhongshu.domains.materials import views

app_name = "materials"

urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("new/", views.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/close/", views.close, name="close"),
]
