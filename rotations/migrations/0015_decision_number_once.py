import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rotations", "0014_sessions_and_number_keys")]

    operations = [
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_number_once_a_term',
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(models.F('number_key'), models.F('symbol'), django.db.models.functions.comparison.Coalesce('term', models.Value(0)), condition=models.Q(('number_key', ''), _negated=True), name='decision_number_once_a_term', violation_error_message='Số này đã dùng cho ký hiệu đó trong nhiệm kỳ; hãy lấy số tiếp theo.'),
        ),
    ]
