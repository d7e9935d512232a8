"""Simulated reports: a panel of bodies over years, in all dialects and with the defects of real files, and the truth.

For teaching, scale and tests; nothing in it is real. `bodies` draws bodies of real places, `model` what their reports
say, `defects` what goes wrong (each with its rate), `page`, `plain`, `web` and `dialects` print it, `panel` writes the
files and the truth, `compare` holds tables against the truth, `about` writes the model down beside them.

Every document holds `document.SIMULATION`, so that `origin` is `simulated` whatever becomes of the file.
"""
