from django.db import models


class NumberState(models.TextChoices):
    ISSUED = "issued", "已用"
    RESERVED = "reserved", "预留"
    VOID = "void", "作废"
