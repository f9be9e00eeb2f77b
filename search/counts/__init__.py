"""What is counted in a corpus, off the forward index: lines, trends, collocates, keywords.

Start reading at `concordance.concordance`; `selection`, `subcorpus` and `occurrences` are what all of them rest on.
"""
