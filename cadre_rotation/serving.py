"""How gunicorn writes down what it served: `gunicorn --config python:cadre_rotation.serving`.

An access log is kept only where `--access-logfile` asks for one. What people search for, and what a page was reached
from, stand in the question part of an address: it stays out, as `cadre_rotation.logs` keeps it out of ours.
"""

access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
