from django.db import models


class State(models.TextChoices):
    OPEN = "open", "办理中"
    CLOSED = "closed", "已办结"
