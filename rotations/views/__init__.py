"""Pages, one file per noun: find, bind, act, tell, go.

Lists are `listing.Listing`, pages that add a record are `acting.AddRecord`, files leave through `downloads`. What may be
seen comes from `access`, what may be done goes through `workflow`; queries, rules and formatting do not belong here.
"""
