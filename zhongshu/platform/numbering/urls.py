from django.urls import path

from zhongshu.platform.numbering import views

app_name = "numbering"
urlpatterns = [
    path("", views.counters, name="counters"),
    path("<int:pk>/", views.counter, name="counter"),
    path("<int:pk>/reserve/", views.reserve, name="reserve"),
    path("numbers/<int:pk>/void/", views.void, name="void"),
]
