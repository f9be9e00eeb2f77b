"""What answers people and programs: the pages, the JSON API, the command line.

Start reading at `app.create_app`; a request's way is
URL -> params -> SearchRequest -> Searcher -> results or reading -> template, or models -> JSON.
"""
