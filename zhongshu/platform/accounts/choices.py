from django.db import models


class AdministratorKind(models.TextChoices):
    """三员: three separate administrators, none of whom reads business content."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"
