from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "zhongshu.platform.organizations"
    verbose_name = "组织机构"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("organizations", "组织机构")
        for action, sentence in (
            ("unit_established", "设立单位"),
            ("unit_changed", "变更单位信息"),
            ("unit_closed", "撤销单位"),
            ("subordination_added", "登记隶属关系"),
            ("post_established", "设置岗位"),
            ("duties_changed", "调整岗位职责授权"),
            ("person_enrolled", "录入人员"),
            ("contact_updated", "修改联系方式"),
            ("person_appointed", "任职"),
            ("holding_ended", "离任"),
            ("person_retired", "离职"),
            ("clearance_changed", "调整知悉等级"),
            ("delegation_added", "设立委托"),
            ("delegation_revoked", "撤回委托"),
        ):
            audit.describe(f"organizations.{action}", sentence)
        menu.add(
            menu.MenuEntry(
                key="organizations.units",
                label="组织机构",
                url_name="organizations:units",
                icon="building",
                group="manage",
                order=20,
                visible=lambda actor: actor.administrator == "system",
            )
        )
        menu.add(
            menu.MenuEntry(
                key="organizations.rights",
                label="授权管理",
                url_name="organizations:rights",
                icon="key",
                group="manage",
                order=30,
                visible=lambda actor: actor.administrator == "security",
            )
        )
        menu.add(
            menu.MenuEntry(
                key="organizations.delegations",
                label="工作委托",
                url_name="organizations:delegations",
                icon="swap",
                group="manage",
                order=10,
            )
        )
        menu.add(
            menu.MenuEntry(
                key="organizations.all_delegations",
                label="委托登记",
                url_name="organizations:all_delegations",
                icon="swap",
                group="manage",
                order=40,
                visible=lambda actor: actor.administrator == "system",
            )
        )
