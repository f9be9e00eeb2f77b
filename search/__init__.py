"""What reads the index: queries, ranking, snippets.

Start reading at `searcher.Searcher.search`; a query's way is
SearchRequest -> parser -> query tree -> compiler -> Tantivy -> snippets -> SearchResponse.
"""
