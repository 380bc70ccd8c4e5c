"""What the service is told from outside: where its data lie, where it listens, how long a public link lives."""

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _home() -> Path:
    return Path(platformdirs.user_data_dir("returns-tracking", appauthor=False))


class TrackingSettings(BaseSettings):
    """Read from the environment (`RETURNS_TRACKING_HOME`, `RETURNS_TRACKING_PORT`, …) or given by the caller."""

    model_config = SettingsConfigDict(env_prefix="RETURNS_TRACKING_", frozen=True)

    home: Path = Field(default_factory=_home)
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8071
    public_url: str = ""
    link_days: int = 90
    code_hours: int = 24
    pages_per_minute: int = 120
    learn_daily: bool = False

    @property
    def database_url(self) -> str:
        """SQLAlchemy's address of the database; without one, a file in the home folder."""
        return self.database or f"sqlite:///{self.home / 'tracking.db'}"
