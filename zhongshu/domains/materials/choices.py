from django.db import models


class MaterialKind(models.TextChoices):
    POLICY = "policy", "政策文件"
    CLAUSE = "clause", "法规条款"
    STATEMENT = "statement", "领导公开讲话"
    PASSAGE = "passage", "范文段落"
    ISSUED = "issued", "本机关已发公文"


class Validity(models.TextChoices):
    IN_FORCE = "in_force", "现行"
    REPEALED = "repealed", "已废止"
    SUPERSEDED = "superseded", "已被替代"


class Audience(models.TextChoices):
    """Who may see a material that people entered. What comes from a document follows the document."""

    EVERYONE = "everyone", "全体人员"
    OWN_ORGAN = "own_organ", "本机关"
    ORIGINAL = "original", "与原件相同"
