"""The site with one more address, which pages would ask by themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from zhongshu.kernel.guards import open_to_signed_in
from zhongshu.platform.accounts.public import polled


@polled
@open_to_signed_in("counts nothing, for a test")
def counts(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.actor.post_ids)))


urlpatterns = [path("counts/", counts), path("", include("zhongshu.site.urls"))]
