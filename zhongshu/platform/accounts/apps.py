from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "zhongshu.platform.accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from zhongshu.kernel import context, menu
        from zhongshu.platform.accounts import shell
        from zhongshu.platform.audit import public as audit

        audit.describe_module("accounts", "账号")
        for action, sentence in (
            ("logged_in", "登录"),
            ("logged_out", "退出"),
            ("log_in_failed", "登录失败"),
            ("log_in_refused", "停用账号尝试登录"),
            ("locked", "连续失败，暂停登录"),
            ("unlocked", "解锁账号"),
            ("session_ended", "退出其他浏览器上的登录"),
            ("password_changed", "修改密码"),
            ("password_reset", "重置密码"),
            ("account_created", "开通账号"),
            ("account_disabled", "停用账号"),
            ("account_enabled", "启用账号"),
            ("administrator_established", "设立管理员账号"),
            ("second_factor_set_up", "启用动态口令"),
            ("second_factor_removed", "停用动态口令"),
            ("second_factor_failed", "动态口令错误"),
            ("recovery_codes_renewed", "更换恢复码"),
            ("recovery_code_used", "使用恢复码登录"),
        ):
            audit.describe(f"accounts.{action}", sentence)
        context.contribute("posts", shell.posts)
        context.contribute("delegations", shell.delegations)
        user_logged_in.connect(shell.start_the_idle_clock, dispatch_uid="accounts.start_the_idle_clock")
        menu.add(
            menu.MenuEntry(
                key="accounts.accounts",
                label="账号管理",
                url_name="accounts:accounts",
                icon="users",
                group="manage",
                order=10,
                visible=lambda actor: actor.administrator in {"system", "security"},
            )
        )
