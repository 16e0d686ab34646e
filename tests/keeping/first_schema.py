"""An installation as the first one was, with people and cases in it: the tables and rows of that day, by its own models."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import now

FIRST = "0003_reference_data"
OTHERS = (("admin", "0003_logentry_add_action_flag_choices"), ("sessions", "0001_initial"))


def lay_down() -> Any:
    """The tables of the first schema in an empty database; the models of that day."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate([("rotations", FIRST), *OTHERS])
    return executor.loader.project_state([("rotations", FIRST), *OTHERS]).apps


class FirstOffice:
    """Writes rows as they were written then, each with the line of history it had."""

    def __init__(self, apps: Any) -> None:
        self.apps = apps

    def model(self, name: str) -> Any:
        """A model of that day."""
        return self.apps.get_model("rotations", name)

    def add(self, name: str, /, **values: Any) -> Any:
        """One row."""
        row = self.model(name).objects.create(**values)
        if f"historical{name}".lower() in self.apps.all_models["rotations"]:
            self.model(f"Historical{name}").objects.create(
                **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields},
                history_date=now(), history_type="+",
            )  # fmt: skip
        return row

    def fill(self) -> None:
        """Two cases, one elected and placed, one that lost its vote; a file; a need; papers and comments."""
        board = self.add("Account", username="can_bo_ban", password="!", full_name="Vàng A Chứ")
        office = self.add("Unit", name="Phòng Nội vụ", level="district", block="state")
        commune = self.add("Unit", name="Xã Pa Tần", level="commune", block="locality")
        self.add("UnitAlias", unit=commune, name="Pa Tần cũ")
        positions = self.model("Position").objects
        deputy, chair = positions.get(name="Phó Trưởng phòng"), positions.get(name="Chủ tịch UBND")
        left = self.add("Post", unit=office, position=deputy, quota=2)
        seat = self.add("Post", unit=commune, position=chair)
        regulation = self.model("Regulation").objects.get(symbol="65-QĐ/TW")
        plan = self.add(
            "RotationPlan", year=2022, title="Kế hoạch 2022", regulation=regulation, status="approved"
        )
        self.add(
            "PlanVersion",
            plan=plan,
            number=1,
            content={"people": []},
            frozen_on=date(2022, 3, 1),
            frozen_by=board,
        )
        call = self.add(
            "NeedCall",
            year=2022,
            title="Đề xuất nhu cầu",
            opened_on=date(2022, 1, 3),
            deadline=date(2022, 2, 28),
        )
        self.add(
            "RotationNeed", year=2022, unit=commune, call=call, position=chair, quantity=1, direction="in"
        )
        decision = self.add(
            "Decision", number="05A", symbol="QĐ/HU", kind="rotation", title="Luân chuyển cán bộ",
            issued_on=date(2022, 8, 20), effective_on=date(2022, 9, 1), issuer="Huyện ủy",
        )  # fmt: skip
        elected = self._case(
            plan, "Lò Văn Ươm", left, seat, decision, board, result="elected", votes=(20, 25)
        )
        self._case(plan, "Giàng Thị Mẩy", left, seat, decision, board, result="not_elected", votes=(9, 25))
        self.add(
            "Placement", rotation=elected, outcome="stays", proposed_on=date(2025, 8, 1), decided_on=None
        )
        self.add(
            "Evaluation", rotation=elected, kind="periodic", author="receiving", author_name="Đảng ủy xã Pa Tần",
            written_on=date(2023, 12, 1), period_from=date(2022, 9, 1), period_to=date(2023, 8, 31), rating="good",
        )  # fmt: skip
        paper = (
            self.model("DossierTemplateItem")
            .objects.filter(name__startswith="Giấy chứng nhận sức khỏe")
            .first()
        )
        self.add(
            "DossierItem",
            rotation=elected,
            template_item=paper,
            status="submitted",
            issued_on=date(2022, 7, 1),
        )
        batch = self.add(
            "ImportBatch", kind="plan", status="committed", file_name="ke-hoach.xlsx", sha256="0" * 64,
            content=b"PK\x03\x04\x00\xff", committed_at=now(), created_by=board, committed_by=board, plan=plan, year=2022,
        )  # fmt: skip
        for number in (7, 9):
            self.add(
                "ImportRow", batch=batch, row_number=number, verdict="create", cells=["Lò Văn Ươm"],
                result={"row": number}, official=elected.official, rotation=elected,
            )  # fmt: skip
        self.add(
            "AuditEntry",
            account=board,
            action="read",
            subject="Lò Văn Ươm",
            subject_type="official",
            subject_id=1,
        )

    def _case(
        self,
        plan: Any,
        name: str,
        left: Any,
        seat: Any,
        decision: Any,
        by: Any,
        *,
        result: str,
        votes: tuple[int, int],
    ) -> Any:
        official = self.add(
            "Official", full_name=name, unit=left.unit, birth_date=date(1985, 1, 1), birth_date_precision="year",
            citizen_id=f"0110850000{len(name)}",
        )  # fmt: skip
        self.add(
            "PostHolding",
            official=official,
            post=left,
            held_from=date(2018, 1, 1),
            held_until=date(2022, 9, 1),
        )
        rotation = self.add(
            "Rotation", plan=plan, official=official, sending_unit=left.unit, receiving_unit=seat.unit,
            direction="district_to_commune", sending_level="district", receiving_level="commune", status="decided",
            starts_on=date(2022, 9, 1), starts_on_precision="month", due_on=date(2025, 9, 1),
            due_on_precision="month",
        )  # fmt: skip
        rotation.left_posts.add(left)
        self.add(
            "RotationPost", rotation=rotation, post=seat, mode="elected", nominated_on=date(2022, 8, 25),
            session_on=date(2022, 9, 15), votes_for=votes[0], votes_total=votes[1], result=result,
        )  # fmt: skip
        for name_of_step, before, after in (
            ("Đề xuất", "", "proposed"),
            ("Quyết định", "appraising", "decided"),
        ):
            self.add(
                "RotationStep", rotation=rotation, name=name_of_step, done_on=date(2022, 8, 1), status_before=before,
                status_after=after, recorded_by=by,
            )  # fmt: skip
        self.add(
            "DecisionLine", decision=decision, official=official, action="grant", post=seat, rotation=rotation
        )
        return rotation
