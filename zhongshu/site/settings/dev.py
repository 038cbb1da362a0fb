"""The demonstration: a fictional city on this machine, with personas on the log-in page."""

from zhongshu.site.settings.base import *
from zhongshu.site.settings.base import env

DEBUG = env.flag("ZHONGSHU_DEBUG")
DEMONSTRATION = True
SEAL_PROVIDER = env.text("ZHONGSHU_SEAL_PROVIDER", "trial")
