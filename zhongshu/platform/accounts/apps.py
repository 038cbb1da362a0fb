from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "zhongshu.platform.accounts"
    verbose_name = "账号"
