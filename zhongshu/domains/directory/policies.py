"""Who sees which number, who keeps the book of an organ."""

from django.db.models import Q

from zhongshu.domains.directory.choices import DEFAULT_AUDIENCE, Audience, ContactField
from zhongshu.domains.directory.models import ContactImport, FieldVisibility
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

# The duties for which people must reach others by any number: they call a meeting at night and pass on an urgent document.
OFFICE_DUTIES = (
    Duty.OFFICE_DIRECTOR,
    Duty.DEPUTY_OFFICE_DIRECTOR,
    Duty.SECRETARY_GENERAL,
    Duty.DEPUTY_SECRETARY_GENERAL,
    Duty.REGISTRY_CLERK,
    Duty.CONFIDENTIAL_CLERK,
)
KEEPER_DUTIES = (Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR)


def _sees(field: ContactField, actor: Actor) -> Q:
    """Return which people's ``field`` the actor may see: the own, and those of organs whose audience the actor belongs to."""
    inside = [Audience.EVERYONE, Audience.OFFICES, Audience.OWN_ORGAN]
    outside = [Audience.EVERYONE]
    if any(actor.has(duty) for duty in OFFICE_DUTIES):
        outside.append(Audience.OFFICES)
    organ = "post__unit__organ_id__in"
    here, elsewhere = Q(**{organ: actor.organ_ids}), ~Q(**{organ: actor.organ_ids})
    holdings = organizations.PostHolding.objects.filter(organizations.held_on(clock.today())).filter(
        (here & _audience_is(field, inside)) | (elsewhere & _audience_is(field, outside))
    )
    return Q(pk=actor.person_id) | Q(pk__in=holdings.values("person_id"))


def _audience_is(field: ContactField, audiences: list[Audience]) -> Q:
    """Return the condition that a holding's organ shows the field to one of the audiences; most organs keep the default."""
    departures = FieldVisibility.objects.filter(field=field)
    if DEFAULT_AUDIENCE[field] in audiences:
        return ~Q(post__unit__organ_id__in=departures.exclude(audience__in=audiences).values("organ_id"))
    return Q(post__unit__organ_id__in=departures.filter(audience__in=audiences).values("organ_id"))


def _in_own_book(actor: Actor) -> Q:
    holdings = organizations.PostHolding.objects.filter(
        organizations.held_on(clock.today()), post__unit__organ_id__in=actor.organs_where(*KEEPER_DUTIES)
    )
    return Q(pk__in=holdings.values("person_id"))


people = Policy(organizations.Person)
people.allow("view", "查看通讯录", lambda actor: Q(active=True))
people.allow("update_contact", "修改联系方式", lambda actor: Q(pk=actor.person_id) | _in_own_book(actor))
people.allow("see_office_phone", "查看办公电话", lambda actor: _sees(ContactField.OFFICE_PHONE, actor))
people.allow("see_mobile", "查看手机", lambda actor: _sees(ContactField.MOBILE, actor))
people.allow("see_short_number", "查看短号", lambda actor: _sees(ContactField.SHORT_NUMBER, actor))
people.allow("see_email", "查看邮箱", lambda actor: _sees(ContactField.EMAIL, actor))
people.allow("see_room", "查看房间号", lambda actor: _sees(ContactField.ROOM, actor))

books = Policy(organizations.Unit)
books.allow("view", "查看机关通讯录", lambda actor: Q(active=True))
books.allow("keep", "维护机关通讯录", lambda actor: Q(pk__in=actor.organs_where(*KEEPER_DUTIES), active=True))

imports = Policy(ContactImport)
imports.allow("view", "查看通讯录导入", lambda actor: Q(organ_id__in=actor.organs_where(*KEEPER_DUTIES)))
imports.allow("decide", "确认或放弃导入", lambda actor: Q(organ_id__in=actor.organs_where(*KEEPER_DUTIES)))
