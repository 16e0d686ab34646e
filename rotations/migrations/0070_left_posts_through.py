"""What a case gives up is read through the rows that keep their history; the table that kept none goes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rotations", "0069_fill_left_posts")]

    operations = [
        migrations.RemoveField(model_name="rotation", name="left_posts"),
        migrations.AddField(
            model_name="rotation",
            name="left_posts",
            field=models.ManyToManyField(
                blank=True,
                related_name="left_by_rotations",
                through="rotations.LeftPost",
                to="rotations.post",
                verbose_name="Chức vụ trước khi luân chuyển",
            ),
        ),
    ]
