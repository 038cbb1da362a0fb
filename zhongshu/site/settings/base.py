"""Settings of every installation; the environment is read here, once."""

from pathlib import Path

from csp.constants import NONE, SELF

from zhongshu.site.settings.environment import Environment

env = Environment()
BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = env.path("ZHONGSHU_DATA_DIR", BASE_DIR / "data")

DEBUG = False
SECRET_KEY = env.secret("ZHONGSHU_SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.names("ZHONGSHU_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.names("ZHONGSHU_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "zhongshu.kernel",
    "zhongshu.platform.spreadsheets",
    "zhongshu.platform.audit",
    "zhongshu.platform.codelists",
    "zhongshu.platform.organizations",
    "zhongshu.platform.accounts",
    "zhongshu.platform.secrecy",
    "zhongshu.platform.calendars",
    "zhongshu.platform.jobs",
    "zhongshu.platform.assistant",
    "zhongshu.platform.numbering",
    "zhongshu.platform.attachments",
    "zhongshu.platform.notifications",
    "zhongshu.platform.search",
    "zhongshu.platform.typesetting",
    "zhongshu.platform.opinions",
    "zhongshu.platform.circulation",
    "zhongshu.platform.workflow",
    "zhongshu.platform.worklist",
    "zhongshu.domains.directory",
    "zhongshu.domains.documents",
    "zhongshu.domains.supervision",
    "zhongshu.domains.figures",
    "zhongshu.domains.materials",
    "zhongshu.domains.drafting",
    "zhongshu.bridges",
    "zhongshu.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhongshu.platform.accounts.middleware.SessionRulesMiddleware",
    "zhongshu.kernel.middleware.OfficeErrorMiddleware",
    "zhongshu.platform.accounts.middleware.ActorMiddleware",
]

ROOT_URLCONF = "zhongshu.site.urls"
WSGI_APPLICATION = "zhongshu.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhongshu.kernel.context.shell",
            ],
            "builtins": ["zhongshu.kernel.templatetags.ui"],
        },
    }
]

DATABASES = {"default": env.database("ZHONGSHU_DATABASE_URL", DATA_DIR / "zhongshu.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["zhongshu.platform.accounts.backends.AccountBackend"]
LOGIN_URL = "accounts:log_in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
# A session left alone so long ends; pages that ask by themselves do not count as use.
SESSION_IDLE_MINUTES = env.number("ZHONGSHU_SESSION_IDLE_MINUTES", 30)
ONE_SESSION_PER_ACCOUNT = env.flag("ZHONGSHU_ONE_SESSION_PER_ACCOUNT")
PASSWORD_MAX_DAYS = env.number("ZHONGSHU_PASSWORD_MAX_DAYS", 90)
SECOND_FACTOR_FOR_ADMINISTRATORS = False
# Whether a proxy of ours stands in front and names the browser's address in X-Forwarded-For.
BEHIND_PROXY = env.flag("ZHONGSHU_BEHIND_PROXY")
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("ZHONGSHU_LOG_LEVEL", "WARNING")},
}

# The highest level that this installation stores: 0 普通, 1 内部, 2 工作秘密. State secrets (3 and above) never belong on an ordinary network.
SECRECY_CEILING = min(env.number("ZHONGSHU_SECRECY_CEILING", 2), 2)
# A demonstration installation shows fictional personas on its log-in page; a production installation never does.
DEMONSTRATION = False
# The seal system: empty (seals are pressed by hand), ``trial`` (test seals without legal effect) or the dotted path of a provider.
SEAL_PROVIDER = env.text("ZHONGSHU_SEAL_PROVIDER", "")
SEAL_FOLDER = DATA_DIR / "trial-seals"
# Yearly documents of a unit as a share of last year's (per cent).
DOCUMENT_QUOTA_PERCENT = env.number("ZHONGSHU_DOCUMENT_QUOTA_PERCENT", 90)
# Hours after which an organ that has not signed for a document is listed.
UNSIGNED_AFTER_HOURS = env.number("ZHONGSHU_UNSIGNED_AFTER_HOURS", 24)

# Django's task interface, in front of our own queue.
TASKS = {"default": {"BACKEND": "zhongshu.platform.jobs.django_tasks_backend.LeaseQueueBackend"}}

# Uploads are streamed, stopped at the limit, and refused with a sentence when their name holds a path or control characters.
FILE_UPLOAD_HANDLERS = [
    "zhongshu.platform.attachments.uploads.StrictUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ATTACHMENT_MAX_MEGABYTES = env.number("ZHONGSHU_ATTACHMENT_MAX_MB", 200)
ATTACHMENTS_PER_OBJECT = env.number("ZHONGSHU_ATTACHMENTS_PER_OBJECT", 200)
# Days after which the content of a file put aside on the in-tray is removed; that it came and why it was not registered stays.
INTAKE_KEPT_DAYS = env.number("ZHONGSHU_INTAKE_KEPT_DAYS", 30)
# Photos in supervision are optional and limited: each person on an item, and on a finding of an inspection.
SUPERVISION_PHOTOS = env.number("ZHONGSHU_SUPERVISION_PHOTOS", 3)
SUPERVISION_PHOTO_MEGABYTES = env.number("ZHONGSHU_SUPERVISION_PHOTO_MB", 5)
# Working days in which an inspected unit may say something to what was found, before the report.
SUPERVISION_STATEMENT_DAYS = env.number("ZHONGSHU_SUPERVISION_STATEMENT_DAYS", 3)
# Yearly targets: below this share of the plan the light is yellow, below that one red; days after the end of a quarter to report.
SUPERVISION_TARGET_YELLOW_PERCENT = env.number("ZHONGSHU_TARGET_YELLOW_PERCENT", 95)
SUPERVISION_TARGET_RED_PERCENT = env.number("ZHONGSHU_TARGET_RED_PERCENT", 80)
SUPERVISION_TARGET_REPORT_DAYS = env.number("ZHONGSHU_TARGET_REPORT_DAYS", 15)
# Reference data (code lists, calendars) kept in a process is compared with the database again after this many seconds.
REFERENCE_DATA_TRUSTED_SECONDS = env.number("ZHONGSHU_REFERENCE_DATA_TRUSTED_SECONDS", 5)
# The close of business, until which a limit lasts on its last day.
CLOSING_TIME = env.text("ZHONGSHU_CLOSING_TIME", "17:30")

# Ways to reach people outside the system; each is off until its address is set. They say that something waits, never what.
SITE_ADDRESS = env.text("ZHONGSHU_SITE_ADDRESS", "")
EMAIL_HOST = env.text("ZHONGSHU_MAIL_HOST", "localhost")
EMAIL_PORT = env.number("ZHONGSHU_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("ZHONGSHU_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("ZHONGSHU_MAIL_PASSWORD", "")
EMAIL_USE_SSL = env.flag("ZHONGSHU_MAIL_SSL")
EMAIL_TIMEOUT = 10
NOTIFICATION_MAIL_FROM = env.text("ZHONGSHU_MAIL_FROM", "")
NOTIFICATION_WEBHOOK = env.text("ZHONGSHU_WEBHOOK_URL", "")
NOTIFICATION_WEBHOOK_FORM = env.text("ZHONGSHU_WEBHOOK_FORM", "plain")  # or wecom, dingtalk, feishu

# 写作助手: an OpenAI-compatible address up to /chat/completions, such as http://10.0.0.8:8000/v1; without it no text leaves.
ASSISTANT_URL = env.text("ZHONGSHU_ASSISTANT_URL", "")
ASSISTANT_KEY = env.text("ZHONGSHU_ASSISTANT_KEY", "")
ASSISTANT_MODEL = env.text("ZHONGSHU_ASSISTANT_MODEL", "")
ASSISTANT_SECONDS = env.number("ZHONGSHU_ASSISTANT_SECONDS", 60)
