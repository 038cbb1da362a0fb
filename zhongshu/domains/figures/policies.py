"""Who may do what with figures; each rule once. The kernel adds clearance to every rule of a marked model."""

from django.db.models import Q

from zhongshu.domains.figures.choices import Audience
from zhongshu.domains.figures.models import DataRequest, Figure, FigureImport
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.platform.organizations.public import Duty

# Those who answer for an organ's figures toward others, besides the contact of each.
KEEPERS = (Duty.CONTACT_PERSON, Duty.SECTION_HEAD, Duty.OFFICE_DIRECTOR)
HEADS = (Duty.SECTION_HEAD, Duty.OFFICE_DIRECTOR, Duty.PRINCIPAL_HEAD)


def _own(actor: Actor) -> Q:
    return Q(organ__in=actor.organ_ids)


def _keeps(actor: Actor) -> Q:
    return Q(contact__in=actor.acts_as) | Q(organ__in=actor.organs_where(*KEEPERS))


def _chosen(actor: Actor) -> Q:
    shared = Figure.readers.through.objects.filter(unit_id__in=actor.organ_ids)
    return Q(audience=Audience.CHOSEN, pk__in=shared.values("figure_id"))


policy = Policy(Figure)
policy.allow("view", "查看数据项", lambda actor: Q(audience=Audience.EVERYONE) | _own(actor) | _chosen(actor))
policy.allow("keep", "填报和维护数据项", _keeps)
policy.allow("verify", "核定数值", lambda actor: Q(organ__in=actor.organs_where(*HEADS)))

request_policy = Policy(DataRequest)


def _asked_of(actor: Actor) -> Q:
    return Q(figure__contact__in=actor.acts_as) | Q(figure__organ__in=actor.organs_where(*KEEPERS))


def _asked_by(actor: Actor) -> Q:
    return Q(organ__in=actor.organ_ids) if actor.organ_ids else NOBODY


request_policy.allow("view", "查看要数", lambda actor: _asked_by(actor) | _asked_of(actor))
request_policy.allow("answer", "答复要数", _asked_of)

import_policy = Policy(FigureImport)
import_policy.allow("view", "查看数据导入", lambda actor: Q(organ__in=actor.organs_where(*KEEPERS)))
import_policy.allow("decide", "确认或放弃数据导入", lambda actor: Q(organ__in=actor.organs_where(*KEEPERS)))
