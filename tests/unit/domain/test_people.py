"""Names as written and the keys that match them; what the digits of an identifier say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import PartialDate
from domain.people import (
    Gender,
    Identifier,
    IdentifierFault,
    IdentifierKind,
    PersonName,
    check_identifier,
    exact_key,
    fold,
    masked_identifier,
    name_at_start,
    name_key,
    plain_identifier,
    read_cccd,
    same_name,
    strip_honorifics,
)
from domain.tables.provinces import (
    MERGED_INTO,
    PROVINCES_FROM_2025,
    REGISTRATION_PROVINCES,
    province_name,
    successor_province,
)
from search.words import fold as search_fold

ON = date(2026, 3, 1)
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyƀñàáảãạằấỗợủýỳỷỹỵúùũụòóỏõọèéẻẽẹ"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa"),
        ("Lê Thị Thuý", "LÊ THỊ THÚY"),
        ("Trần Thuỷ", "Trần Thủy"),
        ("Đỗ Khoẻ", "Đỗ Khỏe"),
        ("Lý Thị Kỳ", "Lí Thị Kì"),
        ("Mỹ Quý", "Mĩ Quí"),
        ("H'Lan Êban", "H’LAN ÊBAN"),
        ("H'Lan Êban", "H‘Lan Êban"),
        ("H'Lan Êban", "H` Lan  Êban"),
        ("H'Lan Êban", "HLan Êban"),
        ("Rơ-Ông Ha Krang", "Rơ Ông Ha Krang"),
        ("Đinh Đức", "Ðinh Ðức"),
        ("ông Nguyễn Văn An", "NGUYEN VAN AN"),
        ("Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str):
    assert name_key(one) == name_key(other)
    assert same_name(one, other)


def test_the_exact_key_keeps_the_marks_but_not_the_place_of_the_tone():
    assert exact_key("bà Lê Thị Thuý") == exact_key("LÊ THỊ THÚY")
    assert exact_key("Nguyễn Văn Tuấn") != exact_key("Nguyễn Văn Tuân")
    assert exact_key("Lý Kỳ") != exact_key("Lí Kì")


def test_quy_keeps_its_tone_where_it_is():
    assert exact_key("Quý") == "quý"


@given(st.text(alphabet=LETTERS + LETTERS.upper() + " '’-_\u0300\u0323\u031b", max_size=40))
def test_the_archive_and_its_index_fold_alike(text: str):
    assert fold(text) == search_fold(text)


@given(st.text(alphabet=LETTERS + " '-", max_size=30))
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "honorific", "name"),
    [
        ("ông Nguyễn Văn An", "ông", "Nguyễn Văn An"),
        ("Ông TS. Nguyễn Văn An", "Ông TS.", "Nguyễn Văn An"),
        ("các ông (bà) Trần Văn Bình", "các ông (bà)", "Trần Văn Bình"),
        ("đồng chí Vi Văn Thắng", "đồng chí", "Vi Văn Thắng"),
        ("đ/c Nông Thị Hạnh", "đ/c", "Nông Thị Hạnh"),
        ("PGS.TS. Lê Đức Toại", "PGS.TS.", "Lê Đức Toại"),
        ("BSCKII Lò Văn Pâng", "BSCKII", "Lò Văn Pâng"),
        ("bà Ths. Ma Thị Liên", "bà Ths.", "Ma Thị Liên"),
        ("Thượng tá Đàm Văn Khải", "Thượng tá", "Đàm Văn Khải"),
        ("ông nguyên là Bế Văn Đàn", "ông nguyên là", "Bế Văn Đàn"),
        ("Nguyễn Văn An", None, "Nguyễn Văn An"),
        ("ông Ông Văn Tùng", "ông", "Ông Văn Tùng"),
        ("Anh Thư", None, "Anh Thư"),
        ("cô Giáo Thị Thảo", "cô", "Giáo Thị Thảo"),
    ],
)
def test_what_is_said_of_a_person_is_parted_from_the_name(
    written: str, honorific: str | None, name: str
):
    assert strip_honorifics(written) == (honorific, name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ông Nguyễn Văn A, sinh ngày 12/3/1979, Phó Trưởng phòng", "ông Nguyễn Văn A"),
        ("bà Lương Thị Mai hiện công tác tại Sở", "bà Lương Thị Mai"),
        ("ông Hà Văn Dũng (sinh năm 1998) trúng tuyển", "ông Hà Văn Dũng"),
        ("bà Y Blơi – Chuyên viên", "bà Y Blơi"),
        ("Ông Lò Văn Pâng Phó Bí thư Huyện ủy", "Ông Lò Văn Pâng"),
        ("ông Lê Đức Toại từ Phòng Cải cách", "ông Lê Đức Toại"),
        ("bà Trần Thị Bích giữ chức vụ Phó Giám đốc", "bà Trần Thị Bích"),
        ("ông Nguyễn Văn Sinh, sinh năm 1980", "ông Nguyễn Văn Sinh"),
        ("ông Hà Văn Trưởng, Trưởng phòng", "ông Hà Văn Trưởng"),
        ("bà nguyễn Thị Duyên, chuyên viên", "bà nguyễn Thị Duyên"),
    ],
)
def test_a_name_ends_where_the_sentence_goes_on(text: str, name: str):
    assert name_at_start(text) == name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("bà nguyễn Thị Duyên", "Nguyễn Thị Duyên"),
        ("Nguyễn Văn AN", "Nguyễn Văn An"),
        ("H'LAN ÊBAN", "H'Lan Êban"),
        ("HLim Niê", "HLim Niê"),
        ("RƠ-ÔNG HA KRANG", "Rơ-Ông Ha Krang"),
        ("Y BLĂN NIÊ KĐĂM", "Y Blăn Niê Kđăm"),
        ("Lê Thị Thuý", "Lê Thị Thuý"),
    ],
)
def test_a_name_is_shown_recapitalised_and_never_respelled(written: str, shown: str):
    name = PersonName.of(written)

    assert name.display == shown
    assert name.as_written == written


def test_a_vietnamese_name_has_family_middle_and_given():
    name = PersonName.of("ông Nguyễn Văn Minh An")

    assert (name.family, name.middle, name.given) == ("Nguyễn", ("Văn", "Minh"), "An")


@pytest.mark.parametrize(
    ("written", "marker", "given", "clan"),
    [
        ("Y Blăn Niê Kđăm", "Y", "Blăn", "Niê Kđăm"),
        ("H'Lan Êban", "H'", "Lan", "Êban"),
        ("H’ Lan Êban", "H'", "Lan", "Êban"),
        ("A Thút", "A", "Thút", None),
        ("Y Blơi", "Y", "Blơi", None),
        ("K'Brêu", "K'", "Brêu", None),
    ],
)
def test_a_marker_of_the_highlands_is_no_family_name(
    written: str, marker: str, given: str, clan: str | None
):
    name = PersonName.of(written)

    assert (name.marker, name.family, name.given, name.clan) == (marker, None, given, clan)


def test_a_family_name_may_have_two_syllables():
    name = PersonName.of("Rơ Châm H'Yéo")

    assert (name.family, name.given) == ("Rơ Châm", "H'Yéo")


def test_gender_is_hinted_by_ong_and_ba_alone():
    assert PersonName.of("ông Y Blăn Niê").gender_hint is Gender.M
    assert PersonName.of("bà Y Blơi").gender_hint is Gender.F
    assert PersonName.of("Y Blơi").gender_hint is None
    assert PersonName.of("Nguyễn Thị An").gender_hint is None
    assert PersonName.of("đồng chí Vi Văn Thắng").gender_hint is None
    assert PersonName.of("ông (bà) Vi Văn Thắng").gender_hint is None


def test_no_name_is_no_name():
    with pytest.raises(ValueError, match="no name"):
        PersonName.of(" … ")


# Identifiers


def faults(
    value: str,
    *,
    kind: IdentifierKind = IdentifierKind.CCCD,
    gender: Gender | None = None,
    birth: str | None = None,
) -> tuple[IdentifierFault, ...]:
    born = PartialDate.parse(birth) if birth else None
    identifier = Identifier(kind=kind, value=value)
    return check_identifier(identifier, gender=gender, birth_date=born, on=ON)


@pytest.mark.parametrize(
    ("value", "province", "gender", "year"),
    [
        ("024085000123", "Bắc Giang", Gender.M, 1985),
        ("024185000456", "Bắc Giang", Gender.F, 1985),
        ("079303001234", "TP. Hồ Chí Minh", Gender.F, 2003),
        ("003085000123", None, Gender.M, 1985),
        ("024285000123", "Bắc Giang", Gender.M, 2085),
        ("024079000321", "Bắc Giang", Gender.M, 1979),
    ],
)
def test_twelve_digits_tell_province_sex_and_year(
    value: str, province: str | None, gender: Gender, year: int
):
    reading = read_cccd(value)

    assert reading is not None
    assert (reading.registered_in, reading.gender, reading.birth_year) == (province, gender, year)


def test_eleven_digits_tell_nothing():
    assert read_cccd("24085000123") is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("024085000123", ()),
        ("024185000456", ()),
        ("079303001234", ()),
        ("003085000123", (IdentifierFault.PROVINCE,)),
        ("024285000123", (IdentifierFault.FUTURE,)),
        ("24085000123", (IdentifierFault.LOST_ZERO,)),
        ("2408500012", (IdentifierFault.LENGTH,)),
        ("125085000123", ()),
    ],
)
def test_a_card_number_is_judged_by_its_digits(value: str, found: tuple[IdentifierFault, ...]):
    assert faults(value) == found


def test_a_card_number_disagrees_with_its_holder():
    assert faults("024085000123", gender=Gender.F, birth="1985-02-03") == (IdentifierFault.GENDER,)
    assert faults("024085000123", gender=Gender.M, birth="1986") == (IdentifierFault.BIRTH_YEAR,)
    assert faults("024085000123", gender=Gender.M, birth="1985") == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("121234567", ()),
        ("12123456", ()),
        ("024085000123", ()),
        ("1212345678", (IdentifierFault.LENGTH,)),
    ],
)
def test_an_older_card_has_nine_eight_or_twelve_digits(
    value: str, found: tuple[IdentifierFault, ...]
):
    assert faults(value, kind=IdentifierKind.CMND) == found


def test_an_agency_numbers_its_staff_as_it_likes():
    assert faults("SNV-0042", kind=IdentifierKind.SO_HIEU) == ()


def test_a_number_is_read_without_its_spaces_and_shown_masked():
    assert plain_identifier(" 024 085 000 123 ") == "024085000123"
    assert plain_identifier("snv-0042") == "SNV-0042"
    assert masked_identifier("024085000123") == "024•••••0123"
    assert masked_identifier("121234567") == "12••••567"
    assert masked_identifier("1234") == "••••"


# Provinces


def test_sixty_three_provinces_become_thirty_four():
    assert len(REGISTRATION_PROVINCES) == 63
    assert len(PROVINCES_FROM_2025) == 34
    assert {successor_province(name) for name in REGISTRATION_PROVINCES.values()} == set(
        PROVINCES_FROM_2025.values()
    )
    assert set(MERGED_INTO) <= set(REGISTRATION_PROVINCES.values())


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("15", "Yên Bái", "Lào Cai"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
        ("27", "Bắc Ninh", None),
        ("01", "Hà Nội", "Hà Nội"),
    ],
)
def test_a_code_carries_another_name_from_july_2025(code: str, before: str, after: str | None):
    assert province_name(code, date(2025, 6, 30)) == before
    assert province_name(code, date(2025, 7, 1)) == after
