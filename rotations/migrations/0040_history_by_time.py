"""The history of every record is found by time as well, for the list of all changes; who made them stands in the index."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

# The kind of record, and the name of its index.
KINDS = (
    ("annualrating", "annualrating_by_time"),
    ("appraisalopinion", "appraisalopinion_by_time"),
    ("catalogueentry", "catalogueentry_by_time"),
    ("conditionrule", "conditionrule_by_time"),
    ("criteriaset", "criteriaset_by_time"),
    ("decision", "decision_by_time"),
    ("decisionline", "decisionline_by_time"),
    ("disciplinerecord", "disciplinerecord_by_time"),
    ("dossieritem", "dossieritem_by_time"),
    ("dossiertemplateitem", "dossiertemplateitem_by_time"),
    ("electionsession", "electionsession_by_time"),
    ("evaluation", "evaluation_by_time"),
    ("extension", "extension_by_time"),
    ("familymember", "familymember_by_time"),
    ("localitydecision", "localitydecision_by_time"),
    ("localityindicator", "localityindicator_by_time"),
    ("needanswer", "needanswer_by_time"),
    ("needcall", "needcall_by_time"),
    ("nonlocalpost", "nonlocalpost_by_time"),
    ("official", "official_by_time"),
    ("placement", "placement_by_time"),
    ("plantarget", "plantarget_by_time"),
    ("position", "position_by_time"),
    ("positionalias", "positionalias_by_time"),
    ("post", "post_by_time"),
    ("postholding", "postholding_by_time"),
    ("poststandard", "poststandard_by_time"),
    ("ratingband", "ratingband_by_time"),
    ("ratingscale", "ratingscale_by_time"),
    ("regulation", "regulation_by_time"),
    ("regulationparameter", "regulationparameter_by_time"),
    ("residence", "residence_by_time"),
    ("retirementage", "retirementage_by_time"),
    ("reward", "reward_by_time"),
    ("rotation", "rotation_by_time"),
    ("rotationneed", "rotationneed_by_time"),
    ("rotationplan", "rotationplan_by_time"),
    ("rotationpost", "rotationpost_by_time"),
    ("rotationstep", "rotationstep_by_time"),
    ("standardseat", "standardseat_by_time"),
    ("steptemplate", "steptemplate_by_time"),
    ("steptemplateitem", "steptemplateitem_by_time"),
    ("successionentry", "successionentry_by_time"),
    ("term", "term_by_time"),
    ("training", "training_by_time"),
    ("unit", "unit_by_time"),
    ("unitalias", "unitalias_by_time"),
    ("unitcode", "unitcode_by_time"),
    ("unitsuccession", "unitsuccession_by_time"),
    ("workhistory", "workhistory_by_time"),
)
COLUMNS = ["history_date", "history_id", "history_user"]


class IndexByTime(Operation):
    """All of them in one: each by itself has the state of all models built anew, which takes longer than the indexes."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        keys = {(app_label, f"historical{kind}") for kind, _name in KINDS}
        for kind, name in KINDS:
            options = state.models[app_label, f"historical{kind}"].options
            options["indexes"] = [*options.get("indexes", ()), models.Index(fields=COLUMNS, name=name)]
        state.reload_models(keys, delay=True)

    def _indexes(self, app_label, state):
        for kind, name in KINDS:
            model = state.apps.get_model(app_label, f"historical{kind}")
            yield model, models.Index(fields=COLUMNS, name=name)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model, index in self._indexes(app_label, to_state):
            schema_editor.add_index(model, index)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, index in self._indexes(app_label, from_state):
            schema_editor.remove_index(model, index)

    def describe(self):
        return "Index the history of every record by time"


class Migration(migrations.Migration):
    dependencies = [("rotations", "0062_search_indexes")]

    operations = [IndexByTime()]
