"""Fields of events as words to be found by."""

from datetime import date

from domain.dates import PartialDate
from search.wording import day_value, printed_day, title_of, unit_value, worded


def test_names_numbers_and_running_text_are_apart():
    words = worded(
        "appointment.made",
        {
            "post": "Trưởng phòng",
            "unit": {"asPrinted": "Sở  Nội vụ", "unitId": None},
            "term_months": 60,
            "effective_date": "2018-05",
            "decision.full_no": "45/QĐ-SNV",
            "decision.signer_name": "Lê Thị Bé",
            "subject_as_printed.name": "Nguyễn Văn An",
        },
    )

    assert words.names == ("Nguyễn Văn An",)
    assert words.numbers == ("45/QĐ-SNV",)
    assert words.text.splitlines() == [
        "Trưởng phòng",
        "Sở Nội vụ",
        "Ngày hiệu lực: 05/2018",
        "Thời hạn (tháng): 60",
        "Lê Thị Bé",
    ]


def test_a_code_is_said_as_printed_or_in_its_own_words():
    fields = {"form": "CANH_CAO", "duration_months": 12}

    assert worded("discipline.imposed", fields).text.startswith("cảnh cáo")
    printed = {"form": "hình thức Cảnh cáo"}
    assert worded("discipline.imposed", fields, printed=printed).text.startswith("hình thức")


def test_a_code_without_words_is_left_out():
    assert worded("salary.stepRaisedEarly", {"ground": "EXCELLENT"}).text == ""


def test_sensitive_fields_and_ids_are_left_out():
    words = worded(
        "identity.recorded",
        {
            "full_name": "Nguyễn Văn An",
            "ethnicity": "Xtiêng",
            "religion": "Hòa Hảo",
            "native_place": "Bắc Ninh",
            "identifiers": [{"kind": "CCCD", "value": "024085000123"}],
        },
    )

    assert words.text == "Bắc Ninh"
    assert words.identifiers == ("024085000123",)
    assert (
        worded("decision.replaced", {"target": "00000000-0000-4000-8000-000000000001"}).text == ""
    )


def test_a_sensitive_field_corrected_is_left_out_in_both_spellings():
    for name in ("ethnicity", "religion"):
        change = {"field": name, "before": "Xtiêng", "after": "Chơro"}
        assert worded("decision.corrected", {"changes": [change]}).text == ""
        given = {"field": name, "old": "Xtiêng", "new": "Chơro"}
        assert "Xtiêng" not in worded("identity.corrected", given).text


def test_a_name_corrected_is_a_name():
    words = worded("identity.corrected", {"field": "fullName", "old": "Văn An", "new": "Hoàng Anh"})

    assert words.names == ("Hoàng Anh", "Văn An")


def test_a_change_of_a_plain_field_is_found():
    change = {"field": "birth_date", "before": "1993-11-14", "after": "1993-01-14"}

    assert worded("decision.corrected", {"changes": [change]}).text == "1993-11-14; 1993-01-14"


def test_what_the_machine_read_beside_the_form_is_left_out():
    assert worded("appointment.made", {"evidence": "CERTIFIED_COPY", "nobody": "x"}).text == ""


def test_titles_say_the_event_and_its_main_values():
    shown = ("post", "to_unit")
    fields = {"post": "Chủ tịch", "to_unit": {"asPrinted": "UBND xã A"}}

    assert (
        title_of("rotation.leader", fields, shown=shown, label="Luân chuyển")
        == "Luân chuyển: Chủ tịch, UBND xã A"
    )
    assert title_of("rotation.leader", {}, shown=shown, label="Luân chuyển") == "Luân chuyển"


def test_a_unit_is_its_id_or_its_name_as_printed():
    assert unit_value({"unit": {"asPrinted": "Sở  Nội vụ"}}, "unit") == ("Sở Nội vụ", "Sở Nội vụ")
    resolved = {"unit": {"asPrinted": "SNV", "unitId": "u1"}}
    assert unit_value(resolved, "unit") == ("u1", "SNV")
    assert unit_value({}, "unit") == unit_value(resolved, None) == (None, None)


def test_days_are_read_and_printed():
    assert day_value("2018-05") == date(2018, 5, 1)
    assert day_value("0y/9") is day_value(None) is None
    days = [PartialDate(1979, 3, 12), PartialDate(1979, 3), PartialDate(1979)]
    assert [printed_day(day) for day in days] == ["12/03/1979", "03/1979", "1979"]


def test_of_a_sensitive_event_neither_its_fields_nor_the_words_of_its_paper_are_found():
    words = worded(
        "partyDiscipline.imposed",
        {
            "form": "KHAI_TRU",
            "violation": "vi phạm điều lệ",
            "decision.abstract": "Về việc khai trừ đảng viên",
            "decision.full_no": "12-QĐ/TU",
            "reason": "vi phạm",
            "state_decision_no": "45/QĐ-SNV",
        },
    )

    assert words.text == "45/QĐ-SNV"
    assert words.numbers == ("12-QĐ/TU",)


def test_training_and_degrees_are_found_in_words():
    assert worded("training.completed", {"kind": "LLCT", "level": "Cao cấp"}).text.splitlines() == [
        "lý luận chính trị",
        "Cao cấp",
    ]
    assert worded("education.completed", {"degree": "THAC_SI", "major": "Luật"}).text == (
        "thạc sĩ\nLuật"
    )
