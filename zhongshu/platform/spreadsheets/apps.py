from django.apps import AppConfig


class SpreadsheetsConfig(AppConfig):
    name = "zhongshu.platform.spreadsheets"
    verbose_name = "表格"
