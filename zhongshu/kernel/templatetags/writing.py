"""Tags for pages on which people write."""

from django import template

from zhongshu.kernel import aids
from zhongshu.kernel.aids import Aid
from zhongshu.kernel.refs import ObjectRef

register = template.Library()


@register.simple_tag(takes_context=True)
def writing_aids(context: template.Context, ref: ObjectRef) -> list[tuple[Aid, str]]:
    """Return the aids offered beside an object's text, each with its address."""
    return [(aid, aid.url(ref)) for aid in aids.for_text(ref, context["request"].actor)]
