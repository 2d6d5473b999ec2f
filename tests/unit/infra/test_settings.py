"""What the environment may say, and what it is told when it says something else."""

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from archive.migrating import MigrationRefused
from infra.bootstrap import migrate, open_archive
from infra.settings import Settings, SettingsWrong, settings_from

KEY = "hoso_abc.def"


def refused(**environ: str) -> SettingsWrong:
    with pytest.raises(SettingsWrong) as refusal:
        settings_from({f"HOSO_{name}": value for name, value in environ.items()})
    return refusal.value


def test_without_any_setting_it_is_the_embedded_shape():
    settings = settings_from({"HOME": "/root", "PATH": "/bin"})

    assert settings.ledger == "sqlite:hoso-data/ledger.sqlite"
    assert settings.access == "sqlite:hoso-data/access.sqlite"
    assert settings.objects == "folder:hoso-data/objects"
    assert settings.index == "tantivy:hoso-data/index"
    assert settings.queue == "local:hoso-data/jobs.sqlite"
    assert settings.registers == "sqlite:hoso-data/registers.sqlite"
    assert settings.keys == "file:hoso-data/keys"
    assert (settings.language, settings.log_form, settings.actor_key) == ("vi", "plain", None)
    assert settings.workers >= 1


def test_one_setting_moves_all_embedded_parts():
    settings = settings_from({"HOSO_DATA": "/srv/hoso"})

    assert settings.data == Path("/srv/hoso")
    assert settings.ledger == "sqlite:/srv/hoso/ledger.sqlite"
    assert settings.keys == "file:/srv/hoso/keys"


def test_a_single_part_can_lie_elsewhere():
    settings = settings_from({"HOSO_DATA": "/srv/hoso", "HOSO_KEYS": "file:/run/secrets/hoso"})

    assert settings.keys == "file:/run/secrets/hoso"
    assert settings.ledger == "sqlite:/srv/hoso/ledger.sqlite"


def test_choices_are_read_whatever_their_case():
    settings = settings_from(
        {"HOSO_LANG": "EN", "HOSO_LOG": "JSON", "HOSO_LOG_LEVEL": "info", "HOSO_WORKERS": "3"}
    )

    assert (settings.language, settings.log_form) == ("en", "json")
    assert (settings.log_level, settings.workers) == ("INFO", 3)


def test_an_empty_value_is_no_value():
    assert settings_from({"HOSO_LEDGER": "", "HOSO_LANG": ""}) == settings_from({})


@pytest.mark.parametrize("url", ["oracle:db", "ledger.sqlite", "sqlite:", ":x"])
def test_an_unknown_kind_of_store_is_refused_and_the_known_ones_are_named(url: str):
    refusal = refused(LEDGER=url)

    assert refusal.code == "settings.scheme"
    assert refusal.values == {"setting": "HOSO_LEDGER", "known": ("sqlite:", "postgresql:")}


def test_a_misspelt_setting_is_not_passed_by_in_silence():
    refusal = refused(LEGDER="sqlite:x")

    assert (refusal.code, refusal.values) == ("settings.unknown", {"setting": "HOSO_LEGDER"})


def test_the_tests_own_settings_are_left_to_them():
    assert settings_from({"HOSO_TEST_SERVICES": "1"}) == settings_from({})


@pytest.mark.parametrize("workers", ["0", "-1", "two", "65", "²"])
def test_a_number_of_workers_lies_between_1_and_64(workers: str):
    assert refused(WORKERS=workers).code == "settings.number"


def test_a_choice_that_is_none_names_those_that_are():
    refusal = refused(LANG="fr")

    assert refusal.code == "settings.choice"
    assert refusal.values["known"] == ("vi", "en")


def test_the_acting_key_is_given_itself_and_never_shown():
    settings = settings_from({"HOSO_ACTOR_KEY": KEY})

    assert settings.actor_key == KEY
    assert "def" not in repr(settings)


def test_the_acting_key_is_read_from_a_file_of_its_owner(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    file.chmod(0o600)

    assert settings_from({"HOSO_ACTOR_KEY": str(file)}).actor_key == KEY


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o644)

    assert refused(ACTOR_KEY=str(file)).code == "settings.actorKeyLoose"


def test_what_is_neither_key_nor_file_is_refused_without_being_repeated(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("something else")
    file.chmod(0o600)

    assert refused(ACTOR_KEY=str(file)).code == "settings.actorKey"
    refusal = refused(ACTOR_KEY="s3cret-pasted-badly")
    assert refusal.code == "settings.actorKeyFile"
    assert "s3cret" not in str(refusal.values)


def test_a_folder_alone_makes_settings_too(tmp_path: Path):
    assert Settings.in_folder(tmp_path, workers=2).objects == f"folder:{tmp_path}/objects"


# Objects on an S3 server


def test_the_credentials_of_a_store_are_given_themselves_or_in_a_file(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    settings = settings_from(
        {
            "HOSO_OBJECTS": "s3://dossiers?endpoint=https://minio:9000",
            "HOSO_OBJECTS_ACCESS_KEY": "hoso",
            "HOSO_OBJECTS_SECRET_KEY_FILE": str(secret),
        }
    )

    assert (settings.objects_access_key, settings.objects_secret_key) == ("hoso", "s3cret")
    assert "s3cret" not in repr(settings)


def test_a_secret_file_that_cannot_be_read_is_named_without_its_content(tmp_path: Path):
    empty = tmp_path / "empty"
    empty.touch()

    for file in (tmp_path / "none", empty):
        refusal = refused(OBJECTS_SECRET_KEY_FILE=str(file))
        assert refusal.code == "settings.secretFile"
        assert refusal.values == {"setting": "HOSO_OBJECTS_SECRET_KEY_FILE"}


def test_a_secret_given_twice_is_refused(tmp_path: Path):
    refusal = refused(OBJECTS_SECRET_KEY="one", OBJECTS_SECRET_KEY_FILE=str(tmp_path))

    assert refusal.code == "settings.secretTwice"
    assert "one" not in str(refusal.values)


@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("s3://dossiers", "settings.part", "endpoint"),
        ("s3://dossiers?endpoint=http://m&lock=SOFT", "settings.part", "lock"),
        ("s3://dossiers?endpoint=http://m", "settings.missing", "HOSO_OBJECTS_SECRET_KEY"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_before_anything_is_opened(
    tmp_path: Path, url: str, code: str, told: str
):
    settings = settings_from(
        {"HOSO_DATA": str(tmp_path), "HOSO_OBJECTS": url, "HOSO_OBJECTS_ACCESS_KEY": "hoso"}
    )

    with pytest.raises(SettingsWrong) as refusal, open_archive(settings):
        pass

    assert refusal.value.code == code
    assert told in refusal.value.values.values()
    assert list(tmp_path.iterdir()) == []


# The index on a search server


def test_the_credentials_of_a_search_server_are_given_themselves_or_in_a_file(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    settings = settings_from(
        {
            "HOSO_INDEX": "https://elastic:9200/hoso",
            "HOSO_INDEX_API_KEY_FILE": str(secret),
            "HOSO_INDEX_USER": "hoso",
            "HOSO_INDEX_PASSWORD": "pa55word",
        }
    )

    assert settings.index == "https://elastic:9200/hoso"
    assert (settings.index_api_key, settings.index_user) == ("s3cret", "hoso")
    assert "s3cret" not in repr(settings) and "pa55word" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ({"INDEX": "https://elastic:9200"}, "settings.indexPart", "name"),
        ({"INDEX": "https://elastic/hoso"}, "settings.indexPart", "port"),
        ({"INDEX": "https://a:b@elastic:9200/hoso"}, "settings.indexPart", "credentials"),
        (
            {"INDEX": "https://elastic:9200/hoso", "INDEX_USER": "hoso"},
            "settings.missing",
            "HOSO_INDEX_PASSWORD",
        ),
        (
            {"INDEX": "https://elastic:9200/hoso", "INDEX_PASSWORD": "secret"},
            "settings.missing",
            "HOSO_INDEX_USER",
        ),
    ],
)
def test_an_index_that_cannot_be_used_so_is_refused_before_anything_is_opened(
    tmp_path: Path, given: dict[str, str], code: str, told: str
):
    settings = settings_from(
        {"HOSO_DATA": str(tmp_path), **{f"HOSO_{name}": value for name, value in given.items()}}
    )

    with pytest.raises(SettingsWrong) as refusal, open_archive(settings):
        pass

    assert refusal.value.code == code
    assert told in refusal.value.values.values()
    assert list(tmp_path.iterdir()) == []


# Parts in a PostgreSQL database


def test_the_password_of_a_database_is_given_itself_or_in_a_file_and_never_shown(tmp_path: Path):
    file = tmp_path / "password"
    file.write_text("s3cr&t /é\n")
    settings = settings_from(
        {
            "HOSO_LEDGER": "postgresql://archive@db:5433/archive",
            "HOSO_ACCESS": "postgresql://archive:0wn-s3cret@db/archive",
            "HOSO_REGISTERS": "postgresql://archive@db/archive?sslmode=verify-full",
            "HOSO_DATABASE_PASSWORD_FILE": str(file),
        }
    )

    assert conninfo_to_dict(settings.ledger)["password"] == "s3cr&t /é"
    assert conninfo_to_dict(settings.access)["password"] == "0wn-s3cret"
    assert conninfo_to_dict(settings.registers)["password"] == "s3cr&t /é"
    assert conninfo_to_dict(settings.registers)["sslmode"] == "verify-full"
    assert "s3cr" not in repr(settings)


def test_a_database_without_a_password_is_libpqs_own_affair():
    settings = settings_from({"HOSO_LEDGER": "postgresql:///archive"})

    assert settings.ledger == "postgresql:///archive"


def test_files_get_no_password():
    settings = settings_from({"HOSO_DATABASE_PASSWORD": "s3cret"})

    assert settings.ledger == "sqlite:hoso-data/ledger.sqlite"


def test_migrating_an_embedded_archive_is_refused_with_the_cure(tmp_path: Path):
    with pytest.raises(MigrationRefused) as refused:
        migrate(Settings.in_folder(tmp_path), writer="w", reader="r")

    assert refused.value.code == "database.nothing"
