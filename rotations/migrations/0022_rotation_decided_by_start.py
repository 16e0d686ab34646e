from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0021_conditions_reference_data'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='rotation',
            index=models.Index(condition=models.Q(('status', 'decided')), fields=['starts_on'], name='rotation_decided_by_start'),
        ),
    ]
