"""What is asked: from what people type to a query tree (`tree`), and what a tree says, means and may be changed to.

Start reading at `parser.parse`.
"""
