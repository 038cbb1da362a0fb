from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_breakdowns")]
    operations = [
        migrations.AddIndex(
            model_name="supervisionitem",
            index=models.Index(
                condition=Q(completed_date__isnull=True), fields=["organ", "deadline", "id"], name="supervision_ledger_undone"
            ),
        ),
    ]
