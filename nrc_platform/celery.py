"""The Celery application: only a doorbell, the work list is the table of `nrc_platform.jobs`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nrc_platform.settings")

app = Celery("nrc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["nrc_platform.jobs"])
