"""Compiled graphs, kept in memory by version: safe because published versions never change."""

from functools import lru_cache

from zhongshu.platform.workflow.bpmn.graph import Graph
from zhongshu.platform.workflow.models import FlowVersion


@lru_cache(maxsize=200)
def _graph(version_id: int, fingerprint: str) -> Graph:
    data = FlowVersion.objects.values_list("graph", flat=True).get(pk=version_id)
    assert data is not None  # a database constraint: published versions are compiled
    return Graph.from_json(data)


@lru_cache(maxsize=200)
def _fingerprint(version_id: int) -> str:
    return FlowVersion.objects.values_list("fingerprint", flat=True).get(pk=version_id)


def graph_of(version_id: int) -> Graph:
    """Return the graph of a published version."""
    return _graph(version_id, _fingerprint(version_id))


def fingerprint_of(version_id: int) -> str:
    return _fingerprint(version_id)


def forget() -> None:
    """Forget every graph, between tests whose ids are used again."""
    _graph.cache_clear()
    _fingerprint.cache_clear()


def has_cycle(graph: Graph) -> bool:
    """Tell whether the drawing lets a token come to the same node again."""
    return any(node.key in {graph.edges[edge].target for edge in graph.reach[node.key]} for node in graph.nodes.values())
