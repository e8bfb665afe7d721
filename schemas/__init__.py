"""What we promise: the shapes of everything that comes in and goes out. Imports marshmallow, never service/."""

from schemas.article import ArticleSchema
from schemas.event import EventSchema, ReportSchema
from schemas.problem import ProblemSchema
from schemas.query import EventQuerySchema

__all__ = ["ArticleSchema", "EventQuerySchema", "EventSchema", "ProblemSchema", "ReportSchema"]
