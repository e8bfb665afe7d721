"""compose.yaml starts what the Procfile starts, with settings that there are."""

import shlex

import yaml

from service.config import Config
from tests.serving import COMMANDS, ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "dateline"}


def test_each_process_of_the_procfile_is_there_with_its_command():
    assert set(OURS) == set(COMMANDS)
    for name, service in OURS.items():
        words = shlex.split(COMMANDS[name])
        assert service["command"][: len(words)] == words


def test_its_settings_are_settings(monkeypatch):
    for service in OURS.values():
        given = {name: value.partition(":?")[0] for name, value in service["environment"].items()}
        given |= {"WRITE_TOKENS": "desk:secret", "PUBLIC_URL": "http://localhost:8000"}
        config = Config.from_environment(given)
        assert config.celery_broker_url.startswith("redis://redis")
        assert config.database_url.startswith("postgresql+psycopg://")
    read = (ROOT / "service" / "config.py").read_text(encoding="utf-8")
    assert all(f'"{name}"' in read for service in OURS.values() for name in service["environment"])


def test_there_are_two_web_processes_and_four_workers():
    assert OURS["web"]["environment"]["WEB_CONCURRENCY"] == "2"
    assert OURS["worker"]["deploy"]["replicas"] == 4
