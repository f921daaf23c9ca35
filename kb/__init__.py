"""The knowledge base: what error codes mean. It knows nothing of Slack and uses no network."""

from kb.knowledge_base import KnowledgeBase
from kb.model import Answer, Cause, Entry, Evidence, Match, System

__all__ = ["Answer", "Cause", "Entry", "Evidence", "KnowledgeBase", "Match", "System"]
