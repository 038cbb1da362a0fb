from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_part_reasons")]

    operations = [
        migrations.RemoveField("changereason", "passages"),
        migrations.AlterField("changereason", "old", models.CharField(blank=True, max_length=200, verbose_name="原文")),
        migrations.AlterField("changereason", "new", models.CharField(blank=True, max_length=200, verbose_name="改为")),
    ]
