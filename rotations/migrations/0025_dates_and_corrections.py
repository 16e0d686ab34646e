import django.db.models.deletion
import rotations.models.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0024_rate_counts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='extension',
            name='extension_once_a_due_date',
        ),
        migrations.AddField(
            model_name='extension',
            name='withdrawal',
            field=rotations.models.fields.TidyTextField(blank=True, editable=False, verbose_name='Lý do rút'),
        ),
        migrations.AddField(
            model_name='extension',
            name='withdrawn_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Ngày rút'),
        ),
        migrations.AddField(
            model_name='historicalextension',
            name='withdrawal',
            field=rotations.models.fields.TidyTextField(blank=True, editable=False, verbose_name='Lý do rút'),
        ),
        migrations.AddField(
            model_name='historicalextension',
            name='withdrawn_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Ngày rút'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='unit_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Đơn vị công tác ghi theo ngày'),
        ),
        migrations.AddField(
            model_name='historicalrotation',
            name='placed_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Bố trí có hiệu lực từ'),
        ),
        migrations.AddField(
            model_name='historicalrotationstep',
            name='corrects',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='rotations.rotationstep', verbose_name='Đính chính bước'),
        ),
        migrations.AddField(
            model_name='official',
            name='unit_since',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Đơn vị công tác ghi theo ngày'),
        ),
        migrations.AddField(
            model_name='rotation',
            name='placed_on',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='Bố trí có hiệu lực từ'),
        ),
        migrations.AddField(
            model_name='rotationstep',
            name='corrects',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='corrected_by', to='rotations.rotationstep', verbose_name='Đính chính bước'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(condition=models.Q(('placed_on__isnull', False), ('status', 'ended')), fields=['placed_on'], name='rotation_ended_by_placement'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('rotation', 'due_before'), name='extension_once_a_due_date', violation_error_message='Thời hạn này đã được gia hạn; hãy tải lại trang để xem thời hạn mới.'),
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('withdrawal', ''), _negated=True), _connector='OR'), name='extension_withdrawn_with_reason', violation_error_message='Hãy ghi lý do rút quyết định gia hạn.'),
        ),
    ]
