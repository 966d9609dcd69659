"""Settings of the running product: production when `DJANGO_ENV` says so, else the demo."""

import os

if os.environ.get("DJANGO_ENV") == "production":
    from nrc_platform.settings.prod import *  # noqa: F403
else:
    from nrc_platform.settings.dev import *  # noqa: F403
