"""A reason given for several passages becomes one for each. Safe to run twice: a row that was parted names no passages any more."""

from django.db import migrations


def part(apps, schema_editor):
    reasons = apps.get_model("documents", "ChangeReason")
    for row in reasons.objects.exclude(passages=[]).order_by("pk").iterator(chunk_size=500):
        first, *others = row.passages
        row.old, row.new, row.kinds, row.passages = first["old"][:200], first["new"][:200], first["kinds"], []
        row.save()
        for passage in others:
            reasons.objects.create(
                version_id=row.version_id,
                old=passage["old"][:200],
                new=passage["new"][:200],
                kinds=passage["kinds"],
                words=row.words,
                person_id=row.person_id,
                person_name=row.person_name,
                created_at=row.created_at,
            )


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_reasons_by_passage")]
    operations = [migrations.RunPython(part, migrations.RunPython.noop)]
