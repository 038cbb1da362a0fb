"""公文运转及差错情况通报: a quarter's handling and errors, counted from the records and written as a document.

Everything is counted from moments that were written when something happened, never from a state of today, so that a past quarter
counts the same whenever it is asked for. Units are named, persons never.
"""
