"""Full-text search: what other layers may use."""

from zhongshu.platform.search.commands import index, index_many, remove
from zhongshu.platform.search.indexing import BODY_LIMIT, Indexable, register_indexer
from zhongshu.platform.search.queries import Hit, find

__all__ = ["BODY_LIMIT", "Hit", "Indexable", "find", "index", "index_many", "register_indexer", "remove"]
