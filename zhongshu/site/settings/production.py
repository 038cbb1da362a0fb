"""A real office: secure cookies, no demonstration."""

from zhongshu.site.settings.base import *  # noqa: F403
from zhongshu.site.settings.base import env

SESSION_COOKIE_SECURE = env.flag("ZHONGSHU_HTTPS", default=True)
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; health checks come in plain
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ZHONGSHU_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = env.number("ZHONGSHU_HSTS_SECONDS", 0)
