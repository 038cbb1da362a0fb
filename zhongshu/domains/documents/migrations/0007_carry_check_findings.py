"""What was found and let stand so far becomes entries of the record. Safe to run twice: a draft that has entries is left alone."""

from django.db import migrations

DRAFTING = 1
STEPS = {1: "拟稿", 2: "核稿", 3: "审批", 4: "签发", 5: "签发后复核"}
SAME = ("rule", "rule_name", "severity", "category", "gate", "message", "words", "key")


def carry(apps, schema_editor):
    finding_model, override_model, entry_model = (
        apps.get_model("documents", name) for name in ("CheckFinding", "CheckOverride", "CheckEntry")
    )
    done = set(entry_model.objects.values_list("document", flat=True).distinct())
    findings = {}
    made = []
    for row in finding_model.objects.select_related("document").order_by("pk").iterator(chunk_size=500):
        findings[row.document_id, row.key] = row
        if row.document_id not in done:
            made += _entries(entry_model, row)
    for row in override_model.objects.select_related("document").order_by("pk").iterator(chunk_size=500):
        if row.document_id not in done:
            made.append(_let_stand(entry_model, row, findings.get((row.document_id, row.key))))
    entry_model.objects.bulk_create(made, batch_size=500)


def _entries(entry_model, row):
    common = {name: getattr(row, name) for name in SAME}
    common |= {"document_id": row.document_id, "organ_id": row.document.organ_id, "unit_id": row.unit_id}
    yield entry_model(
        **common, deed="found", level=row.found_level, step_name=STEPS[row.found_level], at=row.found_at, person_name=""
    )
    if row.fixed_at is not None:
        level = row.fixed_level or DRAFTING
        yield entry_model(
            **common, deed="fixed", level=level, step_name=STEPS[level], at=row.fixed_at, person_name=row.fixed_by_name
        )


def _let_stand(entry_model, row, finding):
    return entry_model(
        document_id=row.document_id,
        organ_id=row.document.organ_id,
        unit_id=row.document.drafting_unit_id,
        deed="let_stand",
        rule=row.rule,
        rule_name=finding.rule_name if finding else "",
        severity="must",
        category=finding.category if finding else "",
        gate=finding.gate if finding else "",
        message=row.message,
        words=row.words,
        key=row.key,
        level=DRAFTING,
        step_name=STEPS[DRAFTING],
        reason=row.reason,
        person_id=row.person_id,
        person_name=row.person_name,
        post_name=row.post_name,
        at=row.created_at,
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_check_entries")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
