"""The record: Parties, requests, what came, what was made of it, and the dates that follow; and the desk's own work."""

from cases.models.answer_draft import AnswerDraft
from cases.models.calendar_feed import CalendarFeed
from cases.models.chain import ChainHead, ChainLink, ChainShape
from cases.models.comparison import Comparison
from cases.models.deadline import Deadline
from cases.models.document import Document
from cases.models.information_request import InformationRequest
from cases.models.matter import ComplianceMatter, MatterEvent
from cases.models.meeting import Meeting
from cases.models.note import InternalNote, Mention
from cases.models.party import FocalPoint, Party
from cases.models.reference import ReferenceSeries
from cases.models.request_template import RequestTemplate
from cases.models.saved_view import ChosenColumns, SavedView
from cases.models.search_entry import SearchEntry
from cases.models.submission import Assessment, Submission
from cases.models.task import Task

__all__ = [
    "AnswerDraft",
    "Assessment",
    "CalendarFeed",
    "ChainHead",
    "ChainLink",
    "ChainShape",
    "ChosenColumns",
    "Comparison",
    "ComplianceMatter",
    "Deadline",
    "Document",
    "FocalPoint",
    "InformationRequest",
    "InternalNote",
    "MatterEvent",
    "Meeting",
    "Mention",
    "Party",
    "ReferenceSeries",
    "RequestTemplate",
    "SavedView",
    "SearchEntry",
    "Submission",
    "Task",
]
