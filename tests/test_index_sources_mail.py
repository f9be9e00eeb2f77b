import io
import zipfile
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources_fixtures import Reading, found, zipped


def mail(
    subject: str = "Der Mond", text: str = "The moon is bright.", sender: str = "Anna Ö <a@example.org>"
) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "b@example.org", subject
    message["Date"] = "Tue, 20 May 2025 23:30:00 +0200"
    message.set_content(text)
    return message


def test_a_message_is_a_document(reading: Reading) -> None:
    (document,) = reading("a", mail("Über den Mond").as_bytes()).documents
    assert (document.id, document.path, document.locator) == ("a", "a", "")
    assert (document.title, document.text) == ("Über den Mond", "The moon is bright.")
    assert (document.author, document.date) == ("Anna Ö", "2025-05-20")


def test_of_a_text_in_two_forms_the_plain_one_counts(reading: Reading) -> None:
    message = mail()
    message.add_alternative("<p>The moon is <b>bright</b>.", subtype="html")
    assert reading("a.eml", message.as_bytes()).texts == {"": "The moon is bright."}


def test_html_is_read_where_there_is_nothing_else(reading: Reading) -> None:
    message = mail()
    message.set_content("<html><style>p {}</style><p>The moon</p><p>is bright.</p></html>", subtype="html")
    assert reading("a.eml", message.as_bytes()).texts == {"": "The moon\nis bright."}


def test_attachments_are_documents_of_their_own(reading: Reading) -> None:
    message = mail()
    message.add_attachment(b"Report\n\nThe sun.", maintype="text", subtype="plain", filename="réport.txt")
    message.add_attachment(zipped({"c.csv": b"text\nstar\n"}), maintype="application", subtype="zip", filename="c.zip")
    message.add_attachment(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", maintype="image", subtype="png", filename="photo.png")
    result = reading("pile/a.eml", message.as_bytes())
    assert result.texts == {
        "": "The moon is bright.",
        "attachment réport.txt": "The sun.",
        "attachment c.zip, c.csv, line 2": "star",
    }
    assert result.reasons == {"attachment photo.png": "an image"}
    assert result.documents[1].id == "pile/a.eml#réport.txt"
    assert {document.path for document in result.documents} == {"pile/a.eml"}


def test_attachments_of_the_same_name_are_told_apart(reading: Reading) -> None:
    message = mail()
    for text in (b"A\n\nSun", b"A\n\nStar"):
        message.add_attachment(text, maintype="text", subtype="plain", filename="a.txt")
    result = reading("a.eml", message.as_bytes())
    assert list(result.texts) == ["", "attachment a.txt", "attachment a (2).txt"]
    assert len({document.id for document in result.documents}) == 3


def test_pictures_in_the_text_and_signatures_are_no_attachments(reading: Reading) -> None:
    message = mail()
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    message.add_attachment(b"-----BEGIN PGP SIGNATURE-----", maintype="application", subtype="pgp-signature")
    result = reading("a.eml", message.as_bytes())
    assert (result.texts, result.reasons) == ({"": "The moon is bright."}, {})


@pytest.mark.parametrize("encoded", [False, True])
def test_mails_in_mails_are_read(reading: Reading, encoded: bool) -> None:
    message, inner = mail("Fwd"), mail("Inner", "The sun.")
    if encoded:  # against the rules, and common
        message.add_attachment(inner.as_bytes(), maintype="application", subtype="eml", filename="in.eml")
        data = message.as_bytes().replace(b"application/eml", b"message/rfc822")
    else:
        message.add_attachment(inner)
        data = message.as_bytes()
    result = reading("a.eml", data)
    assert list(result.texts.values()) == ["The moon is bright.", "The sun."]
    assert result.documents[1].title == "Inner"


def test_mails_nested_without_end_are_given_up(reading: Reading) -> None:
    message = mail()
    for _ in range(9):
        outer = mail("Fwd")
        outer.add_attachment(message)
        message = outer
    result = reading("a.eml", message.as_bytes())
    assert len(result.documents) == 4
    assert list(result.reasons.values()) == ["more than 4 files inside one another"]


def test_each_message_of_a_mailbox_is_read(reading: Reading) -> None:
    second = mail("Second", "First line\n\nFrom here it is quoted.\n\nFrom a@b Mon it is text.")
    second.add_attachment(b"A\n\nSun", maintype="text", subtype="plain", filename="a.txt")
    lines = second.as_bytes().replace(b"\r\n", b"\n").replace(b"\nFrom here", b"\n>From here")
    start = b"From a@example.org Tue May 20 23:30:00 2025\n"
    result = reading("inbox", start + mail().as_bytes().replace(b"\r\n", b"\n") + b"\n" + start + lines)
    assert list(result.texts) == ["message 1", "message 2", "message 2, attachment a.txt"]
    assert "\nFrom here it is quoted." in result.texts["message 2"]
    assert [document.id for document in result.documents] == ["inbox#1.eml", "inbox#2.eml", "inbox#2.eml#a.txt"]
    assert {document.path for document in result.documents} == {"inbox"}


def test_charsets_are_guessed_where_they_are_not_said_or_wrong(reading: Reading) -> None:
    head = "From: Jörg <j@example.org>\nSubject: Grüße aus Köln\nDate: some day\n".encode("cp1252")
    text = "Schöne Grüße von der Straße am Fluß, wo die Bäume grün sind.".encode("cp1252")
    for header in (b"", b"Content-Type: text/plain; charset=utf-8\n", b"Content-Type: text/plain; charset=no-such\n"):
        (document,) = reading("a.eml", head + header + b"\n" + text).documents
        assert (document.title, document.author, document.date) == ("Grüße aus Köln", "Jörg", "")
        assert document.text.startswith("Schöne Grüße von der Straße")


def test_a_subject_is_enough(reading: Reading) -> None:
    (document,) = reading("a.eml", b"From: a@example.org\nSubject: Moon\nDate: x\n\n").documents
    assert (document.title, document.text) == ("Moon", "Moon")
    assert reading("a.eml", b"From: a@example.org\nDate: x\n\n\n").reason == "no text"


def test_mails_in_an_archive(reading: Reading) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("2019/a.eml", mail().as_bytes())
    assert reading("a.zip", buffer.getvalue()).texts == {"2019/a.eml": "The moon is bright."}


HEADERS = [
    "From",
    "Subject",
    "Date",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "MIME-Version",
]
VALUES = st.sampled_from(
    [
        *("multipart/mixed; boundary=x", "multipart/mixed", "multipart/alternative; boundary=x", "message/rfc822"),
        *(
            "text/html; charset=utf-16",
            "text/plain; charset*=x''%",
            'text/plain; charset="a\0"',
            "base64",
            "quoted-printable",
            "uuencode",
            "8bit",
        ),
        *("attachment; filename*0*=utf-8''%ff", "=?utf-8?b?x?=", "=?no-such?q?=ff?=", '"a <', "Mon, 99 Foo 99999"),
    ]
)


@given(
    st.lists(st.tuples(st.sampled_from(HEADERS), VALUES | st.text(max_size=20)), min_size=3),
    st.lists(
        st.sampled_from(["--x\n", "--x--\n", "\n", "text\n", "=ff\n", "Content-Type: message/rfc822\n", "TQ==\n"])
    ),
)
def test_any_mail_gives_documents_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, headers: list[tuple[str, str]], body: list[str]
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "any.eml"
    text = "".join(f"{name}: {value}\n" for name, value in headers) + "\n" + "".join(body)
    path.write_bytes(text.encode("utf-8", "surrogatepass") + b"\xff")
    result = found(path, "a.eml")
    assert "cannot be read (" not in result.reason + "".join(result.reasons.values())
