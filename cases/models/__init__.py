"""The record: Parties, requests, what came, what was made of it, and the dates that follow."""

from cases.models.chain import ChainHead, ChainLink, ChainShape
from cases.models.deadline import Deadline
from cases.models.document import Document
from cases.models.information_request import InformationRequest
from cases.models.matter import ComplianceMatter, MatterEvent
from cases.models.meeting import Meeting
from cases.models.party import FocalPoint, Party
from cases.models.reference import ReferenceSeries
from cases.models.submission import Assessment, Submission

__all__ = [
    "Assessment",
    "ChainHead",
    "ChainLink",
    "ChainShape",
    "ComplianceMatter",
    "Deadline",
    "Document",
    "FocalPoint",
    "InformationRequest",
    "MatterEvent",
    "Meeting",
    "Party",
    "ReferenceSeries",
    "Submission",
]
