"""zstd as the standard library has it from Python 3.14 on."""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import DecompressionParameter, ZstdError, ZstdFile, compress, decompress
else:
    from backports.zstd import DecompressionParameter, ZstdError, ZstdFile, compress, decompress

__all__ = ["DecompressionParameter", "ZstdError", "ZstdFile", "compress", "decompress"]
