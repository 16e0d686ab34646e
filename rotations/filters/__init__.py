"""What a list may be narrowed by: one FilterSet per noun, every control written out in the order shown.

The queryset comes from the view, already cut to what the account may see. The same filterset feeds the list and its
download. Nothing here decides who may see what.
"""
