"""The two decisions of three pages, with the duties of a post."""

from __future__ import annotations

from datetime import date

from infra.demo.papers import Paper, Prose
from infra.demo.people import (
    LIEN,
    SNV_BG,
    THUAN,
    UB_BG,
    UB_LN,
)
from infra.demo.wording import Matter, act, born, carried_out_by, decision

# Ma Thị Liên: an appointment with the duties of the post.

_DUTIES = (
    "Chịu trách nhiệm trước Giám đốc Sở Nội vụ và trước pháp luật về toàn bộ hoạt động của Trung "
    "tâm; quyết định các công việc thuộc phạm vi, thẩm quyền quản lý của Trung tâm.",
    "Tổ chức sưu tầm, thu thập, chỉnh lý, xác định giá trị, thống kê, bảo vệ, bảo quản an toàn tài "
    "liệu lưu trữ lịch sử của tỉnh.",
    "Xây dựng kế hoạch công tác năm, quý, tháng của Trung tâm trình Giám đốc Sở phê duyệt và tổ "
    "chức thực hiện kế hoạch sau khi được phê duyệt.",
    "Tổ chức thẩm định hồ sơ, tài liệu trước khi giao nộp theo quy định của pháp luật; tu bổ, phục "
    "chế, lập bản sao bảo hiểm tài liệu lưu trữ.",
    "Tổ chức khai thác, sử dụng, công bố, giới thiệu và phát huy giá trị của tài liệu lưu trữ phục "
    "vụ nghiên cứu khoa học và yêu cầu chính đáng của tổ chức, công dân.",
    "Ứng dụng khoa học và công nghệ, số hóa tài liệu lưu trữ; xây dựng cơ sở dữ liệu tài liệu lưu "
    "trữ lịch sử của tỉnh.",
    "Quản lý tổ chức bộ máy, vị trí việc làm, viên chức và người lao động, tài chính, tài sản được "
    "giao theo quy định của pháp luật và phân cấp của Giám đốc Sở Nội vụ.",
    "Thực hiện chế độ thông tin, báo cáo định kỳ và đột xuất về tình hình thực hiện nhiệm vụ được "
    "giao với Giám đốc Sở và các cơ quan có thẩm quyền.",
    "Phối hợp với các phòng chuyên môn thuộc Sở và các cơ quan, đơn vị có liên quan trong việc thu "
    "thập, giao nộp và quản lý hồ sơ, tài liệu.",
    "Thực hiện các nhiệm vụ khác do Giám đốc Sở Nội vụ giao.",
)


_POWERS = (
    "Được yêu cầu các phòng, ban, đơn vị có liên quan cung cấp thông tin, tài liệu phục vụ việc "
    "thực hiện nhiệm vụ được giao.",
    "Được tham dự các cuộc họp của cơ quan, đơn vị có nội dung liên quan đến lĩnh vực phụ trách và "
    "đề xuất ý kiến về những nội dung đó.",
    "Được phân công, điều động, đánh giá, khen thưởng và đề nghị xử lý kỷ luật đối với người thuộc "
    "quyền quản lý theo phân cấp.",
    "Được ký các văn bản hành chính thông thường thuộc thẩm quyền và các văn bản khác theo ủy "
    "quyền của cấp có thẩm quyền.",
    "Được đào tạo, bồi dưỡng nâng cao trình độ chuyên môn, nghiệp vụ, lý luận chính trị, kiến thức "
    "quốc phòng và an ninh theo quy định.",
    "Được kiến nghị với cấp có thẩm quyền xem xét, giải quyết những khó khăn, vướng mắc trong quá "
    "trình thực hiện nhiệm vụ.",
)


_ABROAD = (
    "Chấp hành sự phân công của cấp ủy, chính quyền nơi đến; giữ gìn đoàn kết nội bộ, gần gũi nhân "
    "dân, thực hiện đúng quy chế làm việc của cơ quan nơi đến công tác.",
    "Trong 03 tháng đầu, nghiên cứu tình hình kinh tế - xã hội, tổ chức bộ máy, đội ngũ cán bộ, "
    "công chức của huyện và xây dựng chương trình hành động cá nhân cho cả thời gian luân chuyển.",
    "Trực tiếp tham mưu, chỉ đạo công tác cải cách hành chính, xây dựng chính quyền cơ sở, sắp xếp "
    "đơn vị hành chính cấp xã trên địa bàn huyện theo kế hoạch của tỉnh.",
    "Tham gia giải quyết các vụ việc khó khăn, tồn đọng kéo dài; tổ chức đối thoại, tiếp công dân "
    "theo quy định và theo phân công của người đứng đầu.",
    "Định kỳ 06 tháng một lần báo cáo bằng văn bản kết quả thực hiện nhiệm vụ với Chủ tịch Ủy ban "
    "nhân dân huyện và Giám đốc Sở Nội vụ; hằng năm tự đánh giá, xếp loại chất lượng.",
    "Bàn giao đầy đủ công việc, hồ sơ, tài liệu, tài chính, tài sản ở đơn vị cũ trước khi nhận "
    "nhiệm vụ; khi kết thúc thời gian luân chuyển, bàn giao công việc ở nơi luân chuyển và báo cáo "
    "tổng kết quá trình công tác.",
    "Không tự ý xin chuyển công tác, không đề nghị rút ngắn thời gian luân chuyển khi chưa có ý "
    "kiến của cơ quan có thẩm quyền quản lý cán bộ.",
    "Gương mẫu chấp hành các quy định về trách nhiệm nêu gương, phòng, chống tham nhũng, lãng phí, "
    "tiêu cực; giữ mối liên hệ với tổ chức đảng nơi cư trú.",
    "Thực hiện các nhiệm vụ khác do cấp có thẩm quyền giao.",
)
"""Duties of an official sent to a district."""


def _numbered(lines: tuple[str, ...]) -> tuple[Prose, ...]:
    return tuple(Prose(text=f"{row}. {line}") for row, line in enumerate(lines, start=1))


def lien_appointed() -> Paper:
    post = "Giám đốc Trung tâm Lưu trữ lịch sử"
    return decision(
        "lien-appointed",
        agency=SNV_BG,
        number=58,
        issued=date(2022, 3, 10),
        about="bổ nhiệm và quy định nhiệm vụ, quyền hạn\ncủa Giám đốc Trung tâm Lưu trữ lịch sử",
        matter=Matter.STAFF,
        articles=(
            f"Bổ nhiệm {born(LIEN)}, Phó Trưởng phòng Quản lý văn thư - lưu trữ, giữ chức vụ "
            f"{post}, {SNV_BG.unit}, kể từ ngày 15/3/2022.",
            f"Thời hạn giữ chức vụ là 05 năm. Bà {LIEN.name} được hưởng phụ cấp chức vụ hệ số "
            "0,50.",
            "Giám đốc Trung tâm Lưu trữ lịch sử có nhiệm vụ sau đây:",
            *_numbered(_DUTIES),
            "Giám đốc Trung tâm Lưu trữ lịch sử có quyền hạn sau đây:",
            *_numbered(_POWERS),
            "Trong thời gian giữ chức vụ, Giám đốc Trung tâm Lưu trữ lịch sử thực hiện chế độ đánh "
            "giá, xếp loại chất lượng hằng năm, kê khai tài sản, thu nhập và chế độ bồi dưỡng kiến "
            "thức, kỹ năng lãnh đạo, quản lý theo quy định. Trường hợp vắng mặt, Giám đốc ủy quyền "
            "bằng văn bản cho một Phó Giám đốc điều hành công việc của Trung tâm và báo cáo Giám "
            "đốc Sở.",
            "Giám đốc Trung tâm có trách nhiệm bàn giao đầy đủ công việc, hồ sơ, tài liệu, tài "
            "chính, tài sản đang quản lý tại đơn vị cũ trước khi nhận nhiệm vụ mới; việc bàn giao "
            "được lập thành biên bản, có xác nhận của người đứng đầu đơn vị và gửi về Văn phòng Sở "
            "chậm nhất là ngày 31/3/2022.",
            carried_out_by(LIEN),
        ),
        acts=(
            act(
                "appointment.made",
                LIEN,
                date(2022, 3, 15),
                months=60,
                post=post,
                unit=SNV_BG.unit,
                post_allowance="0.50",
            ),
        ),
        recipients=(
            "- Như Điều 7;",
            "- Ủy ban nhân dân tỉnh (b/c);",
            "- Các Phó Giám đốc Sở;",
            "- Lưu: VT, HS.",
        ),
    )


# Bùi Quang Thuận: the decision whose second page the scanner drew in unseen.


def thuan_rotated() -> Paper:
    return decision(
        "thuan-rotated",
        agency=UB_BG,
        number=421,
        issued=date(2024, 3, 28),
        about="luân chuyển công chức lãnh đạo, quản lý",
        matter=Matter.STAFF,
        asked_by="Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 97/TTr-SNV ngày 22/3/2024.",
        articles=(
            f"Luân chuyển {born(THUAN)}, Trưởng phòng Xây dựng chính quyền, {SNV_BG.unit}, đến "
            f"công tác tại {UB_LN.unit}; thời gian luân chuyển 36 tháng, kể từ ngày 01/4/2024.",
            "Trong thời gian luân chuyển, công chức được luân chuyển có trách nhiệm:",
            *_numbered(_ABROAD),
            "Trong thời gian luân chuyển, công chức được luân chuyển có quyền:",
            *_numbered(_POWERS),
            f"Ông {THUAN.name} được giữ nguyên ngạch, bậc, hệ số lương, phụ cấp chức vụ và các chế "
            "độ, chính sách đang hưởng; được bố trí nhà ở công vụ, phương tiện đi lại và hưởng trợ "
            "cấp ban đầu theo quy định của Ủy ban nhân dân tỉnh đối với cán bộ, công chức luân "
            "chuyển. Hết thời gian luân chuyển, cơ quan có thẩm quyền nhận xét, đánh giá và xem "
            "xét, bố trí công tác phù hợp với kết quả thực hiện nhiệm vụ.",
            "Ủy ban nhân dân huyện Lục Nam có trách nhiệm tiếp nhận, phân công nhiệm vụ, tạo điều "
            "kiện để công chức luân chuyển hoàn thành nhiệm vụ; hằng năm gửi nhận xét, đánh giá "
            "công chức luân chuyển về Sở Nội vụ trước ngày 15 tháng 12 để tổng hợp, báo cáo Chủ "
            "tịch Ủy ban nhân dân tỉnh.",
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Chủ tịch Ủy ban nhân dân "
            f"huyện Lục Nam và ông {THUAN.name} chịu trách nhiệm thi hành Quyết định này./.",
        ),
        acts=(
            act(
                "rotation.leader",
                THUAN,
                date(2024, 4, 1),
                months=36,
                from_unit=SNV_BG.unit,
                to_unit=UB_LN.unit,
            ),
        ),
        recipients=("- Như Điều 6;", "- Ban Tổ chức Tỉnh ủy;", "- Lưu: VT, NC."),
    )
