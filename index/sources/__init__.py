"""Readers of files: one module a format, `registry` names them all."""
