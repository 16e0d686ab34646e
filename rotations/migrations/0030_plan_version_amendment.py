from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0029_foreign_keys_indexed_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='planversion',
            name='is_amendment',
            field=models.BooleanField(default=False, verbose_name='Điều chỉnh, bổ sung'),
        ),
        migrations.AddConstraint(
            model_name='planversion',
            constraint=models.CheckConstraint(condition=models.Q(('is_amendment', False), models.Q(('issued_on__isnull', False), models.Q(('document_number', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='plan_version_amendment_has_paper', violation_error_message='Điều chỉnh, bổ sung phải có số, ngày văn bản và lý do.'),
        ),
    ]
