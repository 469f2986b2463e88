"""Every error raised on purpose, as one tree; each message is one sentence shown to the user as it stands.

AssistantError
├── ReportError            a report cannot be read
│   ├── NoReports          a folder holds no report
│   ├── UnreadableReport   damaged, encrypted, empty or not text
│   │   └── UnplacedReport whose district or year it does not say: a person can
│   │       ├── NoDistrict
│   │       └── NoYear
│   ├── UnsupportedFormat  a file type that no reader takes
│   ├── SourceGone         the file that was read is no longer where it was
│   └── PageWithheld       a page that cannot be shown as a picture
├── StoreError             the store on disk cannot be used
│   ├── NoStore            nothing was built there yet
│   ├── DamagedStore       a part is missing or its sha256 differs
│   ├── StaleStore         written by another version of this program
│   └── ForeignStore       built with another encoder
├── LibraryError           the folder of added reports and corrections cannot be used
│   └── LibraryBusy        another change is being made there
├── EncoderError           the sentence encoder cannot be loaded
├── ModelError             the language model is of no help; the quoted answer stands without it
│   ├── ModelRefused       it refuses the key or the request
│   ├── ModelGone          it cannot be reached, or broke off
│   ├── ModelBusy          it is busy or out of order, also after several tries
│   ├── ModelSlow          it took longer than it may
│   └── ModelNonsense      what it wrote cannot be used
├── PlansUnusable          the database of kept plans cannot be used
│   ├── PlansBusy          another program holds it locked
│   └── PlansReadOnly      it can be read, not written
├── UsersUnusable          the file of users cannot be used
├── SettingsError          an option or an environment variable has an impossible value
└── RequestError           what was asked cannot be done as asked
    ├── EmptyQuestion
    ├── QuestionTooLong
    ├── NotAllowed         the user's role does not reach to it
    ├── PlanChanged        another saved the plan in between
    └── UnknownValue       an unknown form, code, district, year or group
"""


class AssistantError(Exception):
    """Root of the tree; ``str(error)`` says what happened and what to do."""


class ReportError(AssistantError):
    """A report cannot be read."""


class NoReports(ReportError):
    """A folder holds no report that can be read."""


class UnreadableReport(ReportError):
    """A report file is damaged, encrypted, empty or not text."""


class UnplacedReport(UnreadableReport):
    """A report that names neither its district nor its year; ``lacks`` says which of the two a person must give."""

    lacks: tuple[str, ...] = ("district", "year")


class NoDistrict(UnplacedReport):
    """A report that names no district office."""

    lacks = ("district",)


class NoYear(UnplacedReport):
    """A report that names no fiscal year."""

    lacks = ("year",)


class UnsupportedFormat(ReportError):
    """No reader takes this type of file."""


class SourceGone(ReportError):
    """The file that was read is no longer where it was, or is another."""


class PageWithheld(ReportError):
    """A page cannot be shown as a picture."""


class StoreError(AssistantError):
    """The store on disk cannot be used."""


class NoStore(StoreError):
    """There is no store in that folder yet."""


class DamagedStore(StoreError):
    """A part of the store is missing or is not what the manifest says."""


class StaleStore(StoreError):
    """The store was written in another layout."""


class ForeignStore(StoreError):
    """The store was built with another encoder."""


class LibraryError(AssistantError):
    """The folder of added reports and corrections cannot be read or written."""


class LibraryBusy(LibraryError):
    """Another change is being made to the reports."""


class EncoderError(AssistantError):
    """The sentence encoder cannot be loaded."""


class ModelError(AssistantError):
    """The language model is of no help; what the program says by itself stands."""


class ModelRefused(ModelError):
    """The endpoint refuses the key, the model's name or the request."""


class ModelGone(ModelError):
    """The endpoint cannot be reached, or the connection broke off."""


class ModelBusy(ModelError):
    """The endpoint is busy or out of order, also after several tries."""


class ModelSlow(ModelError):
    """The model took longer than it may."""


class ModelNonsense(ModelError):
    """What the model wrote cannot be used."""


class PlansUnusable(AssistantError):
    """The database of kept plans cannot be opened."""


class PlansBusy(PlansUnusable):
    """Another program holds the kept plans locked."""


class PlansReadOnly(PlansUnusable):
    """The kept plans can be read and not written."""


class UsersUnusable(AssistantError):
    """The file of users cannot be read or written."""


class SettingsError(AssistantError):
    """An option or environment variable has an impossible value."""


class RequestError(AssistantError):
    """What was asked cannot be done as asked."""


class EmptyQuestion(RequestError):
    """The question has no words."""


class QuestionTooLong(RequestError):
    """The question is longer than a question can sensibly be."""


class NotAllowed(RequestError):
    """The user's role does not reach to what was asked."""


class PlanChanged(RequestError):
    """Another saved the plan after it was opened."""


class UnknownValue(RequestError):
    """A form, code, group, district or year that does not exist."""
