"""Where a query matches in a text: what is marked, shown in snippets, and explained.

Start reading at `matching.Matcher`.
"""
