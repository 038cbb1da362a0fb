"""Tests: in memory, quick hashes; ``ZHONGSHU_TEST_DATABASE=postgres`` runs the same suite on PostgreSQL."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ZHONGSHU_DATA_DIR", tempfile.mkdtemp(prefix="zhongshu-test-"))

from zhongshu.site.settings.base import *
from zhongshu.site.settings.base import DATABASES, STORAGES
from zhongshu.site.settings.environment import postgres

DEMONSTRATION = True
SEAL_PROVIDER = "trial"
REFERENCE_DATA_TRUSTED_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True

_suffix = os.environ.get("ZHONGSHU_TEST_DB_SUFFIX", "")
if os.environ.get("ZHONGSHU_TEST_DATABASE") == "postgres":
    DATABASES["default"] = postgres(
        os.environ.get("ZHONGSHU_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:54329/postgres"), pool=False
    )
    DATABASES["default"]["TEST"] = {"NAME": f"test_zhongshu{_suffix}"}
elif os.environ.get("ZHONGSHU_TEST_DATABASE") == "file":
    # Browser and concurrency tests need a file: threads and processes share it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.mkdtemp(prefix="zhongshu-db-")) / f"test{_suffix}.sqlite3")}
