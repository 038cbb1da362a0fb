import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organizations", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("secrecy", models.PositiveSmallIntegerField(default=0, verbose_name="密级")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "办理中"), ("closed", "已办结")], default="open", max_length=20, verbose_name="状态"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="登记时间")),
                ("close_date", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="承办人",
                    ),
                ),
                (
                    "organ",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.unit",
                        verbose_name="机关",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organ", "-created_at", "-id"], name="figures_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "closed"), ("close_date__isnull", True), _connector="XOR"),
                        name="figures_closed_items_have_a_date",
                        violation_error_message="办结事项必须有办结日期",
                    )
                ],
            },
        ),
    ]
