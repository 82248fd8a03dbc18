"""The record: Parties, requests, what came, what was made of it, and the dates that follow; and the desk's own work."""

from cases.models.answer_draft import AnswerDraft
from cases.models.calendar_feed import CalendarFeed
from cases.models.chain import ChainHead, ChainLink, ChainShape
from cases.models.committee_deadline import CommitteeDeadline, MovedDate
from cases.models.comparison import Comparison
from cases.models.consideration import Assistance, CommitteeContact, Consultation
from cases.models.deadline import Deadline
from cases.models.document import Document
from cases.models.incoming_mail import IncomingMail
from cases.models.information_request import InformationRequest
from cases.models.kept_answer import KeptAnswer
from cases.models.matter import ComplianceMatter, MatterEvent, SpeciesConcerned
from cases.models.matter_act import MatterAct, MatterReport
from cases.models.measure import Measure, PlanStep, Recommendation
from cases.models.meeting import Meeting
from cases.models.meeting_report import MeetingReport
from cases.models.member_note import MemberNote
from cases.models.note import InternalNote, Mention
from cases.models.party import FocalPoint, Party
from cases.models.personal_notice import PersonalNotice
from cases.models.portfolio_import import ImportFault, ImportFile, ImportRow, PortfolioImport
from cases.models.record_check import RecordCheck
from cases.models.reference import ReferenceSeries
from cases.models.release import Recusal, Release
from cases.models.request_template import RequestTemplate
from cases.models.saved_view import ChosenColumns, SavedView
from cases.models.search_entry import SearchEntry
from cases.models.submission import Assessment, Submission
from cases.models.sweep_run import SweepRun
from cases.models.task import Task

__all__ = [
    "AnswerDraft",
    "Assessment",
    "Assistance",
    "CalendarFeed",
    "ChainHead",
    "ChainLink",
    "ChainShape",
    "ChosenColumns",
    "CommitteeContact",
    "CommitteeDeadline",
    "Comparison",
    "ComplianceMatter",
    "Consultation",
    "Deadline",
    "Document",
    "FocalPoint",
    "ImportFault",
    "ImportFile",
    "ImportRow",
    "IncomingMail",
    "InformationRequest",
    "InternalNote",
    "KeptAnswer",
    "MatterAct",
    "MatterEvent",
    "MatterReport",
    "Measure",
    "Meeting",
    "MeetingReport",
    "MemberNote",
    "Mention",
    "MovedDate",
    "Party",
    "PersonalNotice",
    "PlanStep",
    "PortfolioImport",
    "Recommendation",
    "RecordCheck",
    "Recusal",
    "ReferenceSeries",
    "Release",
    "RequestTemplate",
    "SavedView",
    "SearchEntry",
    "SpeciesConcerned",
    "Submission",
    "SweepRun",
    "Task",
]
