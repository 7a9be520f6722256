"""Every trouble kb reports by name; a message is one Vietnamese sentence with the thing and the mend.

KbError
├── InvalidSettings          a setting has a value kb cannot work with
├── UnreadableFile           a file cannot become a document
│   ├── FileVanished         it was there when listed and is gone now
│   ├── UnsupportedFile      its bytes are of a kind kb does not read
│   ├── EmptyFile            it has no bytes
│   ├── DamagedFile          the parser cannot open it
│   ├── PasswordProtected    it opens only with a password
│   ├── NoPages              it has no page
│   ├── TooManyPages         it is longer than the limit
│   ├── TooHeavy             reading it takes more memory than the limit
│   ├── TooSlow              reading it takes more time than the limit
│   ├── ReaderCrashed        it ends the program that reads it
│   ├── NoTextLayer          none of its pages, or some of them, has text
│   │   └── NeedsOcr         … and nothing on this machine can read them
│   ├── GarbledText          its text layer is not Vietnamese text
│   └── InvalidArchive       a ZIP file cannot, or must not, be unpacked
├── InvalidUpload            what was sent to the adding desk cannot be taken
│   └── UploadTooLarge       … because it is larger than allowed
├── UnknownJob               the adding desk has no such job, or it is not to be touched now
├── SecretMarked             a file bears a mark of secrecy and must not be taken in
├── InvalidRelease           a file in quarantine is not to be added for that reason, or not so
├── UnknownDocument          no held document answers to that name
├── AmbiguousDocument        several held documents answer to that name
├── InTrash                  the document is in the trash: it can be restored
├── InvalidFacts             a fact that somebody corrects cannot be what it is to be
├── NotCorrectable           a line of a page cannot be corrected, or not so
├── Conflict                 somebody else has changed the document meanwhile
├── InvalidDecision          two documents cannot be to each other what somebody said
├── NothingToUndo            no correction of the document is left to take back
├── InvalidBackup            a backup file is damaged, or no backup at all
├── AlreadyThere             something stands where a backup or a library is to be written
├── InvalidQuotation         a quotation has no words, or more than can be compared
├── NotCommentable           a draft is of a kind that takes no comments
├── UnknownItem              nothing of that name needs eyes in a document
├── UnknownPlace             a held document has no such page or division
├── NoPageView               a page cannot be shown now
├── StoreFailure             the store cannot be read or written (disk full, read-only, damaged)
├── LibraryBusy              another program is writing to the library
├── IndexMissing             there is no index to search yet
├── IndexMismatch            the index was made by another model or from another store
├── IndexDamaged             the index on disk cannot be read
├── AddressInUse             the web server cannot have its address
├── AccountsNeeded           others are to reach the web server, and there is no account
├── InvalidAccount           an account, a password or a token cannot be as it was asked for
├── UnknownAccount           there is no account, or no token, of that name
├── LoginFailed              name and password do not belong together
├── TooManyAttempts          too many failed logins; the next may come later
├── NotAllowed               the role does not allow it
├── Unasked                  a form was not sent from kb's own page
├── InvalidCursor            the mark by which a list is read on is none of that list
├── TooManyRequests          one person asks more than the limit; later again
├── TooLarge                 a request has more bytes than the limit
├── InvalidCatalogue         a catalogue file is not what it should be
├── InvalidEvaluation        a file of questions, articles or results is not what it should be
├── ModelMissing             the embedding model is not in place
├── ModelFileCorrupt         the packed model file is not what it should be
└── WordListMissing          the installed dictionary is not where it should be
"""


class KbError(Exception):
    """Root of all errors that kb raises on purpose; `str(error)` is fit for a librarian."""


class InvalidSettings(KbError):
    """A setting has a value kb cannot work with."""


class UnreadableFile(KbError):
    """A file cannot become a document; nothing already held has changed."""


class FileVanished(UnreadableFile):
    """The file was there when it was listed and is gone now."""


class UnsupportedFile(UnreadableFile):
    """The bytes are of a kind kb does not read."""


class EmptyFile(UnreadableFile):
    """The file has no bytes."""


class DamagedFile(UnreadableFile):
    """The parser cannot open the file."""


class PasswordProtected(UnreadableFile):
    """The file opens only with a password."""


class NoPages(UnreadableFile):
    """The file has no page."""


class TooManyPages(UnreadableFile):
    """The file is longer than the limit."""


class TooHeavy(UnreadableFile):
    """Reading the file takes more memory than the limit."""


class TooSlow(UnreadableFile):
    """Reading the file takes more time than the limit."""


class ReaderCrashed(UnreadableFile):
    """The file ends the program that reads it."""


class NoTextLayer(UnreadableFile):
    """At least one page shows something but carries no text."""


class NeedsOcr(NoTextLayer):
    """The pages without text could be recognised if the program for that were installed."""


class GarbledText(UnreadableFile):
    """The text layer is not Vietnamese text."""


class InvalidArchive(UnreadableFile):
    """A ZIP file cannot be unpacked (damaged, encrypted), or must not be (a bomb)."""


class InvalidUpload(KbError):
    """What was sent to the adding desk holds no file, or is no form at all."""


class UploadTooLarge(InvalidUpload):
    """A file, or all that was sent with it, is larger than the settings allow."""


class UnknownJob(KbError):
    """The adding desk has no such job, or it is in a state in which it is not to be touched."""


class SecretMarked(KbError):
    """A file bears a mark of secrecy: it is put aside, never indexed or shown.

    `mark` says which, and where: "MẬT: «MẬT» (trang 1, góc trên bên trái)".
    """

    def __init__(self, message: str, mark: str = "") -> None:
        super().__init__(message)
        self.mark = mark


class InvalidRelease(KbError):
    """A file in quarantine cannot be added: no reason was given that says something."""


class UnknownDocument(KbError):
    """No held document answers to that name."""


class AmbiguousDocument(KbError):
    """Several held documents answer to that name."""


class InTrash(KbError):
    """The document is in the trash: it can be restored, or purged."""


class InvalidFacts(KbError):
    """A fact that somebody corrects cannot be what it is to be."""


class NotCorrectable(KbError):
    """Lines of the page were not recognised from a picture, or cannot be what they are to be."""


class Conflict(KbError):
    """Somebody else has changed the document's facts meanwhile; nothing was changed now."""


class InvalidDecision(KbError):
    """Two documents cannot be to each other what somebody said that they are."""


class NothingToUndo(KbError):
    """No correction of the document is left to take back."""


class InvalidBackup(KbError):
    """A backup file is damaged, or is no backup at all; nothing was restored."""


class AlreadyThere(KbError):
    """Something stands already where a backup or a library is to be written; it is left alone."""


class InvalidQuotation(KbError):
    """A quotation has no words to compare, or more than can be compared."""


class NotCommentable(KbError):
    """A draft is of a kind that takes no Word comments."""


class UnknownItem(KbError):
    """Nothing of that name needs eyes in the document."""


class UnknownPlace(KbError):
    """A held document has no page of that number, or no division of that name."""


class NoPageView(KbError):
    """A page cannot be shown now: no LibreOffice for a Word file, or it fails, or it is busy."""


class StoreFailure(KbError):
    """The store cannot be read or written."""


class LibraryBusy(KbError):
    """Another program is writing to the library."""


class IndexMissing(KbError):
    """There is no index to search yet."""


class IndexMismatch(KbError):
    """The index was made by another model, or from another state of the store."""


class IndexDamaged(KbError):
    """The index on disk cannot be read."""


class AddressInUse(KbError):
    """The web server cannot have its address."""


class AccountsNeeded(KbError):
    """The web server is to be reached from other machines, and there is no account."""


class InvalidAccount(KbError):
    """An account, a password or a token cannot be as it was asked for."""


class UnknownAccount(KbError):
    """There is no account, or no token, of that name."""


class LoginFailed(KbError):
    """Name and password do not belong together; which of them is wrong is not said."""


class TooManyAttempts(KbError):
    """Too many failed logins; `seconds` to wait before the next is looked at."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class NotAllowed(KbError):
    """The role of the person does not allow it."""


class Unasked(KbError):
    """A form was not sent from kb's own page, as far as kb can tell."""


class InvalidCursor(KbError):
    """The mark by which a list is read on is none of that list."""


class TooManyRequests(KbError):
    """One person asks more than the limit; `seconds` until there is room again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class TooLarge(KbError):
    """A request has more bytes than the limit, or does not say how many."""


class InvalidCatalogue(KbError):
    """A catalogue file is not what it should be."""


class InvalidEvaluation(KbError):
    """A file of questions, articles or earlier results is not what it should be."""


class ModelMissing(KbError):
    """The embedding model is not in place."""


class ModelFileCorrupt(KbError):
    """The packed model file is not what it should be."""


class WordListMissing(KbError):
    """The installed dictionary is not where it should be."""


class RerankerCorrupt(KbError):
    """The weights of the reranker are not what they should be."""


class AbstentionCorrupt(KbError):
    """The weights that tell when nothing answers are not what they should be."""
