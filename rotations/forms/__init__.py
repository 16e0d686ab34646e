"""What may be typed: one form class per record or act, Vietnamese labels and help, errors that say what to do.

Choices that depend on the account are handed in by the view. Rules of the regulations and changes of status do not
belong here.
"""
