"""What a person keeps about a list: filters under a name, and the columns shown."""

import django.db.models.deletion
import rotations.models.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0043_second_factor_secrets_sealed'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=50, verbose_name='Danh sách')),
                ('columns', models.CharField(max_length=500, verbose_name='Cột')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='list_columns', to=settings.AUTH_USER_MODEL, verbose_name='Tài khoản')),
            ],
            options={
                'verbose_name': 'cột của danh sách',
                'verbose_name_plural': 'cột của danh sách',
                'ordering': ('list_name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('account', 'list_name'), name='list_columns_once', violation_error_message='Đã có lựa chọn cột cho danh sách này.')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list_name', models.CharField(max_length=50, verbose_name='Danh sách')),
                ('name', rotations.models.fields.TidyCharField(max_length=60, verbose_name='Tên bộ lọc')),
                ('match_key', rotations.models.fields.MatchKeyField('name', max_length=120)),
                ('query', models.CharField(max_length=1000, verbose_name='Điều kiện')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL, verbose_name='Tài khoản')),
            ],
            options={
                'verbose_name': 'bộ lọc đã lưu',
                'verbose_name_plural': 'bộ lọc đã lưu',
                'ordering': ('list_name', 'match_key', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('account', 'list_name', 'match_key'), name='saved_filter_once', violation_error_message='Danh sách này đã có bộ lọc mang tên đó.'), models.CheckConstraint(condition=models.Q(models.Q(('match_key', ''), _negated=True), models.Q(('query', ''), _negated=True)), name='saved_filter_named', violation_error_message='Bộ lọc phải có tên và điều kiện.')],
            },
        ),
    ]
