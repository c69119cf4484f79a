"""Running the installation: starting the service, looking it over, backing it up and bringing it back."""

from inspectapp.operations import backups, daily, doctor, lan

__all__ = ["backups", "daily", "doctor", "lan"]
