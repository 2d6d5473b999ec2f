"""What a question asks of an engine."""

from datetime import date

from search.index import Tier
from search.plan import AllOf, AnyOf, Begins, Code, Has, Is, Plan, Together, Within, Words, plan
from search.query import Kind, parse

ACL = ("unit:1", "person:2")


def planned(text: str, **filters: object) -> Plan:
    return plan(parse(text, acl=ACL, **filters))


def tiers(asked: Plan) -> list[list[Tier]]:
    return [[level.tier for level in levels] for levels in asked.levels]


def test_every_plan_begins_with_the_readers_rights():
    for asked in (planned("an"), planned("", state="PENDING"), planned('"văn an" 45/QĐ-SNV')):
        assert isinstance(asked.base, AllOf)
        assert asked.base.parts[0] == Is(Code.ACL, ACL)


def test_filters_stand_in_the_base():
    asked = planned("an", kinds=[Kind.EVENT], units=["u1", "u2"], from_="2018-01-01")

    assert isinstance(asked.base, AllOf)
    assert Is(Code.KIND, ("EVENT",)) in asked.base.parts
    by_name = Is(Code.UNIT_NAME, ("u1", "u2"))
    assert AnyOf((Is(Code.UNIT, ("u1", "u2")), by_name)) in asked.base.parts
    assert Within(date(2018, 1, 1), None) in asked.base.parts


def test_a_number_may_be_the_records_own_or_cited():
    asked = planned("45/QĐ-SNV")

    assert isinstance(asked.base, AllOf)
    own, cited = Is(Code.NUMBER, ("45/qdsnv",)), Is(Code.CITED, ("45/qdsnv",))
    assert AnyOf((own, cited)) in asked.base.parts
    assert asked.levels[0][0].clause == own


def test_words_with_marks_have_a_level_above_those_without():
    whole = planned("Nguyễn Văn An").levels[0]

    assert [level.tier for level in whole] == [Tier.EXACT] * 2 + [Tier.FOLDED] * 3
    assert whole[0].clause == AllOf(
        (Together(Words.NAME_EXACT, ((0, "nguyễn"), (1, "văn"), (2, "an"))), AllOf(()))
    )
    assert whole[-1].clause == AllOf(
        (Has(Words.ALL, "nguyen"), Has(Words.ALL, "van"), Has(Words.ALL, "an"))
    )


def test_words_without_marks_say_nothing_of_marks_in_texts():
    assert tiers(planned("nguyen van an"))[0] == [Tier.EXACT] + [Tier.FOLDED] * 3


def test_the_last_word_may_be_begun_in_names_only():
    begun = planned("nguyen van t").levels[1]

    assert all(level.tier is Tier.BEGUN for level in begun)
    assert begun[-1].clause == AllOf(
        (AllOf((Has(Words.ALL, "nguyen"), Has(Words.ALL, "van"))), Begins(Words.NAME, "t"))
    )


def test_one_word_of_three_may_be_missing_but_not_of_two():
    partial = planned("nguyen van an").levels[2]

    assert partial[-1].clause == AnyOf(
        (Has(Words.ALL, "nguyen"), Has(Words.ALL, "van"), Has(Words.ALL, "an")), at_least=2
    )
    assert planned("nguyen an").levels[2] == ()


def test_the_others_keep_their_distance_when_one_is_missing():
    near = planned("nguyen van an").levels[2][0].clause

    assert isinstance(near, AllOf) and isinstance(near.parts[0], AnyOf)
    assert Together(Words.ALL, ((0, "nguyen"), (2, "an"))) in near.parts[0].parts


def test_a_phrase_must_be_met_in_order():
    asked = planned('"giữ chức vụ"')

    assert isinstance(asked.base, AllOf)
    assert Together(Words.ALL, ((0, "giu"), (1, "chuc"), (2, "vu"))) in asked.base.parts
    assert tiers(asked) == [[Tier.EXACT, Tier.FOLDED], [], []]


def test_filters_alone_have_one_level():
    assert tiers(planned("", state="PENDING")) == [[Tier.EXACT], [], []]
