"""What writes the index: sources, language tags, analysis, the pipeline.

Start reading at `pipeline.index_sources`; a document's way is
sources.read -> Document -> detection -> analysis -> schema -> writer -> commit -> state.
"""
