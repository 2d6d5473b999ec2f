"""Papers that are no decisions: cover, inventory, CV, degree, self-review, letters."""

from __future__ import annotations

from datetime import date

from infra.demo.papers import (
    Act,
    Block,
    Border,
    Centre,
    Close,
    Gap,
    Head,
    PageBreak,
    Paper,
    Person,
    Photo,
    Prose,
    Seal,
    Signature,
    Table,
    day_words,
    number_line,
    short_day,
)
from infra.demo.people import Agency, signature_of


def cover(key: str, person: Person, *, agency: Agency, opened: int, sheets: int) -> Paper:
    """Bìa hồ sơ."""
    lines = (
        f"Họ và tên: {person.name.upper()}",
        f"Sinh ngày: {short_day(person.birth_date)}",
        f"Quê quán: {person.native_place}",
        f"Cơ quan quản lý hồ sơ: {agency.unit}",
        f"Năm lập hồ sơ: {opened}",
        f"Số tờ: {sheets:02d}",
        "Thời hạn bảo quản: Vĩnh viễn",
    )
    return Paper(
        key=key,
        doc_type="BIA_HO_SO",
        type_name="Bìa hồ sơ",
        title="Hồ sơ công chức, viên chức",
        body=(
            Border(),
            Gap(mm=8),
            Centre(text=f"{agency.parent or agency.body}".replace("\n", " "), bold=False),
            Centre(text=agency.body.replace("\n", " "), rule=True),
            Gap(mm=45),
            Centre(text="HỒ SƠ", pt=28),
            Centre(text="CÔNG CHỨC, VIÊN CHỨC", pt=18),
            Gap(mm=22),
            *(Prose(text=line, pt=15) for line in lines),
        ),
    )


def inventory(key: str, rows: tuple[tuple[str, str, str, str, str], ...]) -> Paper:
    """Mục lục văn bản; rows: ordinal, number, date, type and title, sheets."""
    return Paper(
        key=key,
        doc_type="MUC_LUC_VAN_BAN",
        type_name="Mục lục văn bản",
        title="Mục lục văn bản trong hồ sơ",
        body=(
            Centre(text="MỤC LỤC VĂN BẢN TRONG HỒ SƠ", pt=15, rule=True),
            Table(
                shares=(10, 33, 25, 83, 14),
                header=("TT", "Số, ký hiệu", "Ngày tháng", "Tên loại, trích yếu", "Số tờ"),
                rows=rows,
            ),
        ),
    )


def cv_form(
    key: str,
    person: Person,
    *,
    signed: date,
    studied: tuple[tuple[str, str, str, str], ...],
    worked: tuple[tuple[str, str], ...],
    paid: tuple[tuple[str, str, str, str], ...],
    agency: Agency,
) -> Paper:
    """Sơ yếu lý lịch, an extract of form 2C-BNV/2008, on two pages. Source: domain.md 2.4."""
    sex = "Nam" if person.honorific == "ông" else "Nữ"
    born = person.birth_date
    first: tuple[Block, ...] = (
        Prose(
            text="Mẫu 2C-BNV/2008 ban hành theo Quyết định số 02/2008/QĐ-BNV", pt=10, italic=True
        ),
        Centre(text="SƠ YẾU LÝ LỊCH CÁN BỘ, CÔNG CHỨC", pt=15, before_mm=2),
        Gap(mm=4),
        Photo(),
        *(
            Prose(text=line, indent=False, pt=12.5)
            for line in (
                f"1) Họ và tên khai sinh (viết chữ in hoa): {person.name.upper()}",
                "2) Tên gọi khác: Không",
                f"3) Sinh ngày: {born.day:02d} tháng {born.month:02d} năm {born.year}, "
                f"Giới tính: {sex}",
                f"4) Nơi sinh: {person.native_place}",
                f"5) Quê quán: {person.native_place}",
                f"6) Dân tộc: {person.ethnicity}",
                "7) Tôn giáo: Không",
                f"8) Nơi đăng ký hộ khẩu thường trú: {person.native_place}",
                f"9) Nơi ở hiện nay: {person.native_place}",
                "10) Nghề nghiệp khi được tuyển dụng: Sinh viên tốt nghiệp",
                f"11) Cơ quan tuyển dụng: {agency.unit}",
                "15.1- Trình độ giáo dục phổ thông: 12/12, hệ chính quy",
                "15.3- Lý luận chính trị: Trung cấp",
                "20) Sở trường công tác: Nghiên cứu, tổng hợp",
                "23) Tình trạng sức khỏe: Tốt",
                f"25) Số chứng minh nhân dân hoặc căn cước: {person.identifier or '……………'}",
            )
        ),
        Prose(text="27) ĐÀO TẠO, BỒI DƯỠNG", indent=False, pt=12.5),
        Table(
            shares=(52, 46, 34, 33),
            header=("Tên trường", "Chuyên ngành", "Từ - đến", "Văn bằng, chứng chỉ"),
            rows=studied,
        ),
    )
    second: tuple[Block, ...] = (
        Prose(text="28) TÓM TẮT QUÁ TRÌNH CÔNG TÁC", indent=False, pt=12.5),
        Table(
            shares=(45, 120),
            header=("Từ tháng, năm đến tháng, năm", "Chức danh, chức vụ, đơn vị công tác"),
            rows=worked,
        ),
        Prose(text="31) DIỄN BIẾN QUÁ TRÌNH LƯƠNG", indent=False, pt=12.5),
        Table(shares=(40, 45, 40, 40), header=("Tháng/năm", "Mã ngạch", "Bậc", "Hệ số"), rows=paid),
        Prose(
            text="Tôi xin cam đoan những lời khai trên đây là đúng sự thật.", italic=True, pt=12.5
        ),
        Centre(text=f"{agency.place}, {day_words(signed)}", bold=False, italic=True, before_mm=2),
        Close(recipients=(), signature=Signature(capacity=("Người khai",), name=person.name)),
    )
    return Paper(
        key=key,
        doc_type="SO_YEU_LY_LICH",
        type_name="Sơ yếu lý lịch",
        title="Sơ yếu lý lịch cán bộ, công chức",
        issued=signed,
        body=(*first, PageBreak(), *second),
    )


def degree(
    key: str, person: Person, *, school: str, subject: str, rank: str, given: date, serial: str
) -> Paper:
    """Bằng tốt nghiệp đại học, a copy on A4."""
    signature = Signature(
        capacity=("HIỆU TRƯỞNG",),
        name="Lưu Đức Cảnh",
        seal=Seal(ring="BỘ GIÁO DỤC VÀ ĐÀO TẠO", centre=("TRƯỜNG", "ĐẠI HỌC")),
    )
    lines = (
        f"Cho: {person.honorific.capitalize()} {person.name}",
        f"Ngày sinh: {short_day(person.birth_date)}",
        f"Ngành đào tạo: {subject}",
        f"Năm tốt nghiệp: {given.year}",
        f"Xếp loại tốt nghiệp: {rank}",
        "Hình thức đào tạo: Chính quy",
    )
    return Paper(
        key=key,
        doc_type="VAN_BANG_CHUNG_CHI",
        type_name="Bằng tốt nghiệp",
        title=f"Bằng tốt nghiệp đại học ngành {subject}",
        issued=given,
        issuer=f"TRƯỜNG ĐẠI HỌC {school.upper()}",
        body=(
            Border(),
            Gap(mm=10),
            Centre(text="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            Centre(text="Độc lập - Tự do - Hạnh phúc", rule=True),
            Gap(mm=12),
            Centre(text=f"HIỆU TRƯỞNG TRƯỜNG ĐẠI HỌC {school.upper()}", pt=14),
            Centre(text="cấp", bold=False, italic=True),
            Centre(text="BẰNG TỐT NGHIỆP ĐẠI HỌC", pt=22, before_mm=3),
            Gap(mm=8),
            *(Prose(text=line) for line in lines),
            Gap(mm=8),
            Centre(text=f"Hà Nội, {day_words(given)}", bold=False, italic=True),
            Close(recipients=(f"Số hiệu: {serial}",), signature=signature),
        ),
    )


def self_review(key: str, person: Person, *, year: int, post: str, agency: Agency) -> Paper:
    """Bản tự kiểm điểm of one working year."""
    signed = date(year, 12, 8)
    paragraphs = (
        f"Họ và tên: {person.name}. Chức vụ: {post}.",
        "**I. Kết quả tự đánh giá**",
        "1. Chính trị tư tưởng: Chấp hành chủ trương, đường lối, quy định của Đảng, chính sách, "
        "pháp luật của Nhà nước; có ý thức tự học tập, nâng cao trình độ.",
        "2. Đạo đức, lối sống: Lối sống trung thực, giản dị; đoàn kết, xây dựng cơ quan trong "
        "sạch, vững mạnh.",
        "3. Tác phong, lề lối làm việc: Có tinh thần trách nhiệm, phối hợp với đồng nghiệp trong "
        "công việc; thái độ đúng mực với tổ chức, công dân.",
        "4. Kết quả thực hiện nhiệm vụ: Hoàn thành các công việc được giao theo kế hoạch, bảo đảm "
        "tiến độ và chất lượng.",
        "**II. Tự xếp loại chất lượng**",
        "Hoàn thành tốt nhiệm vụ.",
    )
    return Paper(
        key=key,
        doc_type="PHIEU_DANH_GIA",
        type_name="Bản tự kiểm điểm",
        title=f"Bản tự kiểm điểm cá nhân năm {year}",
        issued=signed,
        body=(
            Centre(text="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            Centre(text="Độc lập - Tự do - Hạnh phúc", rule=True),
            Centre(text=f"{agency.place}, {day_words(signed)}", bold=False, italic=True),
            Centre(text="BẢN TỰ KIỂM ĐIỂM CÁ NHÂN", pt=15, before_mm=5),
            Centre(text=f"Năm {year}", rule=True),
            *(Prose(text=paragraph) for paragraph in paragraphs),
            Close(
                recipients=(),
                signature=Signature(capacity=("NGƯỜI TỰ KIỂM ĐIỂM",), name=person.name),
            ),
        ),
    )


def letter(
    key: str,
    *,
    agency: Agency,
    number: str,
    issued: date,
    regarding: str,
    to: str,
    paragraphs: tuple[str, ...],
    acts: tuple[Act, ...] = (),
    doc_type: str = "CONG_VAN",
    secrecy: str | None = None,
) -> Paper:
    """Công văn: no type name; V/v under the number; Kính gửi."""
    signature = signature_of(agency, issued)
    return Paper(
        key=key,
        doc_type=doc_type,
        type_name="Công văn",
        title=f"V/v {regarding}",
        number=number,
        issued=issued,
        issuer=agency.body.replace("\n", " "),
        signature=signature,
        acts=acts,
        body=(
            Head(
                parent=agency.parent,
                body=agency.body,
                number_line=number_line(number),
                place_date=f"{agency.place}, {day_words(issued)}",
                regarding=f"V/v {regarding}",
                secrecy=secrecy,
            ),
            Gap(mm=4),
            Centre(text=f"Kính gửi: {to}", bold=False, pt=14),
            Gap(mm=4),
            *(Prose(text=paragraph) for paragraph in paragraphs),
            Close(recipients=("- Như trên;", "- Lưu: VT, HS."), signature=signature),
        ),
    )


def notice(
    key: str,
    *,
    agency: Agency,
    number: str,
    issued: date,
    about: str,
    paragraphs: tuple[str, ...],
    acts: tuple[Act, ...],
) -> Paper:
    """Thông báo."""
    signature = signature_of(agency, issued)
    return Paper(
        key=key,
        doc_type="THONG_BAO",
        type_name="Thông báo",
        title=f"Về việc {about}",
        number=number,
        issued=issued,
        issuer=agency.body.replace("\n", " "),
        signature=signature,
        acts=acts,
        body=(
            Head(
                parent=agency.parent,
                body=agency.body,
                number_line=number_line(number),
                place_date=f"{agency.place}, {day_words(issued)}",
            ),
            Centre(text="THÔNG BÁO", pt=14, before_mm=2),
            Centre(text=f"Về việc {about}", rule=True),
            *(Prose(text=paragraph) for paragraph in paragraphs),
            Close(recipients=("- Như trên;", "- Lưu: VT, HS."), signature=signature),
        ),
    )


def blank_side(key: str) -> Paper:
    """An empty side of a sheet that was scanned all the same."""
    return Paper(key=key, doc_type="KHAC", type_name="Trang trắng", title="", body=(Gap(mm=0),))
