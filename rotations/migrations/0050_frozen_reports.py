"""Figures of reports are put down as they stand on a day; as the trail, they are written once."""

from importlib import import_module

import django.db.models.deletion
import rotations.models.fields
from django.conf import settings
from django.db import migrations, models

guards = import_module("rotations.migrations.0037_trail_guards")
TABLES = ["rotations_frozenreport"]


def guard(apps, schema_editor):
    guards.guard(schema_editor, TABLES)


def leave_open(apps, schema_editor):
    """The function behind the guards stays: the trail's own need it."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {guards.REFUSED} ON {table}")
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {guards.REFUSED}_emptied ON {table}")
        else:
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{event}")


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0037_trail_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(choices=[('needs', 'Biểu 1: nhu cầu của các đơn vị'), ('planned', 'Biểu 2: dự kiến luân chuyển'), ('results', 'Biểu 3: kết quả theo đơn vị'), ('done', 'Biểu 4: kết quả theo hướng')], max_length=10, verbose_name='Báo cáo')),
                ('title', rotations.models.fields.TidyCharField(blank=True, help_text='Ví dụ: Tháng 11/2025', max_length=120, verbose_name='Tên gọi')),
                ('period', rotations.models.fields.TidyCharField(blank=True, max_length=120, verbose_name='Thời kỳ')),
                ('choice', models.JSONField(default=dict, verbose_name='Lựa chọn')),
                ('choice_key', models.CharField(editable=False, max_length=300, verbose_name='Khóa của lựa chọn')),
                ('as_of', models.DateField(verbose_name='Số liệu ngày')),
                ('content', models.JSONField(verbose_name='Số liệu')),
                ('note', rotations.models.fields.TidyCharField(blank=True, max_length=300, verbose_name='Ghi chú')),
                ('frozen_at', models.DateTimeField(auto_now_add=True, verbose_name='Chốt lúc')),
                ('frozen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Người chốt')),
            ],
            options={
                'verbose_name': 'số liệu đã chốt',
                'verbose_name_plural': 'số liệu đã chốt',
                'ordering': ('-as_of', '-pk'),
                'constraints': [models.UniqueConstraint(fields=('report', 'choice_key', 'as_of'), name='frozen_report_once_a_day', violation_error_message='Số liệu này đã được chốt trong ngày; hãy mở bản đã chốt.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='frozen_report_titled', violation_error_message='Hãy ghi tên gọi của bản chốt, ví dụ: Tháng 11/2025.'), models.CheckConstraint(condition=models.Q(('report__in', ['needs', 'planned', 'results', 'done'])), name='frozen_report_kind_known', violation_error_message='Giá trị không có trong danh mục (report).')],
            },
        ),
        migrations.RunPython(guard, leave_open),
    ]
