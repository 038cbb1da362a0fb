from django.urls import path

from zhongshu.platform.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.year, name="this_year"),
    path("<int:year>/", views.year, name="year"),
    path("notice/", views.import_notice, name="import_notice"),
    path("days/new/", views.arrange_day, name="arrange_day"),
    path("days/<int:pk>/withdraw/", views.withdraw_day, name="withdraw_day"),
]
