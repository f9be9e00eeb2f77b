"""What is found, and in which order: from a query tree to a Tantivy query, by the words that an index has.

Start reading at `compiler.Compiler`.
"""
