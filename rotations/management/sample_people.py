"""Who lives in the sample: invented people, one line each, and the 2C file made up around them.

Names are drawn from given names common among the Mông, Thái, Kinh, Dao, Khơ Mú, Kháng, Cống and Hoa of the north-west
and joined at random; two pairs are namesakes on purpose, and some births are known to the month or year only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rotations import partial_dates
from rotations.management.sample_marks import MARK, add_all
from rotations.management.sample_places import COMMUNES, DISTRICT
from rotations.models import (
    AnnualRating,
    CatalogueEntry,
    DisciplineRecord,
    FamilyMember,
    Official,
    Position,
    Post,
    PostHolding,
    Reward,
    SuccessionEntry,
    Term,
    Training,
    Unit,
    WorkHistory,
)
from rotations.partial_dates import DatePrecision, PartialDate
from rotations.vocabulary import (
    CatalogueKind,
    DisciplineForm,
    DisciplineSide,
    QualityRating,
    Sex,
    SuccessionSource,
    SuccessionStatus,
    TermKind,
    UnitLevel,
)

# name | sex | birth | ethnic group | unit | posts, the main one first | held since
PEOPLE = """
Bạc Thị Thiên | nữ | 09/02/1974 | Thái | Xã Nậm Tin | Bí thư Đảng ủy + Chủ tịch HĐND | 03/2021
Giàng A Nhè | nam | 18/08/1977 | Mông | Xã Nậm Tin | Phó Bí thư Đảng ủy + Chủ tịch UBND | 03/2021
Thào A Dình | nam | 18/06/1987 | Mông | Xã Nậm Tin | Phó Chủ tịch UBND | 04/2021
Lầu Thị Mảy | nữ | 13/06/1976 | Mông | Xã Nậm Tin | Chủ tịch Ủy ban MTTQ Việt Nam | 12/2021
Lò Văn Chung | nam | 20/11/1986 | Thái | Xã Nậm Tin | Chủ tịch Hội Nông dân | 02/2021
Lò Thị Phượn | nữ | 23/04/1983 | Thái | Xã Pa Tần | Bí thư Đảng ủy + Chủ tịch HĐND | 01/2020
Chảo Xuyến Xá | nam | 02/06/1983 | Cống | Xã Pa Tần | Phó Bí thư Đảng ủy | 10/2022
Sùng A Của | nam | 11/09/1988 | Mông | Xã Pa Tần | Phó Chủ tịch UBND | 03/2021
Lò Thị Phủm | nữ | 25/03/1982 | Kháng | Xã Pa Tần | Phó Chủ tịch HĐND | 05/2019
Chẻo Phù Siểu | nam | 17/02/1973 | Dao | Xã Pa Tần | Chủ tịch Ủy ban MTTQ Việt Nam | 07/2020
Cứ Thị Dợ | nữ | 18/11/1988 | Mông | Xã Pa Tần | Bí thư Đoàn TNCS Hồ Chí Minh | 06/2022
Tẩn Sành Quẩy | nam | 07/08/1978 | Dao | Xã Chà Cang | Bí thư Đảng ủy + Chủ tịch HĐND | 03/2020
Vàng A Tủa | nam | 23/04/1983 | Mông | Xã Chà Cang | Phó Bí thư Đảng ủy + Chủ tịch UBND | 10/2022
Ly Thị Pàng | nữ | 12/01/1988 | Mông | Xã Chà Cang | Phó Chủ tịch UBND | 07/2022
Giàng A Chừ | nam | 04/05/1989 | Mông | Xã Chà Cang | Phó Chủ tịch HĐND | 07/2021
Lầu Thị Xua | nữ | 19/05/1976 | Mông | Xã Chà Cang | Chủ tịch Ủy ban MTTQ Việt Nam | 08/2022
Giàng A Chừ | nam | 22/06/1980 | Mông | Xã Na Cô Sa | Bí thư Đảng ủy + Chủ tịch HĐND | 09/2019
Quàng Văn Hịa | nam | 02/12/1980 | Kháng | Xã Na Cô Sa | Phó Chủ tịch UBND | 11/2020
Lý Mùi Nảy | nữ | 19/02/1981 | Dao | Xã Na Cô Sa | Phó Chủ tịch HĐND | 03/2019
Hờ A Dình | nam | 02/1971 | Mông | Xã Na Cô Sa | Chủ tịch Hội Cựu chiến binh | 11/2021
Lường Thị Xơn | nữ | 19/05/1980 | Khơ Mú | Xã Nà Khoa | Bí thư Đảng ủy + Chủ tịch HĐND | 10/2020
Lò Văn Mốn | nam | 11/02/1980 | Kháng | Xã Nà Khoa | Phó Chủ tịch UBND | 05/2021
Mào Văn Xiên | nam | 18/05/1991 | Thái | Xã Nà Khoa | Phó Chủ tịch HĐND | 09/2021
Hờ Thị Dở | nữ | 15/12/1985 | Mông | Xã Nà Khoa | Chủ tịch Hội Liên hiệp Phụ nữ | 02/2021
Ly A Thênh | nam | 17/06/1977 | Mông | Xã Nà Hỳ | Bí thư Đảng ủy + Chủ tịch HĐND | 10/2019
Thào Thị Chá | nữ | 19/06/1981 | Mông | Xã Nà Hỳ | Phó Bí thư Đảng ủy + Chủ tịch UBND | 09/2019
Vàng A Páo | nam | 05/04/1985 | Mông | Xã Nà Hỳ | Phó Chủ tịch UBND | 04/2021
Trần Thành Bách | nam | 22/09/1980 | Kinh | Xã Nà Hỳ | Phó Chủ tịch HĐND | 02/2021
Khoàng Thị Sương | nữ | 13/01/1988 | Thái | Xã Nà Hỳ | Bí thư Đoàn TNCS Hồ Chí Minh | 12/2021
Hạng Thị Dở | nữ | 16/05/1979 | Mông | Xã Nà Hỳ | Chủ tịch Hội Liên hiệp Phụ nữ | 01/2022
Điêu Thị Đôi | nữ | 17/01/1977 | Thái | Xã Nà Bủng | Bí thư Đảng ủy + Chủ tịch HĐND | 09/2019
Cứ A Tính | nam | 25/02/1989 | Mông | Xã Nà Bủng | Phó Chủ tịch UBND | 11/2020
Hạng A Kỷ | nam | 17/06/1969 | Mông | Xã Nà Bủng | Phó Chủ tịch HĐND | 04/2021
Sình Thị Xua | nữ | 14/03/1980 | Mông | Xã Nà Bủng | Chủ tịch Hội Nông dân | 08/2020
Quàng Văn Xôm | nam | 15/09/1988 | Thái | Xã Nậm Nhừ | Phó Chủ tịch UBND | 08/2022
Lò Thị Phanh | nữ | 18/03/1980 | Khơ Mú | Xã Nậm Nhừ | Phó Chủ tịch HĐND | 05/2021
Lý Phù Phú | nam | 09/1983 | Dao | Xã Nậm Nhừ | Chủ tịch Ủy ban MTTQ Việt Nam | 01/2020
Phàn Lở Mình | nam | 09/08/1983 | Dao | Xã Nậm Nhừ | Chủ tịch Hội Nông dân | 10/2021
Sùng Thị Mảy | nữ | 19/06/1977 | Mông | Xã Nậm Chua | Phó Bí thư Đảng ủy + Chủ tịch UBND | 01/2020
Lò Văn Chung | nam | 12/07/1986 | Thái | Xã Nậm Chua | Phó Chủ tịch UBND | 11/2021
Tẩn Mùi Nảy | nữ | 12/10/1982 | Dao | Xã Nậm Chua | Phó Chủ tịch HĐND | 08/2019
Bạc Văn Pâng | nam | 03/12/1993 | Thái | Xã Nậm Chua | Bí thư Đoàn TNCS Hồ Chí Minh | 03/2022
Sùng A Tủa | nam | 21/10/1971 | Mông | Xã Nậm Khăn | Bí thư Đảng ủy + Chủ tịch HĐND | 08/2015
Quàng Thị Ươm | nữ | 05/02/1982 | Thái | Xã Nậm Khăn | Phó Bí thư Đảng ủy + Chủ tịch UBND | 11/2019
Quàng Văn Mốn | nam | 18/03/1991 | Kháng | Xã Nậm Khăn | Phó Chủ tịch UBND | 09/2022
Quàng Thị Hặc | nữ | 01/05/1980 | Thái | Xã Nậm Khăn | Phó Chủ tịch UBND | 08/2021
Điêu Văn Pản | nam | 1969 | Thái | Xã Nậm Khăn | Chủ tịch Hội Cựu chiến binh | 06/2021
Lý Dào Ngan | nam | 20/10/1963 | Dao | Xã Chà Tở | Bí thư Đảng ủy + Chủ tịch HĐND | 06/2019
Cà Thị Loan | nữ | 15/05/1984 | Thái | Xã Chà Tở | Phó Bí thư Đảng ủy + Chủ tịch UBND | 11/2020
Đỗ Trọng Duẩn | nam | 28/12/1987 | Kinh | Xã Chà Tở | Phó Chủ tịch UBND | 04/2021
Phàn Tả Mẩy | nữ | 12/06/1979 | Dao | Xã Chà Tở | Phó Chủ tịch HĐND | 12/2019
Lý Sành Phú | nam | 13/07/1988 | Dao | Xã Chà Tở | Chủ tịch Hội Nông dân | 06/2021
Mào Văn Muôn | nam | 26/12/1972 | Thái | Xã Vàng Đán | Bí thư Đảng ủy + Chủ tịch HĐND | 04/2019
Lầu Thị Dua | nữ | 17/01/1981 | Mông | Xã Vàng Đán | Phó Chủ tịch UBND | 05/2022
Lò Văn Hịa | nam | 09/1975 | Kháng | Xã Vàng Đán | Chủ tịch Ủy ban MTTQ Việt Nam | 11/2021
Quàng Thị Phượn | nữ | 28/10/1980 | Thái | Xã Vàng Đán | Chủ tịch Hội Nông dân | 01/2021
Cứ A Pháng | nam | 14/10/1980 | Mông | Xã Chà Nưa | Bí thư Đảng ủy + Chủ tịch HĐND | 07/2020
Lò Văn Thoan | nam | 12/12/1983 | Thái | Xã Chà Nưa | Phó Bí thư Đảng ủy + Chủ tịch UBND | 04/2021
Mùa Thị Dí | nữ | 22/09/1983 | Mông | Xã Chà Nưa | Phó Chủ tịch UBND | 01/2019
Bạc Văn Chựa | nam | 10/03/1989 | Thái | Xã Chà Nưa | Phó Chủ tịch UBND | 03/2022
Sình Thị Sếnh | nữ | 19/03/1985 | Mông | Xã Chà Nưa | Phó Chủ tịch HĐND | 08/2021
Lỳ Thị Sơm | nữ | 28/10/1988 | Cống | Xã Chà Nưa | Chủ tịch Hội Liên hiệp Phụ nữ | 03/2020
Bạc Văn Phương | nam | 04/06/1983 | Thái | Xã Phìn Hồ | Bí thư Đảng ủy + Chủ tịch HĐND | 04/2019
Bạc Thị Đôi | nữ | 28/12/1984 | Thái | Xã Phìn Hồ | Phó Chủ tịch UBND | 05/2019
Vàng A Dình | nam | 13/04/1979 | Mông | Xã Phìn Hồ | Phó Chủ tịch HĐND | 04/2022
Lầu Thị Dở | nữ | 02/12/1977 | Mông | Xã Phìn Hồ | Chủ tịch Ủy ban MTTQ Việt Nam | 12/2019
Chang A Say | nam | 17/02/1992 | Mông | Xã Phìn Hồ | Bí thư Đoàn TNCS Hồ Chí Minh | 12/2021
Điêu Văn Phương | nam | 23/12/1974 | Thái | Xã Si Pa Phìn | Bí thư Đảng ủy + Chủ tịch HĐND | 07/2021
Tòng Thị Thiên | nữ | 18/01/1979 | Thái | Xã Si Pa Phìn | Phó Bí thư Đảng ủy + Chủ tịch UBND | 03/2021
Trần Trọng Lượng | nam | 05/09/1988 | Kinh | Xã Si Pa Phìn | Phó Chủ tịch UBND | 03/2021
Quàng Thị Xuyên | nữ | 22/01/1987 | Thái | Xã Si Pa Phìn | Phó Chủ tịch UBND | 05/2020
Tẩn Sành Phú | nam | 26/05/1985 | Dao | Xã Si Pa Phìn | Phó Chủ tịch HĐND | 10/2021
Mào Văn Diện | nam | 15/02/1987 | Thái | Xã Si Pa Phìn | Chủ tịch Hội Nông dân | 10/2020
Lê Thị Hồng Ngần | nữ | 25/02/1973 | Kinh | Huyện Nậm Pồ | Bí thư Huyện ủy | 02/2022
Trần Mạnh Bách | nam | 18/01/1978 | Kinh | Huyện Nậm Pồ | Phó Bí thư Huyện ủy | 11/2021
Trần Thị Thu Mận | nữ | 05/09/1971 | Kinh | Huyện Nậm Pồ | Phó Bí thư Huyện ủy + Chủ tịch UBND huyện | 04/2020
Bùi Xuân Thuyết | nam | 15/03/1974 | Kinh | Huyện Nậm Pồ | Phó Chủ tịch HĐND huyện | 07/2020
Nguyễn Quang Triển | nam | 14/01/1979 | Kinh | Huyện Nậm Pồ | Phó Chủ tịch UBND huyện | 12/2021
Đỗ Thị Minh Thoa | nữ | 06/05/1977 | Kinh | Văn phòng Huyện ủy | Chánh Văn phòng | 08/2021
Đỗ Thành Nghiệp | nam | 17/06/1984 | Kinh | Văn phòng Huyện ủy | Phó Chánh Văn phòng | 04/2020
Hoàng Thị Thu Thêu | nữ | 28/10/1981 | Kinh | Ban Tổ chức Huyện ủy | Trưởng ban | 03/2020
Tòng Văn Ánh | nam | 20/12/1985 | Thái | Ban Tổ chức Huyện ủy | Phó Trưởng ban | 09/2020
Lò Văn Chựa | nam | 08/10/1990 | Thái | Ban Tổ chức Huyện ủy | Phó Trưởng ban | 09/2022
Tẩn Tả Khé | nữ | 05/12/1979 | Dao | Ban Tuyên giáo Huyện ủy | Trưởng ban | 06/2020
Vũ Xuân Thược | nam | 07/07/1984 | Kinh | Ban Tuyên giáo Huyện ủy | Phó Trưởng ban | 08/2020
Lò Thị Loan | nữ | 06/01/1979 | Thái | Ban Dân vận Huyện ủy | Trưởng ban | 05/2020
Nguyễn Trọng Lượng | nam | 10/12/1982 | Kinh | Ban Dân vận Huyện ủy | Phó Trưởng ban | 08/2020
Phạm Đức Kiệm | nam | 04/06/1986 | Kinh | Ủy ban Kiểm tra Huyện ủy | Chủ nhiệm Ủy ban Kiểm tra | 07/2022
Hạng Thị Mảy | nữ | 12/05/1990 | Mông | Ủy ban Kiểm tra Huyện ủy | Phó Chủ nhiệm Ủy ban Kiểm tra | 07/2021
Quàng Văn Pản | nam | 12/12/1981 | Thái | Ủy ban Kiểm tra Huyện ủy | Phó Chủ nhiệm Ủy ban Kiểm tra | 01/2022
Trần Thị Minh Lựu | nữ | 23/01/1973 | Kinh | Trung tâm Chính trị huyện | Giám đốc Trung tâm Chính trị | 11/2020
Thào A Pháng | nam | 01/09/1987 | Mông | Trung tâm Chính trị huyện | Phó Giám đốc Trung tâm Chính trị | 07/2021
Bạc Văn Xôm | nam | 27/10/1979 | Thái | Văn phòng HĐND và UBND huyện | Chánh Văn phòng | 10/2021
Lê Thị Thu Khuyên | nữ | 13/05/1988 | Kinh | Văn phòng HĐND và UBND huyện | Phó Chánh Văn phòng | 01/2022
Cứ A Say | nam | 20/03/1977 | Mông | Phòng Nội vụ | Trưởng phòng | 08/2020
Chang Thị Nênh | nữ | 07/03/1991 | Mông | Phòng Nội vụ | Phó Trưởng phòng | 11/2022
Sùng A Páo | nam | 05/07/1973 | Mông | Phòng Tư pháp | Trưởng phòng | 08/2021
Khoàng Văn Hoan | nam | 27/02/1987 | Thái | Phòng Tư pháp | Phó Trưởng phòng | 07/2020
Giàng Thị Mảy | nữ | 14/10/1990 | Mông | Phòng Tư pháp | Phó Trưởng phòng | 03/2022
Lường Văn Pâng | nam | 25/05/1978 | Thái | Phòng Tài chính - Kế hoạch | Trưởng phòng | 11/2020
Chang Thị Mảy | nữ | 20/11/1991 | Mông | Phòng Tài chính - Kế hoạch | Phó Trưởng phòng | 02/2021
Hờ A Pháng | nam | 10/05/1980 | Mông | Phòng Tài chính - Kế hoạch | - | 03/2021
Điêu Văn Hặc | nam | 17/06/1982 | Thái | Phòng Tài nguyên và Môi trường | Trưởng phòng | 01/2020
Mào Thị Piềng | nữ | 28/11/1988 | Thái | Phòng Tài nguyên và Môi trường | Phó Trưởng phòng | 12/2020
Điêu Văn Xiên | nam | 01/09/1977 | Thái | Phòng Lao động - Thương binh và Xã hội | Trưởng phòng | 09/2022
Lò Thị Ươm | nữ | 01/11/1981 | Thái | Phòng Lao động - Thương binh và Xã hội | Phó Trưởng phòng | 12/2021
Bạc Văn Bun | nam | 17/07/1977 | Thái | Phòng Văn hóa - Thông tin | Trưởng phòng | 09/2022
Hạng A Giống | nam | 22/06/1991 | Mông | Phòng Văn hóa - Thông tin | Phó Trưởng phòng | 05/2022
Bạc Thị Phượn | nữ | 09/12/1974 | Thái | Phòng Giáo dục và Đào tạo | Trưởng phòng | 11/2020
Khoàng Văn Xôm | nam | 11/03/1988 | Thái | Phòng Giáo dục và Đào tạo | Phó Trưởng phòng | 03/2020
Lê Thị Minh Hậu | nữ | 19/12/1972 | Kinh | Phòng Y tế | Trưởng phòng | 09/2021
Cà Văn Diện | nam | 15/06/1986 | Thái | Phòng Y tế | Phó Trưởng phòng | 05/2020
Bùi Trọng Thược | nam | 04/07/1982 | Kinh | Phòng Nông nghiệp và Phát triển nông thôn | Trưởng phòng | 09/2020
Trần Thị Minh Khuyên | nữ | 07/05/1982 | Kinh | Phòng Nông nghiệp và Phát triển nông thôn | Phó Trưởng phòng | 07/2021
Đặng Xuân Khoát | nam | 27/09/1982 | Kinh | Phòng Kinh tế và Hạ tầng | Trưởng phòng | 03/2020
Nguyễn Thị Thu Thêu | nữ | 28/06/1989 | Kinh | Phòng Kinh tế và Hạ tầng | Phó Trưởng phòng | 07/2021
Bạc Văn Ánh | nam | 10/08/1980 | Thái | Phòng Dân tộc | Phó Trưởng phòng | 01/2022
Phạm Mạnh Duẩn | nam | 10/11/1974 | Kinh | Thanh tra huyện | Chánh Thanh tra | 09/2022
Vàng Thị Chá | nữ | 23/05/1979 | Mông | Thanh tra huyện | Phó Chánh Thanh tra | 05/2022
Lường Văn Thoan | nam | 16/07/1972 | Thái | Ủy ban MTTQ Việt Nam huyện | Chủ tịch Ủy ban MTTQ Việt Nam | 11/2020
Vũ Thị Minh Khuyên | nữ | 15/10/1980 | Kinh | Ủy ban MTTQ Việt Nam huyện | Phó Chủ tịch Ủy ban MTTQ Việt Nam | 11/2020
Đỗ Xuân Nghiệp | nam | 04/11/1985 | Kinh | Liên đoàn Lao động huyện | Chủ tịch Liên đoàn Lao động | 02/2021
Lê Thành Thược | nam | 17/12/1985 | Kinh | Hội Nông dân huyện | Chủ tịch Hội Nông dân | 04/2020
Quàng Thị Hiêng | nữ | 1975 | Thái | Hội Nông dân huyện | Phó Chủ tịch Hội Nông dân | 12/2021
Chang Thị Chư | nữ | 26/01/1987 | Mông | Hội Liên hiệp Phụ nữ huyện | Chủ tịch Hội Liên hiệp Phụ nữ | 06/2021
Vàng A Lồng | nam | 1969 | Mông | Hội Cựu chiến binh huyện | Chủ tịch Hội Cựu chiến binh | 07/2022
Đỗ Mạnh Kiệm | nam | 06/11/1995 | Kinh | Huyện đoàn Nậm Pồ | Bí thư Đoàn TNCS Hồ Chí Minh | 12/2022
Hờ A Của | nam | 22/09/1992 | Mông | Huyện đoàn Nậm Pồ | Phó Bí thư Đoàn TNCS Hồ Chí Minh | 04/2021
"""

# Who is not planned for any post: the check must have something to say.
NOT_PLANNED = {"Lê Thị Thu Khuyên", "Bạc Thị Đôi", "Mùa Thị Dí"}
# name: side, form, day, reason
DISCIPLINED = {
    "Khoàng Văn Hoan": (DisciplineSide.PARTY, DisciplineForm.REPRIMAND, date(2024, 8, 20), "Thiếu trách nhiệm trong kiểm tra hồ sơ chứng thực."),
    "Vàng A Dình": (DisciplineSide.PARTY, DisciplineForm.REPRIMAND, date(2021, 5, 12), "Chậm báo cáo kết quả giám sát."),
    "Lầu Thị Dua": (DisciplineSide.STATE, DisciplineForm.REPRIMAND, date(2022, 11, 3), "Để xảy ra sai sót trong quản lý tài sản công."),
    "Hờ A Dình": (DisciplineSide.PARTY, DisciplineForm.WARNING, date(2020, 9, 25), "Vi phạm nguyên tắc tập trung dân chủ."),
}  # fmt: skip
# name: ratings of 2021, 2022, 2023, 2024 where they are not as everyone's
RATED = {
    "Mào Văn Diện": (QualityRating.GOOD, QualityRating.GOOD, QualityRating.COMPLETED, QualityRating.COMPLETED),
    "Hờ A Dình": (QualityRating.NOT_COMPLETED, QualityRating.COMPLETED, QualityRating.GOOD, QualityRating.GOOD),
    "Sùng A Tủa": (QualityRating.EXCELLENT, QualityRating.GOOD, QualityRating.EXCELLENT, QualityRating.EXCELLENT),
}  # fmt: skip
LEFT_SERVICE = {"Lý Dào Ngan": date(2025, 2, 1)}
WITHOUT_CITIZEN_ID = {"Lầu Thị Xua", "Bùi Xuân Thuyết"}

LOWLANDS = (
    "Xã Thụy Liên, huyện Thái Thụy, tỉnh Thái Bình", "Xã Hải Minh, huyện Hải Hậu, tỉnh Nam Định",
    "Xã Đồng Văn, huyện Thanh Chương, tỉnh Nghệ An", "Xã Minh Tân, huyện Vụ Bản, tỉnh Nam Định",
    "Xã Nam Hồng, huyện Tiền Hải, tỉnh Thái Bình",
)  # fmt: skip
MAJORS = (
    "Luật", "Quản lý nhà nước", "Nông nghiệp", "Xây dựng Đảng và chính quyền nhà nước", "Kinh tế", "Công tác xã hội",
    "Lâm nghiệp", "Kế toán",
)  # fmt: skip
LANGUAGES = {"Mông": "Tiếng Mông", "Thái": "Tiếng Thái", "Khơ Mú": "Tiếng Thái", "Kháng": "Tiếng Thái"}
BLOOD_GROUPS = ("O", "A", "B", "AB", "")
# From which post one is planned for which, at which unit: the same one, or the district.
PLANNED_FOR = {
    "Bí thư Đảng ủy": ("Phó Chủ tịch UBND huyện", DISTRICT),
    "Phó Bí thư Đảng ủy": ("Bí thư Đảng ủy", ""),
    "Phó Chủ tịch UBND": ("Chủ tịch UBND", ""),
    "Phó Chủ tịch HĐND": ("Chủ tịch HĐND", ""),
    "Chủ tịch Hội Nông dân": ("Phó Chủ tịch UBND", ""),
    "Chủ tịch Hội Liên hiệp Phụ nữ": ("Phó Chủ tịch HĐND", ""),
    "Bí thư Đoàn TNCS Hồ Chí Minh": ("Phó Chủ tịch UBND", ""),
    "Trưởng phòng": ("Phó Chủ tịch UBND huyện", DISTRICT),
    "Phó Trưởng phòng": ("Trưởng phòng", ""),
    "Trưởng ban": ("Phó Bí thư Huyện ủy", DISTRICT),
    "Phó Trưởng ban": ("Trưởng ban", ""),
    "Phó Chủ nhiệm Ủy ban Kiểm tra": ("Chủ nhiệm Ủy ban Kiểm tra", ""),
    "Phó Chánh Thanh tra": ("Chánh Thanh tra", ""),
    "Phó Chánh Văn phòng": ("Chánh Văn phòng", ""),
    "Phó Giám đốc Trung tâm Chính trị": ("Giám đốc Trung tâm Chính trị", ""),
    "Phó Chủ tịch Hội Nông dân": ("Chủ tịch Hội Nông dân", ""),
    "Phó Chủ tịch Ủy ban MTTQ Việt Nam": ("Chủ tịch Ủy ban MTTQ Việt Nam", ""),
}


@dataclass(frozen=True)
class Person:
    """One line of `PEOPLE`, read."""

    place: int
    name: str
    sex: Sex
    birth: PartialDate
    ethnicity: str
    unit: str
    posts: tuple[str, ...]
    since: PartialDate

    @property
    def main_post(self) -> str:
        """The post held first of all; "" for a civil servant who holds none."""
        return self.posts[0] if self.posts else ""

    @property
    def is_head(self) -> bool:
        """Leads a body, a commune's Party committee or the district."""
        return self.main_post.startswith(
            ("Bí thư", "Chủ tịch", "Trưởng", "Chánh", "Chủ nhiệm", "Giám đốc")
        ) or ("Huyện ủy" in self.main_post)

    @property
    def citizen_id(self) -> str:
        """Twelve digits: Điện Biên 011, men 0 and women 1, two of the birth year, six made up."""
        woman = int(self.sex == Sex.FEMALE)
        return f"011{woman}{self.birth.value:%y}{(self.place * 7919 + 104729) % 1_000_000:06d}"


def people() -> Iterator[Person]:
    """Everybody in the sample, in the order of the table."""
    for place, line in enumerate(PEOPLE.strip().splitlines(), start=1):
        name, sex, birth, ethnicity, unit, posts, since = (part.strip() for part in line.split("|"))
        yield Person(
            place=place,
            name=name,
            sex=Sex.FEMALE if sex == "nữ" else Sex.MALE,
            birth=partial_dates.parse(birth),
            ethnicity=ethnicity,
            unit=unit,
            posts=() if posts == "-" else tuple(post.strip() for post in posts.split("+")),
            since=partial_dates.parse(since),
        )


class _Lists:
    """The reference data by name."""

    def __init__(self) -> None:
        self.entries = {(entry.kind, entry.name): entry for entry in CatalogueEntry.objects.all()}
        self.units = {unit.name: unit for unit in Unit.objects.filter(note=MARK)}
        self.positions = {position.name: position for position in Position.objects.all()}
        self.posts = {
            (post.unit.name, post.position.name): post
            for post in Post.objects.filter(unit__note=MARK).select_related("unit", "position")
        }
        self.terms = {term.name: term for term in Term.objects.filter(kind=TermKind.PARTY)}

    def entry(self, kind: CatalogueKind, name: str) -> CatalogueEntry:
        return self.entries[kind, name]


def load_people() -> None:
    """Officials with their files, posts, ratings, discipline and quy hoạch."""
    lists = _Lists()
    everyone = list(people())
    officials = dict(
        zip(
            (person.place for person in everyone),
            add_all([_official(person, lists) for person in everyone]),
            strict=True,
        )
    )
    pairs = [(person, officials[person.place]) for person in everyone]
    add_all([holding for person, official in pairs for holding in _holdings(person, official, lists)])
    add_all([line for person, official in pairs for line in _work_history(person, official, lists)])
    add_all([rating for person, official in pairs for rating in _ratings(person, official)])
    add_all([entry for person, official in pairs for entry in _planning(person, official, lists)])
    add_all([record for person, official in pairs for record in _discipline(person, official)])
    add_all([course for person, official in pairs for course in _trainings(person, official)])
    add_all([member for person, official in pairs for member in _family(person, official)])
    add_all(
        [
            Reward(
                official=official,
                year=2019 + person.place % 6,
                form="Bằng khen của Chủ tịch UBND tỉnh"
                if person.is_head
                else "Giấy khen của Chủ tịch UBND huyện",
            )
            for person, official in pairs
            if person.place % 4 == 0
        ],
    )


def _official(person: Person, lists: _Lists) -> Official:
    """The 2C file of one person; what the table does not say follows from the person's place in it."""
    unit, place, kind = lists.units[person.unit], person.place, CatalogueKind
    in_commune = unit.level == UnitLevel.COMMUNE
    commune = _home_commune(person, lists)
    home = f"{commune.name}, huyện Nậm Pồ, tỉnh Điện Biên"
    native = LOWLANDS[place % len(LOWLANDS)] if person.ethnicity == "Kinh" else home
    born = person.birth.value.year
    joined = PartialDate(date(born + 24, 1 + place % 12, 1 + (place * 7) % 28), DatePrecision.DAY)
    step = 1 + place % 6
    senior = person.is_head and not in_commune
    official = Official(
        official_code=f"NP-{place:03d}",
        full_name=person.name,
        sex=person.sex,
        birth_place=home,
        birth_unit=commune,
        native_place=native,
        native_unit=None if person.ethnicity == "Kinh" else commune,
        ethnicity=lists.entry(kind.ETHNICITY, person.ethnicity),
        religion=lists.entry(kind.RELIGION, "Tin lành" if place % 41 == 0 else "Không"),
        permanent_residence=home,
        current_residence=f"{person.unit if in_commune else 'Xã Nà Hỳ'}, huyện Nậm Pồ, tỉnh Điện Biên",
        unit=unit,
        managing_unit=lists.units[DISTRICT],
        management_scope=lists.entry(kind.MANAGEMENT_SCOPE, _scope(person)),
        cadre_kind=lists.entry(kind.CADRE_KIND, "Cán bộ cấp xã" if in_commune else "Công chức"),
        job_title="" if person.posts else "Công chức",
        occupation_at_recruitment="Cán bộ không chuyên trách" if in_commune else "Sinh viên mới tốt nghiệp",
        recruiting_body="Ủy ban nhân dân tỉnh Điện Biên",
        main_duty="Lãnh đạo, phụ trách chung" if person.is_head else "Giúp cấp trưởng phụ trách lĩnh vực được phân công",
        grade=lists.entry(kind.GRADE, "Chuyên viên chính" if senior else "Chuyên viên"),
        grade_step=step,
        pay_coefficient=Decimal("4.40") + Decimal("0.34") * (step - 1) if senior else Decimal("2.34") + Decimal("0.33") * (step - 1),
        grade_since=date(2022 + place % 3, 1 + place % 12, 1),
        post_allowance=Decimal("0.30") if person.is_head else Decimal("0.20") if person.posts else None,
        general_education=lists.entry(kind.GENERAL_EDUCATION, "10/10" if born < 1970 else "12/12"),
        professional_level=lists.entry(kind.PROFESSIONAL_LEVEL, _training_level(person)),
        major=MAJORS[place % len(MAJORS)],
        political_theory=lists.entry(kind.POLITICAL_THEORY, "Cao cấp" if person.is_head and place % 3 else "Trung cấp"),
        state_management=lists.entry(kind.STATE_MANAGEMENT, "Chuyên viên chính" if senior else "Chuyên viên"),
        foreign_language=LANGUAGES.get(person.ethnicity, "Tiếng Anh B, tiếng Thái"),
        computing="Ứng dụng CNTT cơ bản",
        party_card_number=f"110{place:05d}",
        party_committee_membership=_committee(person),
        organization_joined="Đoàn TNCS Hồ Chí Minh" if place % 2 else "Công đoàn cơ sở",
        health="Tốt" if place % 5 else "Bình thường",
        height_cm=(166 if person.sex == Sex.MALE else 155) + place % 7,
        weight_kg=(60 if person.sex == Sex.MALE else 50) + place % 9,
        blood_group=BLOOD_GROUPS[place % 5],
        citizen_id="" if person.name in WITHOUT_CITIZEN_ID else person.citizen_id,
        citizen_id_issued_on=None if person.name in WITHOUT_CITIZEN_ID else date(2021, 4 + place % 8, 1 + place % 27),
        social_insurance_number=f"11{(place * 48611) % 100_000_000:08d}",
        left_service_on=LEFT_SERVICE.get(person.name),
        note=MARK,
    )  # fmt: skip
    official.birth = person.birth
    official.recruited = PartialDate.of_month(born + 23, 9)
    official.party_admission = joined
    official.party_official = joined.plus_months(12)
    return official


def _home_commune(person: Person, lists: _Lists) -> Unit:
    """Where the person comes from: two of three communal officials from their own commune, the others from elsewhere."""
    names = [f"Xã {name}" for name in COMMUNES]
    if person.unit in names and person.place % 3:
        return lists.units[person.unit]
    return lists.units[names[(person.place * 4) % len(names)]]


def _scope(person: Person) -> str:
    if person.unit == DISTRICT:
        return "Ban Thường vụ Tỉnh ủy quản lý"
    return "Ban Thường vụ Huyện ủy quản lý" if person.posts else "Thủ trưởng đơn vị quản lý"


def _training_level(person: Person) -> str:
    if person.birth.value.year < 1975 and person.unit.startswith("Xã"):
        return "Trung cấp"
    if person.unit.startswith("Xã") and person.place % 7 == 0:
        return "Cao đẳng"
    return "Thạc sĩ" if person.place % 11 == 0 else "Đại học"


def _committee(person: Person) -> str:
    if person.unit == DISTRICT:
        return "Ủy viên Ban Thường vụ Huyện ủy"
    if person.unit.startswith("Xã"):
        return (
            "Ủy viên Ban Thường vụ Đảng ủy xã"
            if person.is_head or "Phó Bí thư" in person.main_post
            else "Đảng ủy viên"
        )
    return "Huyện ủy viên" if person.is_head else ""


def _holdings(person: Person, official: Official, lists: _Lists) -> Iterator[PostHolding]:
    """The posts of the table, and for heads of communes the one they came from where its seat was free then."""
    until = LEFT_SERVICE.get(person.name)
    for name in person.posts:
        post = lists.posts[person.unit, name]
        holding = PostHolding(
            official=official,
            post=post,
            held_until=until,
            is_main=name == person.main_post,
            obtained_by=post.position.filling,
            term=_party_term(person.since, lists) if name.startswith(("Bí thư", "Phó Bí thư")) else None,
            document=f"Quyết định số {200 + person.place}-QĐ/HU",
        )
        holding.started = person.since
        yield holding
    if person.unit.startswith("Xã") and "Chủ tịch UBND" in person.posts:
        came_up = PostHolding(
            official=official, post=lists.posts[person.unit, "Phó Chủ tịch UBND"], obtained_by="elected",
            document=f"Quyết định số {100 + person.place}/QĐ-UBND",
        )  # fmt: skip
        came_up.started = PartialDate.of_month(2016, 7)
        came_up.finished = person.since
        yield came_up


def _party_term(since: PartialDate, lists: _Lists) -> Term | None:
    return next((term for term in lists.terms.values() if term.starts_on <= since.value < term.ends_on), None)


def _work_history(person: Person, official: Official, lists: _Lists) -> Iterator[WorkHistory]:
    recruited = PartialDate.of_month(person.birth.value.year + 23, 9)
    came_up = PartialDate.of_month(2016, 7)
    began = WorkHistory(
        official=official, unit=lists.units[person.unit],
        description=f"Công chức {person.unit}" if not person.unit.startswith("Xã") else f"Công chức {person.unit}, huyện Nậm Pồ",
    )  # fmt: skip
    began.started = recruited
    began.finished = came_up if recruited < came_up < person.since else max(recruited, person.since)
    yield began
    now_at = WorkHistory(
        official=official,
        unit=lists.units[person.unit],
        description=f"{', '.join(person.posts) or 'Công chức'}, {person.unit}",
    )
    now_at.started = max(recruited, person.since)
    yield now_at


def _ratings(person: Person, official: Official) -> Iterator[AnnualRating]:
    usual = QualityRating.EXCELLENT if person.place % 8 == 0 else QualityRating.GOOD
    given = RATED.get(person.name, (usual,) * 4)
    for year, rating in zip(range(2021, 2025), given, strict=True):
        if rating == usual and (person.place + year) % 13 == 0:
            rating = QualityRating.COMPLETED
        yield AnnualRating(
            official=official,
            year=year,
            unit=official.unit,
            self_rating=rating,
            proposed_rating=rating,
            rating=rating,
            decided_by="Ban Thường vụ Huyện ủy",
            document=f"Thông báo xếp loại năm {year}",
        )


def _planning(person: Person, official: Official, lists: _Lists) -> Iterator[SuccessionEntry]:
    """Two terms of quy hoạch for most people below the head, one removed entry, nothing for some."""
    if person.main_post not in PLANNED_FOR or person.name in NOT_PLANNED:
        return
    name, elsewhere = PLANNED_FOR[person.main_post]
    unit = lists.units[elsewhere or person.unit]
    for term, approved_on in (("2020-2025", date(2021, 9, 30)), ("2025-2030", date(2024, 9, 27))):
        removed = person.name in DISCIPLINED and term == "2020-2025"
        yield SuccessionEntry(
            official=official,
            position=lists.positions[name],
            unit=unit,
            level=unit.level,
            term=lists.terms[term],
            source=SuccessionSource.ELSEWHERE if elsewhere else SuccessionSource.LOCAL,
            status=SuccessionStatus.REMOVED if removed else SuccessionStatus.VALID,
            approved_on=approved_on,
            approved_by_document=f"Quyết định phê duyệt quy hoạch nhiệm kỳ {term}",
            removed_on=date(2024, 12, 31) if removed else None,
            removal_reason="Bị thi hành kỷ luật" if removed else "",
        )


def _discipline(person: Person, official: Official) -> Iterator[DisciplineRecord]:
    if person.name in DISCIPLINED:
        side, form, decided_on, reason = DISCIPLINED[person.name]
        yield DisciplineRecord(
            official=official, side=side, form=form, decided_on=decided_on, reason=reason,
            document=f"Quyết định số {70 + person.place}-QĐ/UBKT",
        )  # fmt: skip


def _trainings(person: Person, official: Official) -> Iterator[Training]:
    born = person.birth.value.year
    degree = Training(
        official=official, school="Trường Đại học Tây Bắc" if person.place % 2 else "Học viện Hành chính Quốc gia",
        major=MAJORS[person.place % len(MAJORS)], form="Chính quy" if person.place % 3 else "Vừa làm vừa học",
        certificate=_training_level(person),
    )  # fmt: skip
    degree.started, degree.finished = PartialDate.of_year(born + 19), PartialDate.of_year(born + 23)
    yield degree
    if person.posts:
        yield Training(
            official=official, school="Trường Chính trị tỉnh Điện Biên", major="Lý luận chính trị",
            from_date=date(2018, 3, 1), to_date=date(2019, 1, 31), form="Tập trung", certificate="Trung cấp lý luận chính trị",
        )  # fmt: skip


def _family(person: Person, official: Official) -> Iterator[FamilyMember]:
    """A spouse and a child for every fifth person; the others' relatives are not in the sample."""
    if person.place % 5:
        return
    wife = person.sex == Sex.MALE
    yield FamilyMember(
        official=official, relation="Vợ" if wife else "Chồng",
        full_name="Lò Thị Mẫu" if wife else "Lò Văn Mẫu",
        birth_year=person.birth.value.year + (2 if wife else -2), description="Làm ruộng, cùng nơi cư trú",
    )  # fmt: skip
    yield FamilyMember(
        official=official, relation="Con", full_name="Lò Bảo Mẫu", birth_year=person.birth.value.year + 27,
        description="Học sinh",
    )  # fmt: skip
