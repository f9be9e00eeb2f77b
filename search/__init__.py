"""What reads the index: queries, ranking, matches, and what is counted, traced and taken away.

Start reading at `searcher.Searcher.search`; a query's way is
SearchRequest -> query.parser -> query tree -> ranking.compiler -> Tantivy -> matches -> SearchResponse.
"""
