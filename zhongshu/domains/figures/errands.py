"""What the registry of figures puts among a person's work (待办): figures that somebody asked of the one who keeps them."""

from django.db.models import QuerySet, Value

from zhongshu.domains.figures.choices import RequestState
from zhongshu.domains.figures.models import DataRequest
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.worklist import public as worklist


def requests(actor: Actor) -> list[QuerySet]:
    found = DataRequest.objects.filter(figure__contact__in=actor.acts_as, state=RequestState.WAITING)
    return [found.filter(figure__secrecy__lte=actor.clearance)]


def announce() -> None:
    worklist.register_errands(
        worklist.Errands(
            kind="figures.request",
            rows=requests,
            ref_kind="figures.figure",
            ref_id="figure_id",
            title="figure__name",
            number="figure__code",
            secrecy="figure__secrecy",
            step=Value("报数"),
            who="organ__name",
            arrived_at="created_at",
            due_at=calendars.ClosingMoment("due_date"),
        )
    )
