from django.urls import path

from zhongshu.platform.organizations.views import delegations, pickers, rights, units

app_name = "organizations"

urlpatterns = [
    path("people/", pickers.people, name="people"),
    path("units/choices/", pickers.units, name="unit_choices"),
    path("units/", units.units, name="units"),
    path("units/new/", units.establish_unit, name="establish_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change/", units.change_unit, name="change_unit"),
    path("units/<int:pk>/close/", units.close_unit, name="close_unit"),
    path("units/<int:pk>/subordination/", units.subordinate, name="subordinate"),
    path("units/<int:pk>/posts/new/", units.establish_post, name="establish_post"),
    path("units/<int:pk>/people/new/", units.enrol, name="enrol"),
    path("posts/<int:pk>/appoint/", units.appoint, name="appoint"),
    path("holdings/<int:pk>/end/", units.end_holding, name="end_holding"),
    path("rights/", rights.rights, name="rights"),
    path("rights/<int:pk>/", rights.person, name="person_rights"),
    path("rights/<int:pk>/clearance/", rights.change_clearance, name="change_clearance"),
    path("rights/<int:pk>/posts/<int:post_pk>/", rights.change_duties, name="change_duties"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/all/", delegations.all_delegations, name="all_delegations"),
    path("delegations/new/", delegations.add, name="add_delegation"),
    path("delegations/<int:pk>/revoke/", delegations.revoke, name="revoke_delegation"),
]
