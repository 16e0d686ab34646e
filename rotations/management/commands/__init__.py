"""One command a file, named as it is typed; what it does is a call into the packages below."""
