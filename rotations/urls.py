"""URLs of the product: plural nouns, verbs last."""

from __future__ import annotations

from django.urls import include, path

from rotations.views import (
    accounts,
    attachments,
    audit,
    audit_changes,
    case_acts,
    decisions,
    dossiers,
    due,
    due_calendar,
    evaluations,
    frozen_reports,
    health,
    help_pages,
    home,
    import_acts,
    imports,
    kept_forms,
    list_habits,
    localities,
    many_moves,
    need_answers,
    need_calls,
    needs,
    officials,
    placements,
    plan_files,
    plan_targets,
    plan_versions,
    plans,
    rating_reports,
    regulation_acts,
    regulations,
    report_figures,
    report_index,
    report_lists,
    reports,
    review_sheets,
    rotations,
    search,
    timelines,
    units,
)

# /accounts/, beside signing in
account_urls = [
    path("sessions/", accounts.session_list, name="session-list"),
    path("sessions/end/", accounts.session_end, name="session-end"),
    path("kept-form/", kept_forms.kept_form, name="kept-form"),
    path("<int:pk>/door/", accounts.account_door, name="account-door"),
    path("<int:pk>/door/<slug:act>/", accounts.account_door_act, name="account-door-act"),
]

# /plans/
plan_urls = [
    path("", plans.PlanList.as_view(), name="plan-list"),
    path("add/", plans.PlanAdd.as_view(), name="plan-add"),
    path("<int:pk>/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("<int:pk>/export/", plan_files.plan_export, name="plan-export"),
    path("<int:pk>/moves/<slug:to>/", plans.plan_move, name="plan-move"),
    path("<int:pk>/edit/", plans.PlanEdit.as_view(), name="plan-edit"),
    path("<int:pk>/amend/", plan_versions.PlanAmend.as_view(), name="plan-amend"),
    path("<int:pk>/versions/<int:number>/", plan_versions.PlanVersionDetail.as_view(), name="plan-version"),
    path("<int:pk>/compare/", plan_versions.PlanCompare.as_view(), name="plan-compare"),
    path("<int:pk>/as-of/", plan_versions.PlanAsOf.as_view(), name="plan-as-of"),
    path("<int:pk>/gather/", plan_targets.PlanGather.as_view(), name="plan-gather"),
    path("<int:pk>/gather/levels/", plan_targets.plan_levels, name="plan-levels"),
    path("<int:pk>/targets/add/", plan_targets.TargetAdd.as_view(), name="plan-target-add"),
    path("<int:pk>/targets/<int:target>/edit/", plan_targets.TargetEdit.as_view(), name="plan-target-edit"),
    path("<int:pk>/targets/<int:target>/remove/", plan_targets.target_remove, name="plan-target-remove"),
    path("<int:pk>/review-sheets/", review_sheets.plan_review_sheets, name="plan-review-sheets"),
]

# /rotations/
rotation_urls = [
    path("", rotations.RotationList.as_view(), name="rotation-list"),
    path("add/", rotations.RotationAdd.as_view(), name="rotation-add"),
    path("moves/", many_moves.ManyMoves.as_view(), name="many-moves"),
    path("<int:pk>/", rotations.RotationDetail.as_view(), name="rotation-detail"),
    path("<int:pk>/moves/<slug:verb>/", rotations.rotation_move, name="rotation-move"),
    path("<int:pk>/dossier/", dossiers.dossier, name="dossier"),
    path("<int:pk>/dossier/lay-out/", dossiers.dossier_lay_out, name="dossier-lay-out"),
    path("<int:pk>/posts/<int:post>/<slug:act>/", case_acts.election_act, name="election-act"),
    path("<int:pk>/steps/add/", case_acts.step_plan, name="step-plan"),
    path("<int:pk>/steps/<int:step>/<slug:act>/", case_acts.step_act, name="step-act"),
    path("<int:pk>/opinions/add/", case_acts.opinion_ask, name="opinion-ask"),
    path("<int:pk>/opinions/<int:opinion>/answer/", case_acts.opinion_answer, name="opinion-answer"),
    path("<int:pk>/extend/", case_acts.rotation_extend, name="rotation-extend"),
    path("<int:pk>/corrections/<slug:act>/", case_acts.case_correction, name="case-correction"),
    path("<int:pk>/locality/", localities.rotation_locality, name="rotation-locality"),
    path("<int:pk>/review-sheet/", review_sheets.rotation_review_sheet, name="rotation-review-sheet"),
]

# /dossier-items/
dossier_item_urls = [
    path("<int:pk>/", dossiers.dossier_item, name="dossier-item"),
]

# /attachments/
attachment_urls = [
    path("<int:pk>/", attachments.attachment_download, name="attachment-download"),
    path("<int:pk>/remove/", attachments.attachment_remove, name="attachment-remove"),
    path("<slug:beside>/<int:pk>/add/", attachments.attachment_add, name="attachment-add"),
]

# /officials/
official_urls = [
    path("", officials.OfficialList.as_view(), name="official-list"),
    path("<int:pk>/", officials.OfficialDetail.as_view(), name="official-detail"),
    path("<int:pk>/timeline/", timelines.OfficialTimeline.as_view(), name="official-timeline"),
]

# /units/
unit_urls = [
    path("", units.UnitList.as_view(), name="unit-list"),
    path("<int:pk>/", units.UnitDetail.as_view(), name="unit-detail"),
]

# /posts/
post_urls = [
    path("<int:pk>/", timelines.PostDetail.as_view(), name="post-detail"),
]

# /needs/
need_urls = [
    path("", needs.NeedList.as_view(), name="need-list"),
    path("add/", needs.NeedAdd.as_view(), name="need-add"),
    path("<int:pk>/", needs.NeedDetail.as_view(), name="need-detail"),
    path("<int:pk>/edit/", needs.NeedEdit.as_view(), name="need-edit"),
    path("calls/", need_calls.CallList.as_view(), name="need-call-list"),
    path("calls/add/", need_calls.CallAdd.as_view(), name="need-call-add"),
    path("calls/<int:pk>/", need_calls.CallDetail.as_view(), name="need-call-detail"),
    path("calls/<int:pk>/edit/", need_calls.CallEdit.as_view(), name="need-call-edit"),
    path("calls/<int:pk>/close/", need_calls.call_close, name="need-call-close"),
    path("calls/<int:pk>/reopen/", need_calls.call_reopen, name="need-call-reopen"),
    path("calls/<int:pk>/blank/", need_calls.call_blank, name="need-call-blank"),
    path("calls/<int:pk>/answer/", need_answers.CallAnswer.as_view(), name="need-call-answer"),
    path("calls/<int:pk>/no-needs/", need_answers.call_no_needs, name="need-call-no-needs"),
]

# /evaluations/
evaluation_urls = [
    path("", evaluations.EvaluationList.as_view(), name="evaluation-list"),
    path("add/", evaluations.EvaluationAdd.as_view(), name="evaluation-add"),
    path("<int:pk>/", evaluations.EvaluationDetail.as_view(), name="evaluation-detail"),
    path("<int:pk>/change/", evaluations.EvaluationChange.as_view(), name="evaluation-change"),
    path("<int:pk>/rate/", evaluations.evaluation_rate, name="evaluation-rate"),
    path("<int:pk>/open/", evaluations.evaluation_open, name="evaluation-open"),
]

# /placements/
placement_urls = [
    path("", placements.PlacementList.as_view(), name="placement-list"),
    path("add/", placements.PlacementAdd.as_view(), name="placement-add"),
    path("<int:pk>/decide/", placements.placement_decide, name="placement-decide"),
    path("<int:pk>/take-up/", placements.placement_take_up, name="placement-take-up"),
]

# /decisions/
decision_urls = [
    path("", decisions.DecisionList.as_view(), name="decision-list"),
    path("add/", decisions.decision_add, name="decision-add"),
    path("<int:pk>/", decisions.DecisionDetail.as_view(), name="decision-detail"),
    path("<int:pk>/change/", decisions.decision_change, name="decision-change"),
]

# /reports/
report_urls = [
    path("", report_index.report_index, name="report-index"),
    path("figures/", report_figures.report_figures, name="report-figures"),
    path("frozen/", frozen_reports.FrozenReportList.as_view(), name="frozen-report-list"),
    path("frozen/<int:pk>/", frozen_reports.FrozenReportDetail.as_view(), name="frozen-report"),
    path("freeze/<slug:report>/", frozen_reports.report_freeze, name="report-freeze"),
    path("needs/", report_lists.ReportNeeds.as_view(), name="report-needs"),
    path("planned/", report_lists.ReportPlanned.as_view(), name="report-planned"),
    path("done/", report_lists.ReportDone.as_view(), name="report-done"),
    path("results/", reports.ReportResults.as_view(), name="report-results"),
    path("ratings/", rating_reports.report_ratings, name="report-ratings"),
]

# /regulations/
regulation_urls = [
    path("", regulations.regulation_list, name="regulation-list"),
    path("add/", regulation_acts.TextAdd.as_view(), name="regulation-text-add"),
    path("retirement/", regulations.regulation_retirement, name="regulation-retirement"),
    path("retirement/change/", regulation_acts.retirement_change, name="retirement-change"),
    path("<int:pk>/", regulations.regulation_detail, name="regulation-detail"),
    path(
        "<int:pk>/parameters/<slug:code>/",
        regulation_acts.regulation_parameter,
        name="regulation-parameter",
    ),
    path("<int:pk>/edit/", regulation_acts.TextEdit.as_view(), name="regulation-edit"),
    path("<int:pk>/standing/", regulation_acts.regulation_standing, name="regulation-standing"),
    path("<int:pk>/history/", regulations.regulation_history, name="regulation-history"),
    path("<int:pk>/add/<slug:kind>/", regulation_acts.regulation_add, name="regulation-add"),
    path("<int:pk>/steps/add/", regulation_acts.regulation_steps_add, name="regulation-steps-add"),
    path(
        "<int:pk>/rows/<slug:kind>/<int:row>/end/",
        regulation_acts.regulation_row_end,
        name="regulation-row-end",
    ),
    path(
        "<int:pk>/rows/<slug:kind>/<int:row>/change/",
        regulation_acts.regulation_row_change,
        name="regulation-row-change",
    ),
    path(
        "<int:pk>/rows/<slug:kind>/<int:row>/article/",
        regulation_acts.regulation_row_article,
        name="regulation-row-article",
    ),
]

# /imports/
import_urls = [
    path("", imports.ImportList.as_view(), name="import-list"),
    path("add/", imports.ImportAdd.as_view(), name="import-add"),
    path("template/", import_acts.import_template, name="import-template"),
    path("<int:pk>/", imports.ImportDetail.as_view(), name="import-detail"),
    path("<int:pk>/progress/", imports.import_progress, name="import-progress"),
    path("<int:pk>/answers/", import_acts.import_answer, name="import-answer"),
    path("<int:pk>/amendment/", import_acts.import_amendment, name="import-amendment"),
    path("<int:pk>/commit/", import_acts.import_commit, name="import-commit"),
    path("<int:pk>/undo/", import_acts.import_undo, name="import-undo"),
    path("<int:pk>/faulty/", import_acts.import_faulty, name="import-faulty"),
    path("<int:pk>/source/", import_acts.import_source, name="import-source"),
]

# /lists/, what a person keeps about the lists
list_urls = [
    path("<slug:list_name>/filters/save/", list_habits.filter_save, name="filter-save"),
    path("<slug:list_name>/filters/<int:pk>/remove/", list_habits.filter_remove, name="filter-remove"),
    path("<slug:list_name>/columns/", list_habits.columns_choose, name="columns-choose"),
]

# /due/
due_urls = [
    path("", due.DueListPage.as_view(), name="due-list"),
    path("calendar/", due_calendar.calendar_link, name="calendar-link"),
    path("calendar/open/", due_calendar.calendar_link_open, name="calendar-link-open"),
    path("calendar/shut/", due_calendar.calendar_link_shut, name="calendar-link-shut"),
]

app_name = "rotations"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include(account_urls)),
    path("plans/", include(plan_urls)),
    path("rotations/", include(rotation_urls)),
    path("dossier-items/", include(dossier_item_urls)),
    path("attachments/", include(attachment_urls)),
    path("officials/", include(official_urls)),
    path("units/", include(unit_urls)),
    path("posts/", include(post_urls)),
    path("needs/", include(need_urls)),
    path("evaluations/", include(evaluation_urls)),
    path("placements/", include(placement_urls)),
    path("decisions/", include(decision_urls)),
    path("reports/", include(report_urls)),
    path("due/", include(due_urls)),
    path("due.ics", due_calendar.due_calendar, name="due-calendar"),
    path("regulations/", include(regulation_urls)),
    path("imports/", include(import_urls)),
    path("help/", help_pages.guide, name="help"),
    path("help/glossary/", help_pages.glossary, name="glossary"),
    path("lists/", include(list_urls)),
    path("search/", search.search, name="search"),
    path("search/people/", search.people_named, name="people-named"),
    path("audit/", audit.AuditList.as_view(), name="audit-list"),
    path("audit/changes/", audit_changes.ChangeList.as_view(), name="audit-changes"),
]
