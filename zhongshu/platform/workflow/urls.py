from django.urls import path

from zhongshu.platform.workflow import views

app_name = "workflow"
urlpatterns = [
    path("", views.definitions, name="definitions"),
    path("new/", views.new_definition, name="new_definition"),
    path("hand-over/", views.hand_over, name="hand_over"),
    path("versions/<int:pk>/publish/", views.publish, name="publish"),
    path("versions/<int:pk>/retire/", views.retire, name="retire"),
    path("versions/<int:pk>/model.bpmn", views.download, name="download"),
    path("instances/<int:pk>/picture/", views.instance_picture, name="instance_picture"),
    path("<slug:key>/", views.definition, name="definition"),
    path("<slug:key>/edit/", views.edit, name="edit"),
    path("<slug:key>/import/", views.import_model, name="import_model"),
]
