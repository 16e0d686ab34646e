from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rotations", "0005_import_row_places")]

    operations = [
        migrations.AlterField(
            model_name="importrow",
            name="place",
            field=models.PositiveIntegerField(verbose_name="Thứ tự"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(
                fields=["batch", "place"],
                name="import_row_once",
                violation_error_message="Đợt nhập đã có dòng này.",
            ),
        ),
    ]
