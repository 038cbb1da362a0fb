"""Typesetting (排版): official documents laid out once, written as PDF, OFD and DOCX.

Other rooms import `zhongshu.platform.typesetting.public`. Nothing here but the management command and ``apps.py`` needs Django,
so the package also serves as a library and as a program: ``python -m zhongshu.platform.typesetting``.
"""
