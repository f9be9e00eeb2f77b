"""What zipfile raises over a ZIP file, in words for users."""

import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from zipfile import BadZipFile

from index.errors import SourceError

_BROKEN = "broken ZIP data"
PROTECTED = "password-protected"

# Names that are no UTF-8 and places before the beginning of a file are ValueErrors.
_DAMAGE = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, OverflowError)


@contextmanager
def zip_errors_as_reasons() -> Iterator[None]:
    """Turn what zipfile raises where a file is broken, protected or packed in an unknown way into a SourceError."""
    try:
        yield
    except OSError as error:
        # Broken bzip2 data has no number; with EINVAL reading fails at a place that a damaged directory names.
        if error.errno not in (None, EINVAL):
            raise
        raise SourceError(_BROKEN) from error
    except NotImplementedError as error:  # so zipfile calls a way of packing that it does not know
        raise SourceError("packed in a way that is not read") from error
    except RecursionError:  # a RuntimeError, but none of zipfile
        raise
    except RuntimeError as error:  # of a member that is encrypted
        raise SourceError(PROTECTED) from error
    except _DAMAGE as error:
        raise SourceError(_BROKEN) from error
