from django.urls import path

from zhongshu.platform.secrecy import views

app_name = "secrecy"
urlpatterns = [
    path("copies/", views.copies, name="copies"),
    path("copies/new/", views.register_copy, name="register_copy"),
    path("copies/<int:pk>/", views.copy, name="copy"),
    path("copies/<int:pk>/<slug:kind>/", views.move_copy, name="move_copy"),
]
