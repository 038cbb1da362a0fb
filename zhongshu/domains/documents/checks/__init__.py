"""The five gates made executable (五关): rules with ids, clauses and examples, over one structure of a document.

``read(text)`` turns text into a manuscript, ``check(manuscript)`` returns what the rules found. No tables, no settings: the
command ``zhongshu check`` and the editor call the same functions.
"""
