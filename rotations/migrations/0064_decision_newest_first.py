"""Decisions are read newest first, by an index however many there are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0063_list_habits'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['-issued_on', '-id'], name='decision_newest_first'),
        ),
    ]
