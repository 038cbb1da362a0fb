from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_check_entries_append_only")]

    operations = [
        migrations.AddField("changereason", "old", models.CharField(blank=True, default="", max_length=200, verbose_name="原文")),
        migrations.AddField("changereason", "new", models.CharField(blank=True, default="", max_length=200, verbose_name="改为")),
        migrations.AddField("changereason", "kinds", models.JSONField(default=list, verbose_name="涉及")),
    ]
