"""Reads of the series."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from zhongshu.kernel import pages
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.numbering.choices import NumberState
from zhongshu.platform.numbering.models import Counter, Number
from zhongshu.platform.numbering.policies import policy
from zhongshu.platform.numbering.series import get


def preview(series_key: str, *, scope: str, year: int | None = None) -> str:
    """Return the number that would be taken now; somebody else may take it first."""
    counter = Counter.objects.filter(series=series_key, scope=scope, year=year_of(series_key, year)).first()
    return next_text(counter) if counter else get(series_key).pattern.write(code=scope, year=year, value=1)


def next_text(counter: Counter) -> str:
    """Return how the next number of this counter will read."""
    return get(counter.series).pattern.write(code=counter.scope, year=counter.year or None, value=next_free(counter))


def next_free(counter: Counter) -> int:
    """Return the lowest value after ``last`` that nobody reserved or typed."""
    value = counter.last + 1
    for taken in (
        counter.numbers.filter(value__gte=value).order_by("value").values_list("value", flat=True).iterator(chunk_size=100)
    ):
        if taken != value:
            break
        value += 1
    return value


def year_of(series_key: str, year: int | None) -> int:
    """Return the year under which a series counts: 0 if it never starts anew."""
    if not get(series_key).yearly:
        return 0
    if year is None:
        raise ValueError(f"the series {series_key} counts by year; name one")
    return year


def find(text: str, *, organ_ids: frozenset[int] | set[int] | None = None, for_ref: ObjectRef | None = None) -> Number | None:
    """Return the issued number with this text: that of the object if one is given, else within the organs."""
    found = Number.objects.filter(text=text, state=NumberState.ISSUED).select_related("counter")
    if for_ref is not None:
        found = found.about(for_ref)
    elif organ_ids is not None:
        found = found.filter(counter__organ__in=organ_ids)
    return found.order_by("-pk").first()


def counters(viewer: Actor) -> QuerySet[Counter]:
    """Return the series that the viewer may see."""
    return policy.visible(viewer).select_related("organ")


def tallies(shown: Iterable[Counter]) -> dict[int, dict[str, int]]:
    """Count the numbers of the counters on one page: ``{counter id: {"issued": 12, "reserved": 0, "void": 1}}``."""
    found = {counter.pk: {state.value: 0 for state in NumberState} for counter in shown}
    rows = Number.objects.filter(counter__in=found).order_by().values_list("counter", "state").annotate(count=Count("pk"))
    for counter_id, state, count in rows:
        found[counter_id][state] = count
    return found


def numbers(counter: Counter, *, state: str = "") -> QuerySet[Number]:
    found = counter.numbers.all()
    return found.filter(state=state) if state else found


def numbers_page(counter: Counter, *, state: str = "", after: str | None = None, before: str | None = None) -> pages.Page:
    return pages.keyset(numbers(counter, state=state), order=("-value",), after=after, before=before, size=50)
