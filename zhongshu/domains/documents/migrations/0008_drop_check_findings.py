from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_carry_check_findings")]
    operations = [migrations.DeleteModel(name="CheckFinding"), migrations.DeleteModel(name="CheckOverride")]
