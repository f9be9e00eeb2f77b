"""Requests that cannot be answered; the root of the tree is in `index.errors`."""

from index.errors import FundstelleError


class RequestError(FundstelleError):
    """A request that cannot be answered; `code` is stable, the message is for people."""

    code = "bad-request"


class TooDeep(RequestError):
    """Paging further than it reaches."""

    code = "too-deep"


class TooLarge(RequestError):
    """A text that is too long to be looked for."""

    code = "too-large"


class UnknownDocument(RequestError):
    """No document of that id."""

    code = "unknown-document"


class FormatUnavailable(RequestError):
    """A format that needs something that is not installed."""

    code = "format-unavailable"
