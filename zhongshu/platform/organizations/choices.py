from django.db import models


class UnitKind(models.TextChoices):
    ORGAN = "organ", "机关"
    SECTION = "section", "科室"


class LeadingBody(models.TextChoices):
    """四套班子 and the departments, to which of them an organ belongs."""

    PARTY_COMMITTEE = "party_committee", "党委"
    PEOPLES_CONGRESS = "peoples_congress", "人大"
    GOVERNMENT = "government", "政府"
    CPPCC = "cppcc", "政协"
    DISCIPLINE = "discipline", "纪委监委"
    OTHER = "other", "其他"


class Level(models.IntegerChoices):
    PROVINCE = 1, "省级"
    CITY = 2, "市级"
    COUNTY = 3, "县级"
    TOWNSHIP = 4, "乡级"


class SubordinationKind(models.TextChoices):
    DIRECT = "direct", "直接隶属"
    DUAL = "dual", "双重领导"
    GUIDANCE = "guidance", "业务指导"


class Relation(models.TextChoices):
    """What the recipient is to the issuer (行文关系)."""

    SUPERIOR = "superior", "上级机关"
    SUBORDINATE = "subordinate", "下级机关"
    PEER = "peer", "同级机关"
    DUAL_SUPERIOR = "dual_superior", "双重领导上级机关"
    NON_SUBORDINATE = "non_subordinate", "不相隶属机关"


class Duty(models.TextChoices):
    """What a post does in the office's processes; a post may have several."""

    DRAFTER = "drafter", "拟稿"
    REVIEWER = "reviewer", "核稿"
    SECTION_HEAD = "section_head", "科室负责人"
    DEPUTY_OFFICE_DIRECTOR = "deputy_office_director", "办公室副主任"
    OFFICE_DIRECTOR = "office_director", "办公室主任"
    DEPUTY_SECRETARY_GENERAL = "deputy_secretary_general", "副秘书长"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    LEADER = "leader", "领导"
    LEADER_IN_CHARGE = "leader_in_charge", "分管领导"
    PRINCIPAL_HEAD = "principal_head", "主要负责人"
    SIGNATORY = "signatory", "签发人"
    REGISTRY_CLERK = "registry_clerk", "文书收发"
    PROOFREADER = "proofreader", "校核"
    PRINTER = "printer", "印制"
    SEAL_KEEPER = "seal_keeper", "印章管理"
    CONFIDENTIAL_CLERK = "confidential_clerk", "机要"
    CONTACT_PERSON = "contact_person", "联系人"
    ARCHIVIST = "archivist", "档案"
    FLOW_ADMINISTRATOR = "flow_administrator", "流程管理"
    SUPERVISOR = "supervisor", "督查"
