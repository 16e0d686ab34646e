"""Indexes that were written with every row and never asked: of lists whose entries many people share, of places of birth,
and of a holding's official, with which another index begins.

They are dropped by the database itself: on SQLite another column would mean another table, without its triggers.
"""

import django.db.models.deletion
from django.db import migrations, models

DROPPED = {
    "official": (
        "birth_unit_id", "native_unit_id", "ethnicity_id", "religion_id", "management_scope_id", "cadre_kind_id",
        "grade_id", "general_education_id", "professional_level_id", "political_theory_id", "state_management_id",
    ),
    "postholding": ("official_id",),
}


def indexes_of(schema_editor, table, column):
    """The plain indexes of this column alone."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return [
        name
        for name, about in found.items()
        if about["index"] and not about["unique"] and about["columns"] == [column] and about["type"] in ("idx", "btree")
    ]


def drop(apps, schema_editor):
    for model, columns in DROPPED.items():
        table = apps.get_model("rotations", model)._meta.db_table
        for column in columns:
            for name in indexes_of(schema_editor, table, column):
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0070_left_posts_through'),
    ]

    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='official',
                    name='birth_unit',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.unit', verbose_name='Nơi sinh (đơn vị)'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='cadre_kind',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'cadre_kind'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Thành phần'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='ethnicity',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'ethnicity'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officials_of_ethnicity', to='rotations.catalogueentry', verbose_name='Dân tộc'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='general_education',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'general_education'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Giáo dục phổ thông'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='grade',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'grade'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Ngạch công chức'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='management_scope',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'management_scope'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Diện quản lý'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='native_unit',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.unit', verbose_name='Quê quán (đơn vị)'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='political_theory',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'political_theory'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Lý luận chính trị'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='professional_level',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'professional_level'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Trình độ chuyên môn'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='religion',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'religion'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Tôn giáo'),
                ),
                migrations.AlterField(
                    model_name='official',
                    name='state_management',
                    field=models.ForeignKey(blank=True, db_index=False, limit_choices_to={'kind': 'state_management'}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rotations.catalogueentry', verbose_name='Quản lý nhà nước'),
                ),
                migrations.AlterField(
                    model_name='postholding',
                    name='official',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='rotations.official', verbose_name='Cán bộ'),
                ),
            ],
        ),
    ]
