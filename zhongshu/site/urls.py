"""Addresses: each module's own urls under one prefix."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from zhongshu.site import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

# A module's addresses live under its own label; a module without pages has no urls.py.
for config in apps.get_app_configs():
    if config.name.startswith("zhongshu.") and config.label != "zhongshu_site" and find_spec(f"{config.name}.urls"):
        prefix = getattr(import_module(f"{config.name}.urls"), "prefix", f"{config.label}/")
        urlpatterns.append(path(prefix, include(f"{config.name}.urls")))

handler400 = "zhongshu.site.views.bad_request"
handler403 = "zhongshu.site.views.forbidden"
handler404 = "zhongshu.site.views.not_found"
handler500 = "zhongshu.site.views.server_error"
