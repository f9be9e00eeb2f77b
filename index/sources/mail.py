"""E-mail: single messages and mailboxes (mbox); what is attached is read like any file."""

import io
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from typing import BinaryIO

from index.document import Document, Skip
from index.errors import SourceError
from index.sources import charset
from index.sources.html import text_of
from index.sources.members import Members
from index.sources.recognition import FROM_LINE, suffix_for
from index.sources.source import LIMIT, NO_TEXT, TOO_LARGE, Columns, SourceFile, open_bytes, read_head
from index.text import clean, one_line

_FROM_LINE = re.compile(FROM_LINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}


def read(file: SourceFile, columns: Columns) -> Iterator[Document | Skip]:
    """Yield each message as a Document, and what is attached to it as documents of their own."""
    members = Members(file, columns)
    with open_bytes(file) as stream:
        if _FROM_LINE.match(read_head(file)):
            yield from _mailbox(stream, members)
            return
        data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise SourceError(TOO_LARGE)
    yield from _mail(message_from_bytes(data, policy=policy.compat32), file, members)


def _mailbox(stream: BinaryIO, members: Members) -> Iterator[Document | Skip]:
    for number, data in enumerate(_messages(stream), 1):
        place = f"message {number}"
        if data is None:
            yield Skip(TOO_LARGE, place)
        else:
            yield from members.read(f"{number}.eml", partial(io.BytesIO, data), place)


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each message of a mailbox, None for one that is too large."""
    lines: list[bytes] = []
    size = 0
    after_blank = True
    while line := stream.readline(LIMIT):
        if after_blank and _FROM_LINE.match(line):
            if size:
                yield _joined(lines, size)
            lines, size = [], 0
        else:
            size += len(line)
            if size <= LIMIT:
                lines.append(line)
        after_blank = not line.strip()
    if size:
        yield _joined(lines, size)


def _joined(lines: list[bytes], size: int) -> bytes | None:
    return None if size > LIMIT else _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def _mail(mail: Message, file: SourceFile, members: Members) -> Iterator[Document | Skip]:
    leaves = list(_leaves(mail))
    title = _header(mail, "subject")
    text = "\n\n".join(filter(None, (_text(leaf).strip() for leaf in leaves if _is_body(leaf))))
    attached = [leaf for leaf in leaves if not _is_body(leaf)]
    if text or title:
        yield Document(
            id=one_line(file.name),
            title=title,
            text=text or title,
            path=file.name,
            date=_date(mail),
            author=_author(mail),
        )
    elif not attached:
        raise SourceError(NO_TEXT)
    for number, leaf in enumerate(attached, 1):
        name = members.told_apart(_name(leaf, number))
        yield from members.read(name, partial(_open, leaf), f"attachment {name}")


def _leaves(part: Message) -> Iterator[Message]:
    """Yield the texts and attachments of a mail, in order; of a text that is there twice the plain one."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        if not _is_decoration(part):
            yield part
        return
    leaves = [leaf for child in _children(part) for leaf in _leaves(child)]
    plain = set(filter(_is_plain, leaves)) if part.get_content_subtype() == "alternative" else set[Message]()
    yield from (leaf for leaf in leaves if leaf in plain or not (plain and _is_body(leaf)))


def _is_decoration(part: Message) -> bool:
    """Whether a part is a picture in the text, or the signature of the mail."""
    shown = part.get("Content-ID") and part.get_content_disposition() != "attachment"
    return bool(shown and part.get_content_maintype() == "image") or part.get_content_type() in _SIGNATURES


def _is_body(part: Message) -> bool:
    return (
        part.get_content_maintype() in ("text", "multipart")
        and part.get_content_subtype() not in ("calendar", "csv", "vcard", "x-vcard")
        and part.get_content_disposition() != "attachment"
        and not part.get_filename()
    )


def _is_plain(part: Message) -> bool:
    return _is_body(part) and part.get_content_subtype() != "html" and bool(_data(part).strip())


def _text(part: Message) -> str:
    data, declared = _data(part), part.get_content_charset("")
    is_page = part.get_content_subtype() == "html"
    return clean(text_of(data, declared) if is_page else charset.decode(data, declared))


def _children(part: Message) -> list[Message]:
    return [child for child in part.get_payload() if isinstance(child, Message)] if part.is_multipart() else []


def _open(part: Message) -> io.BytesIO:
    return io.BytesIO(_data(part))


def _data(part: Message) -> bytes:
    """Return what a part holds; of an attached mail all of it."""
    if not part.is_multipart():
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    data = b"".join(child.as_bytes() for child in _children(part))
    if str(part.get("Content-Transfer-Encoding")).lower() != "base64":  # forbidden there, and common
        return data
    with suppress(ValueError):
        return b64decode(data)
    return data


def _name(part: Message, number: int) -> str:
    """Return the name of an attachment, else one with the suffix of its kind."""
    suffix = ".eml" if part.is_multipart() else suffix_for(part.get_content_type())
    return one_line(_decoded(part.get_filename() or "")) or f"{number}{suffix}"


def _header(mail: Message, name: str) -> str:
    """Return a header as text, whatever charset it is in."""
    value = next((value for each, value in mail.raw_items() if each.lower() == name), "")
    return one_line(_decoded(value))


def _decoded(value: str) -> str:
    text = charset.decode(value.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(each if isinstance(each, str) else charset.decode(each, label or "") for each, label in pieces)


def _author(mail: Message) -> str:
    addresses = getaddresses([_header(mail, "from")])
    return one_line(", ".join(name or address for name, address in addresses if name or address))


def _date(mail: Message) -> str:
    try:
        return parsedate_to_datetime(_header(mail, "date")).date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""
