from django.db import models


class ContactField(models.TextChoices):
    """What the phone book may say about a person besides name and post."""

    OFFICE_PHONE = "office_phone", "办公电话"
    MOBILE = "mobile", "手机"
    SHORT_NUMBER = "short_number", "短号"
    EMAIL = "email", "邮箱"
    ROOM = "room", "房间号"


class Audience(models.TextChoices):
    """Who may see a field of an organ's people. The organ's own see all but what is hidden; everybody sees the own card."""

    EVERYONE = "everyone", "全体人员"
    OFFICES = "offices", "本机关和各单位办公室人员"
    OWN_ORGAN = "own_organ", "本机关人员"
    HIDDEN = "hidden", "不公开"


DEFAULT_AUDIENCE = {
    ContactField.OFFICE_PHONE: Audience.EVERYONE,
    ContactField.MOBILE: Audience.OFFICES,
    ContactField.SHORT_NUMBER: Audience.EVERYONE,
    ContactField.EMAIL: Audience.EVERYONE,
    ContactField.ROOM: Audience.EVERYONE,
}
