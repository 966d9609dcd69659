"""The web process serves every page without loading what prints."""

import os
import subprocess
import sys

from tests.house.source import ROOT

ASKED = """
import sys, django
django.setup()
import nrc_platform.urls
print(sorted({"weasyprint", "internships.pdf.reading"} & set(sys.modules)))
"""


def test_the_pages_never_load_the_printer() -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "nrc_platform.settings.test"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKED],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "['internships.pdf.reading']"
