"""Which passages of a corpus share words in a row with a text.

Start reading at `tracer.Tracer`.
"""
