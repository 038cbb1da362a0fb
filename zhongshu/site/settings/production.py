"""A real office: secure cookies, no demonstration."""

from zhongshu.site.settings.base import *
from zhongshu.site.settings.base import BEHIND_PROXY, env

SESSION_COOKIE_SECURE = env.flag("ZHONGSHU_HTTPS", default=True)
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; health checks come in plain
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = env.number("ZHONGSHU_HSTS_SECONDS", 0)
SECOND_FACTOR_FOR_ADMINISTRATORS = env.flag("ZHONGSHU_SECOND_FACTOR_FOR_ADMINISTRATORS", default=True)
