"""``{% attachment_list ref %}``: the files of an object, with upload where the owner allows it."""

from typing import Any

from django import template

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments import queries
from zhongshu.platform.attachments.views import list_context

register = template.Library()


@register.inclusion_tag("attachments/_list.html", takes_context=True)
def attachment_list(context: template.Context, ref: ObjectRef, may_attach: bool | None = None) -> dict[str, Any]:
    """List the files of an object that the page may show. Two queries, one more unless the page knows ``may_attach`` already."""
    if may_attach is None:
        may_attach = queries.may_attach(ref, context["actor"])
    return {**list_context(ref, may_attach), "request": context.get("request"), "csrf_token": context.get("csrf_token")}
