from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "zhongshu.platform.workflow"
    verbose_name = "流程"

    def ready(self) -> None:
        from zhongshu.kernel import answers, menu
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.notifications import public as notifications
        from zhongshu.platform.workflow.answers import bpmn
        from zhongshu.platform.workflow.policies import may_edit_definitions

        import_module("zhongshu.platform.workflow.handlers")  # registers by being read
        import_module("zhongshu.platform.workflow.tasks")
        answers.register("bpmn", bpmn)
        menu.add(
            menu.MenuEntry(
                key="workflow.definitions",
                label="流程设置",
                url_name="workflow:definitions",
                icon="workflow",
                group="manage",
                order=40,
                visible=may_edit_definitions,
            )
        )
        for kind, label in {
            "workflow.arrived": "新的待办",
            "workflow.urged": "催办",
            "workflow.taken_away": "待办变动",
            "workflow.late": "到期与超期",
            "workflow.handed_over": "工作移交",
        }.items():
            notifications.register_kind(kind, label=label)
        audit.describe_module("workflow", "流程")
        for action, label in ACTIONS.items():
            audit.describe(action, label)


ACTIONS = {
    "workflow.started": "发起流程",
    "workflow.claimed": "认领待办",
    "workflow.released": "放回待办",
    "workflow.completed": "办理",
    "workflow.late_opinion_recorded": "会签结束后补签意见",
    "workflow.signers_added": "加签",
    "workflow.signer_removed": "减签",
    "workflow.reassigned": "转办",
    "workflow.consulted": "征询意见",
    "workflow.consultation_answered": "答复征询",
    "workflow.consultation_withdrawn": "撤回征询",
    "workflow.sent_back": "退回",
    "workflow.taken_back": "取回",
    "workflow.withdrawn": "撤销流程",
    "workflow.terminated": "终止流程",
    "workflow.restored": "恢复流程",
    "workflow.suspended": "挂起流程",
    "workflow.resumed": "解除挂起",
    "workflow.skipped": "跳过环节",
    "workflow.jumped": "跳转环节",
    "workflow.unit_added": "增补承办单位",
    "workflow.unit_removed": "撤销承办单位",
    "workflow.urged": "催办",
    "workflow.item_is_late": "到期提醒",
    "workflow.timer_fired": "定时触发",
    "workflow.handed_over": "移交待办",
    "workflow.delegation_ended": "委托结束收回待办",
    "workflow.migrated": "流程换版",
    "workflow.defined": "建立流程定义",
    "workflow.draft_saved": "保存流程草稿",
    "workflow.version_published": "发布流程版本",
    "workflow.version_retired": "停用流程版本",
}
