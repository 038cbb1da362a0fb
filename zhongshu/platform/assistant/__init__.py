"""写作助手: an optional language model behind an address that the installation names; off unless it names one.

It suggests and never writes. What is marked, or tells of petitioners, is never sent; what is sent is recorded.
"""
