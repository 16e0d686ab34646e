from django.db import migrations, models

STATUSES = [
    ("reading", "Đang đọc"),
    ("previewed", "Đã đọc, chờ xác nhận"),
    ("refused", "Không nhận"),
    ("committed", "Đã ghi"),
    ("undone", "Đã hoàn tác"),
]


class Migration(migrations.Migration):
    dependencies = [("rotations", "0003_reference_data")]

    operations = [
        migrations.AlterModelOptions(
            name="importrow",
            options={
                "ordering": ("batch", "place"),
                "verbose_name": "dòng nhập",
                "verbose_name_plural": "dòng nhập",
            },
        ),
        migrations.RemoveConstraint(model_name="importbatch", name="import_batch_status_known"),
        migrations.RemoveConstraint(model_name="importrow", name="import_row_once"),
        migrations.RemoveField(model_name="importrow", name="before"),
        migrations.RemoveField(model_name="importrow", name="cells"),
        migrations.AddField(
            model_name="importbatch",
            name="seal",
            field=models.CharField(
                blank=True, editable=False, max_length=64, verbose_name="Dấu của kết quả đọc"
            ),
        ),
        migrations.AddField(
            model_name="importbatch",
            name="written",
            field=models.JSONField(blank=True, default=list, verbose_name="Đã ghi ngoài các dòng"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="place",
            field=models.PositiveIntegerField(null=True, verbose_name="Thứ tự"),
        ),
        migrations.AddField(
            model_name="importrow",
            name="written",
            field=models.JSONField(blank=True, default=list, verbose_name="Đã ghi"),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="status",
            field=models.CharField(
                choices=STATUSES,
                default="previewed",
                editable=False,
                max_length=10,
                verbose_name="Trạng thái",
            ),
        ),
        migrations.AddConstraint(
            model_name="importbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", [value for value, _label in STATUSES])),
                name="import_batch_status_known",
                violation_error_message="Giá trị không có trong danh mục (status).",
            ),
        ),
    ]
