from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "zhongshu.platform.assistant"
    verbose_name = "写作助手"

    def ready(self) -> None:
        from zhongshu.kernel import aids
        from zhongshu.platform.assistant import commands
        from zhongshu.platform.audit import public as audit

        audit.describe_module("assistant", "写作助手")
        audit.describe("assistant.asked", "向写作助手发送文字")
        audit.describe("assistant.suggested", "写作助手给出建议")
        aids.offer(
            aids.Aid(
                "assistant",
                "写作助手",
                "assistant:pane",
                "pen",
                order=30,
                offered=lambda ref, actor: commands.is_on() and actor.person_id is not None,
            )
        )
