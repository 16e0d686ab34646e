"""A post given up by a case becomes a row whose changes are kept."""

from importlib import import_module

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

guards = import_module("rotations.migrations.0037_trail_guards")


def guard(apps, schema_editor):
    guards.guard(schema_editor, ["rotations_historicalleftpost"])


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0067_shell_exports_guarded'),
    ]

    operations = [
        migrations.CreateModel(
            name='LeftPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='Sửa lần cuối')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='left_rows', to='rotations.post', verbose_name='Chức vụ')),
                ('rotation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='left_rows', to='rotations.rotation', verbose_name='Lượt luân chuyển')),
            ],
            options={
                'verbose_name': 'chức vụ thôi giữ ở nơi đi',
                'verbose_name_plural': 'chức vụ thôi giữ ở nơi đi',
                'ordering': ('rotation', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('rotation', 'post'), name='left_post_once', violation_error_message='Lượt luân chuyển đã ghi chức vụ thôi giữ này.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalLeftPost',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, verbose_name='Sửa lần cuối')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField()),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.post', verbose_name='Chức vụ')),
                ('rotation', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.rotation', verbose_name='Lượt luân chuyển')),
            ],
            options={
                'verbose_name': 'historical chức vụ thôi giữ ở nơi đi',
                'verbose_name_plural': 'historical chức vụ thôi giữ ở nơi đi',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
                'indexes': [models.Index(fields=['history_date', 'history_id', 'history_user'], name='leftpost_by_time')],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
