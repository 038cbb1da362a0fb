from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zhongshu.platform.search"
    verbose_name = "全文检索"

    def ready(self) -> None:
        from zhongshu.kernel import menu

        menu.add(menu.MenuEntry("search", "全文检索", "search:find", "search", "lookup", order=10))
