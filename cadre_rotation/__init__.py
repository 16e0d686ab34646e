"""The installation: settings, root URLs and the WSGI entry. The product itself is in `rotations`."""
