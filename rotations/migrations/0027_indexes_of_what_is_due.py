from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0026_placed_on_known'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(fields=['status', 'starts_on'], name='rotation_by_status_start'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(fields=['ended_on'], name='rotation_by_end'),
        ),
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(fields=['placed_on'], name='rotation_by_placement'),
        ),
        migrations.AddIndex(
            model_name='rotationstep',
            index=models.Index(condition=models.Q(('done_on__isnull', True), ('planned_on__isnull', False)), fields=['planned_on'], name='rotation_step_planned'),
        ),
    ]
