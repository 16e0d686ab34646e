"""Commands for whoever runs the installation, and the invented district they load for a demonstration.

Arguments in, one call, a line out. Rules of the domain are not here: commands call the same doors as the pages.
"""
