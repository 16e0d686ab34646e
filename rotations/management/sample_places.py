"""Where the sample happens: the public unit names of one mountain district, with their usual seats."""

from __future__ import annotations

from dataclasses import dataclass

from rotations.management.sample_marks import MARK, add_all
from rotations.models import Position, Post, StandardSeat, Unit, UnitAlias, UnitCode
from rotations.vocabulary import UnitBlock, UnitLevel

DISTRICT = "Huyện Nậm Pồ"
COMMUNES = {
    "Nậm Tin": "03156",
    "Pa Tần": "03165",
    "Chà Cang": "03166",
    "Na Cô Sa": "03167",
    "Nà Khoa": "03168",
    "Nà Hỳ": "03169",
    "Nà Bủng": "03170",
    "Nậm Nhừ": "03171",
    "Nậm Chua": "03173",
    "Nậm Khăn": "03174",
    "Chà Tở": "03175",
    "Vàng Đán": "03176",
    "Chà Nưa": "03187",
    "Phìn Hồ": "03198",
    "Si Pa Phìn": "03199",
}
OFFICE_SEATS = (("Chánh Văn phòng", 1), ("Phó Chánh Văn phòng", 2))


def _association(name: str) -> tuple[tuple[str, int], ...]:
    return ((f"Chủ tịch {name}", 1), (f"Phó Chủ tịch {name}", 2))


@dataclass(frozen=True)
class Body:
    """One body of the district: what papers also call it, and its seats when they are not the standard ones."""

    name: str
    block: UnitBlock
    aliases: tuple[str, ...]
    seats: tuple[tuple[str, int], ...] = ()


BODIES = (
    Body("Văn phòng Huyện ủy", UnitBlock.PARTY, ("VP Huyện ủy", "VPHU"), OFFICE_SEATS),
    Body("Ban Tổ chức Huyện ủy", UnitBlock.PARTY, ("Ban Tổ chức", "BTC Huyện ủy", "BTCHU")),
    Body("Ban Tuyên giáo Huyện ủy", UnitBlock.PARTY, ("Ban Tuyên giáo", "BTG Huyện ủy")),
    Body("Ban Dân vận Huyện ủy", UnitBlock.PARTY, ("Ban Dân vận", "BDV Huyện ủy")),
    Body(
        "Ủy ban Kiểm tra Huyện ủy",
        UnitBlock.PARTY,
        ("Ủy ban Kiểm tra", "UBKT Huyện ủy", "UBKTHU"),
        (("Chủ nhiệm Ủy ban Kiểm tra", 1), ("Phó Chủ nhiệm Ủy ban Kiểm tra", 2)),
    ),
    Body(
        "Trung tâm Chính trị huyện",
        UnitBlock.PARTY,
        ("Trung tâm Chính trị", "TTCT huyện"),
        (("Giám đốc Trung tâm Chính trị", 1), ("Phó Giám đốc Trung tâm Chính trị", 2)),
    ),
    Body(
        "Văn phòng HĐND và UBND huyện",
        UnitBlock.STATE,
        ("Văn phòng HĐND-UBND huyện", "Văn phòng HĐND - UBND", "VP HĐND-UBND huyện"),
        OFFICE_SEATS,
    ),
    Body("Phòng Nội vụ", UnitBlock.STATE, ("Phòng Nội vụ huyện",)),
    Body("Phòng Tư pháp", UnitBlock.STATE, ("Phòng Tư pháp huyện",)),
    Body("Phòng Tài chính - Kế hoạch", UnitBlock.STATE, ("Phòng Tài chính - Kế hoạch huyện", "Phòng TC-KH")),
    Body(
        "Phòng Tài nguyên và Môi trường",
        UnitBlock.STATE,
        ("Phòng Tài nguyên và Môi trường huyện", "Phòng TN&MT", "Phòng TNMT"),
    ),
    Body(
        "Phòng Lao động - Thương binh và Xã hội",
        UnitBlock.STATE,
        ("Phòng Lao động - Thương binh và Xã hội huyện", "Phòng LĐ-TB&XH", "Phòng LĐTBXH", "Phòng LĐ-TBXH"),
    ),
    Body(
        "Phòng Văn hóa - Thông tin",
        UnitBlock.STATE,
        ("Phòng Văn hóa và Thông tin", "Phòng Văn hóa - Thông tin huyện", "Phòng VH-TT", "Phòng VHTT"),
    ),
    Body(
        "Phòng Giáo dục và Đào tạo",
        UnitBlock.STATE,
        ("Phòng Giáo dục và Đào tạo huyện", "Phòng GD&ĐT", "Phòng GDĐT"),
    ),
    Body("Phòng Y tế", UnitBlock.STATE, ("Phòng Y tế huyện",)),
    Body(
        "Phòng Nông nghiệp và Phát triển nông thôn",
        UnitBlock.STATE,
        ("Phòng Nông nghiệp và PTNT", "Phòng NN&PTNT", "Phòng Nông nghiệp và PTNT huyện"),
    ),
    Body(
        "Phòng Kinh tế và Hạ tầng",
        UnitBlock.STATE,
        ("Phòng Kinh tế và Hạ tầng huyện", "Phòng Kinh tế - Hạ tầng", "Phòng KT&HT"),
    ),
    Body("Phòng Dân tộc", UnitBlock.STATE, ("Phòng Dân tộc huyện",)),
    Body(
        "Thanh tra huyện",
        UnitBlock.STATE,
        ("Thanh tra huyện Nậm Pồ",),
        (("Chánh Thanh tra", 1), ("Phó Chánh Thanh tra", 2)),
    ),
    Body(
        "Ủy ban MTTQ Việt Nam huyện",
        UnitBlock.MASS,
        ("Ủy ban Mặt trận Tổ quốc Việt Nam huyện", "UBMTTQ huyện", "MTTQ huyện"),
        _association("Ủy ban MTTQ Việt Nam"),
    ),
    Body("Liên đoàn Lao động huyện", UnitBlock.MASS, ("LĐLĐ huyện",), _association("Liên đoàn Lao động")),
    Body("Hội Nông dân huyện", UnitBlock.MASS, ("HND huyện",), _association("Hội Nông dân")),
    Body(
        "Hội Liên hiệp Phụ nữ huyện",
        UnitBlock.MASS,
        ("Hội LHPN huyện", "Hội Phụ nữ huyện"),
        _association("Hội Liên hiệp Phụ nữ"),
    ),
    Body("Hội Cựu chiến binh huyện", UnitBlock.MASS, ("Hội CCB huyện",), _association("Hội Cựu chiến binh")),
    Body(
        "Huyện đoàn Nậm Pồ",
        UnitBlock.MASS,
        ("Huyện đoàn", "Đoàn TNCS Hồ Chí Minh huyện"),
        (("Bí thư Đoàn TNCS Hồ Chí Minh", 1), ("Phó Bí thư Đoàn TNCS Hồ Chí Minh", 2)),
    ),
)


def load_places() -> None:
    """The district, its bodies and communes, with codes, aliases and posts."""
    district = Unit(name=DISTRICT, code="103", level=UnitLevel.DISTRICT, block=UnitBlock.LOCALITY, note=MARK)
    add_all([district])
    communes = [
        Unit(
            name=f"Xã {name}",
            code=code,
            level=UnitLevel.COMMUNE,
            block=UnitBlock.LOCALITY,
            parent=district,
            note=MARK,
        )
        for name, code in COMMUNES.items()
    ]
    bodies = [
        Unit(name=body.name, level=UnitLevel.DISTRICT, block=body.block, parent=district, note=MARK)
        for body in BODIES
    ]
    add_all([*communes, *bodies])
    add_all([UnitCode(unit=unit, code=unit.code) for unit in [district, *communes]])
    called = [
        (district, other) for other in ("Huyện ủy Nậm Pồ", "Huyện ủy", "UBND huyện Nậm Pồ", "UBND huyện")
    ]
    for commune in communes:
        bare = commune.name.removeprefix("Xã ")
        called += [
            (commune, other)
            for other in (
                bare,
                f"Đảng ủy xã {bare}",
                f"Đảng bộ xã {bare}",
                f"HĐND xã {bare}",
                f"UBND xã {bare}",
            )
        ]
    called += [(unit, other) for unit, body in zip(bodies, BODIES, strict=True) for other in body.aliases]
    add_all([UnitAlias(unit=unit, name=other) for unit, other in called])

    positions = {position.name: position for position in Position.objects.all()}
    own_seats = {body.name: body.seats for body in BODIES}
    posts = []
    for unit in [district, *communes, *bodies]:
        seats = own_seats.get(unit.name) or [
            (seat.position.name, seat.quota)
            for seat in StandardSeat.objects.filter(level=unit.level, block=unit.block).select_related(
                "position"
            )
        ]
        posts += [Post(unit=unit, position=positions[name], quota=quota) for name, quota in seats]
    add_all(posts)
