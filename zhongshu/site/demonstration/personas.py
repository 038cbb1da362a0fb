"""Who is offered on the demonstration's log-in page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """``key`` is a role of the city, or the user name of an administrator."""

    key: str
    group: str
    label: str
    description: str = ""


PERSONAS = (
    Persona("government.secretariat_drafter", "市政府办公室", "秘书科　拟稿", "起草公文，看它走到哪里、在谁手里"),
    Persona("government.secretariat_head", "市政府办公室", "秘书科科长　核稿", "核稿、退回、加签"),
    Persona("government.director", "市政府办公室", "办公室主任", "审批、拟办、看全局"),
    Persona("government.registry_clerk", "市政府办公室", "文电科文书", "签收、登记、编号、分发"),
    Persona("government.supervision_head", "市政府办公室", "督查科科长　督查督办", "立项、分解、交办、核查、销号"),
    Persona("government.seal_keeper", "市政府办公室", "印章管理员", "用印"),
    Persona("government.secretary_general", "领导", "市政府秘书长", "大字版，批示和签发"),
    Persona("government.head", "领导", "市长", "平板上手写批示"),
    Persona("government.deputy1", "领导", "副市长", "会签、签发"),
    Persona("party.director", "市委办公室", "办公室主任", ""),
    Persona("party.registry_clerk", "市委办公室", "文书", ""),
    Persona("department15.drafter", "部门", "市水利局　拟稿", "向市政府请示"),
    Persona("department15.head", "部门", "市水利局　局长", "签发、会签"),
    Persona("department9.registry_clerk", "部门", "市财政局　文书", "签收市政府来文"),
    Persona("county1.government.registry_clerk", "县（区）和乡镇", "青禾县政府　文书", "签收、登记、分办"),
    Persona("county1.government.head", "县（区）和乡镇", "青禾县　县长", "批示"),
    Persona("county1.township1.registry_clerk", "县（区）和乡镇", "乡镇党政办", "一人多岗"),
    Persona("system", "管理员", "系统管理员", "账号、机构；不能看业务内容"),
    Persona("security", "管理员", "安全管理员", "权限、知悉等级"),
    Persona("audit", "管理员", "审计管理员", "只看审计记录"),
)
