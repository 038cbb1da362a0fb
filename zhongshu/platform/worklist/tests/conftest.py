from zhongshu.platform.workflow.tests.conftest import _fresh_graphs, office

__all__ = ["_fresh_graphs", "office"]
