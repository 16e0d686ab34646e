"""Lines of history keep the index by the row they are of, and no other, nor a reference to the account.

All history tables at once, whichever there are by now: an operation for each of their columns would draw up every
model anew two hundred times.
"""

from django.db import migrations

HISTORY = 'historical'


class IndexByRowOnly(migrations.operations.base.Operation):
    """Of every history table: no index but those of its own key and of the row's, and whoever it names may be gone."""

    reversible = True

    def state_forwards(self, app_label, state):
        touched = []
        for (app, name), model in state.models.items():
            if app != app_label or not name.startswith(HISTORY):
                continue
            for field_name, field in model.fields.items():
                if field.db_index and field_name != 'id' and not field.primary_key:
                    field = model.fields[field_name] = field.clone()
                    field.db_index = False
                    if field_name == 'history_user':
                        field.db_constraint = False
            touched.append((app, name))
        state.reload_models(touched, delay=False)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._alter(app_label, schema_editor, from_state.apps, to_state.apps)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._alter(app_label, schema_editor, from_state.apps, to_state.apps)

    def describe(self):
        return 'Lines of history are found by the row they are of'

    def _alter(self, app_label, schema_editor, old_apps, new_apps):
        # SQLite makes the table anew, with all its indexes as they are to be, for whichever column asks first.
        whole = schema_editor.connection.vendor == 'sqlite'
        for old in old_apps.get_app_config(app_label).get_models():
            if not old._meta.model_name.startswith(HISTORY):
                continue
            new = new_apps.get_model(app_label, old._meta.model_name)
            for field in old._meta.local_fields:
                to = new._meta.get_field(field.name)
                if field.db_index != to.db_index:
                    schema_editor.alter_field(new if whole else old, field, to)
                    if whole:
                        break


class Migration(migrations.Migration):

    dependencies = [
        ('rotations', '0027_indexes_of_what_is_due'),
    ]

    operations = [IndexByRowOnly()]
