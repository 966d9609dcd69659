"""Settings of the worker that tests start: the suite's, with the jobs of the tests."""

from pathlib import Path

import environ

from nrc_platform.settings.test import *  # noqa: F403
from nrc_platform.settings.test import INSTALLED_APPS, REDIS_URL, SEAL_DEMO, VAR_DIR

env = environ.Env()
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.probe"]
DOCUMENTS_DIR = env.str("NRC_TEST_DOCUMENTS", default=str(VAR_DIR / "documents"))
# The key of the test process: making another takes longer than a seal.
SEAL_DEMO = {**SEAL_DEMO, "folder": Path(env.str("NRC_TEST_KEYS", default=str(VAR_DIR / "keys")))}
TSA_URL = env.str("NRC_TEST_TSA", default="")
TSA_ROOTS = env.str("NRC_TEST_TSA_ROOTS", default="")
JOB_FAULT_POINT = env.str("JOB_FAULT_POINT", default="")
CELERY_TASK_ALWAYS_EAGER = False
if not REDIS_URL:
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "processed_folder": str(QUEUE_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.05,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
