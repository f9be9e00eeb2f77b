"""The pages for people: a module for each, and what they share.

Start reading at `site.search`.
"""
