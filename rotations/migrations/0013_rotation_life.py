import django.db.models.deletion
import django.db.models.functions.comparison
import rotations.models.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0012_rating_scales_in_force'),
    ]

    operations = [
        migrations.CreateModel(
            name='ElectionSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='Sửa lần cuối')),
                ('session_on', models.DateField(verbose_name='Ngày họp bầu')),
                ('result', models.CharField(blank=True, choices=[('elected', 'Trúng cử'), ('not_elected', 'Không trúng cử'), ('postponed', 'Hoãn')], max_length=12, verbose_name='Kết quả')),
                ('votes_for', models.PositiveIntegerField(blank=True, null=True, verbose_name='Số phiếu đồng ý')),
                ('votes_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='Tổng số phiếu')),
                ('document', rotations.models.fields.TidyCharField(blank=True, max_length=200, verbose_name='Nghị quyết, văn bản')),
                ('note', rotations.models.fields.TidyTextField(blank=True, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'kỳ họp bầu',
                'verbose_name_plural': 'các kỳ họp bầu',
                'ordering': ('rotation_post', 'session_on', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='Sửa lần cuối')),
                ('due_before', models.DateField(verbose_name='Hết thời hạn cũ')),
                ('due_before_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm')], default='day', max_length=5, verbose_name='Hết thời hạn cũ (độ chính xác)')),
                ('due_after', models.DateField(verbose_name='Hết thời hạn mới')),
                ('due_after_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm')], default='day', max_length=5, verbose_name='Hết thời hạn mới (độ chính xác)')),
                ('reason', models.CharField(choices=[('task', 'Yêu cầu nhiệm vụ, công việc đang làm dở'), ('no_successor', 'Chưa có người thay thế'), ('term_end', 'Giữ chức vụ đến hết nhiệm kỳ'), ('training', 'Cần thêm thời gian rèn luyện thực tiễn'), ('reform', 'Chờ sắp xếp đơn vị hành chính'), ('own_wish', 'Theo nguyện vọng của cán bộ')], max_length=15, verbose_name='Lý do gia hạn')),
                ('note', rotations.models.fields.TidyTextField(blank=True, verbose_name='Ghi chú')),
            ],
            options={
                'verbose_name': 'lần gia hạn',
                'verbose_name_plural': 'các lần gia hạn',
                'ordering': ('rotation', 'due_after', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalElectionSession',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, verbose_name='Sửa lần cuối')),
                ('session_on', models.DateField(verbose_name='Ngày họp bầu')),
                ('result', models.CharField(blank=True, choices=[('elected', 'Trúng cử'), ('not_elected', 'Không trúng cử'), ('postponed', 'Hoãn')], max_length=12, verbose_name='Kết quả')),
                ('votes_for', models.PositiveIntegerField(blank=True, null=True, verbose_name='Số phiếu đồng ý')),
                ('votes_total', models.PositiveIntegerField(blank=True, null=True, verbose_name='Tổng số phiếu')),
                ('document', rotations.models.fields.TidyCharField(blank=True, max_length=200, verbose_name='Nghị quyết, văn bản')),
                ('note', rotations.models.fields.TidyTextField(blank=True, verbose_name='Ghi chú')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical kỳ họp bầu',
                'verbose_name_plural': 'historical các kỳ họp bầu',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalExtension',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('changed_at', models.DateTimeField(blank=True, editable=False, verbose_name='Sửa lần cuối')),
                ('due_before', models.DateField(verbose_name='Hết thời hạn cũ')),
                ('due_before_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm')], default='day', max_length=5, verbose_name='Hết thời hạn cũ (độ chính xác)')),
                ('due_after', models.DateField(verbose_name='Hết thời hạn mới')),
                ('due_after_precision', models.CharField(choices=[('day', 'đến ngày'), ('month', 'đến tháng'), ('year', 'đến năm')], default='day', max_length=5, verbose_name='Hết thời hạn mới (độ chính xác)')),
                ('reason', models.CharField(choices=[('task', 'Yêu cầu nhiệm vụ, công việc đang làm dở'), ('no_successor', 'Chưa có người thay thế'), ('term_end', 'Giữ chức vụ đến hết nhiệm kỳ'), ('training', 'Cần thêm thời gian rèn luyện thực tiễn'), ('reform', 'Chờ sắp xếp đơn vị hành chính'), ('own_wish', 'Theo nguyện vọng của cán bộ')], max_length=15, verbose_name='Lý do gia hạn')),
                ('note', rotations.models.fields.TidyTextField(blank=True, verbose_name='Ghi chú')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical lần gia hạn',
                'verbose_name_plural': 'historical các lần gia hạn',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='decision',
            name='number_key',
            field=rotations.models.fields.NumberKeyField('number', max_length=20),
        ),
        migrations.AddField(
            model_name='historicaldecision',
            name='number_key',
            field=rotations.models.fields.NumberKeyField('number', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalrotationpost',
            name='withdrawal',
            field=rotations.models.fields.TidyCharField(blank=True, max_length=300, verbose_name='Lý do, cách xử lý khác'),
        ),
        migrations.AddField(
            model_name='historicalrotationpost',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True, verbose_name='Ngày thôi giới thiệu ứng cử'),
        ),
        migrations.AddField(
            model_name='historicalrotationstep',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.decision', verbose_name='Quyết định'),
        ),
        migrations.AddField(
            model_name='rotationpost',
            name='withdrawal',
            field=rotations.models.fields.TidyCharField(blank=True, max_length=300, verbose_name='Lý do, cách xử lý khác'),
        ),
        migrations.AddField(
            model_name='rotationpost',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True, verbose_name='Ngày thôi giới thiệu ứng cử'),
        ),
        migrations.AddField(
            model_name='rotationstep',
            name='decision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='rotations.decision', verbose_name='Quyết định'),
        ),
        migrations.AddConstraint(
            model_name='rotationpost',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('held_from__isnull', True), ('mode', 'elected'), models.Q(('withdrawal', ''), _negated=True)), _connector='OR'), name='rotation_post_withdrawn_unheld', violation_error_message='Chỉ thôi giới thiệu ứng cử chức danh bầu chưa giữ, và phải ghi lý do.'),
        ),
        migrations.AddField(
            model_name='electionsession',
            name='rotation_post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='rotations.rotationpost', verbose_name='Chức danh khi luân chuyển'),
        ),
        migrations.AddField(
            model_name='extension',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='rotations.decision', verbose_name='Quyết định'),
        ),
        migrations.AddField(
            model_name='extension',
            name='rotation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extensions', to='rotations.rotation', verbose_name='Lượt luân chuyển'),
        ),
        migrations.AddField(
            model_name='historicalelectionsession',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalelectionsession',
            name='rotation_post',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.rotationpost', verbose_name='Chức danh khi luân chuyển'),
        ),
        migrations.AddField(
            model_name='historicalextension',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.decision', verbose_name='Quyết định'),
        ),
        migrations.AddField(
            model_name='historicalextension',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalextension',
            name='rotation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.rotation', verbose_name='Lượt luân chuyển'),
        ),
        migrations.AddConstraint(
            model_name='electionsession',
            constraint=models.UniqueConstraint(fields=('rotation_post', 'session_on'), name='election_session_once_a_day', violation_error_message='Kỳ họp bầu chức danh này trong ngày đó đã được ghi.'),
        ),
        migrations.AddConstraint(
            model_name='electionsession',
            constraint=models.UniqueConstraint(condition=models.Q(('result', 'elected')), fields=('rotation_post',), name='election_won_once', violation_error_message='Chức danh này đã có một kỳ họp bầu trúng cử.'),
        ),
        migrations.AddConstraint(
            model_name='electionsession',
            constraint=models.CheckConstraint(condition=models.Q(('votes_for__isnull', True), ('votes_total__isnull', True), ('votes_for__lte', models.F('votes_total')), _connector='OR'), name='election_session_votes', violation_error_message='Số phiếu đồng ý không thể nhiều hơn tổng số phiếu.'),
        ),
        migrations.AddConstraint(
            model_name='electionsession',
            constraint=models.CheckConstraint(condition=models.Q(('result__in', ['', 'elected', 'not_elected', 'postponed'])), name='election_session_result_known', violation_error_message='Kết quả bầu không có trong danh mục.'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('due_after__gt', models.F('due_before'))), name='extension_is_longer', violation_error_message='Thời hạn mới phải sau thời hạn cũ.'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(fields=('rotation', 'due_before'), name='extension_once_a_due_date', violation_error_message='Thời hạn này đã được gia hạn; hãy tải lại trang để xem thời hạn mới.'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['task', 'no_successor', 'term_end', 'training', 'reform', 'own_wish'])), name='extension_reason_known', violation_error_message='Giá trị không có trong danh mục (reason).'),
        ),
    ]
