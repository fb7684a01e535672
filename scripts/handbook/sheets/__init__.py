"""Forms and check lists as PDF, DOCX, XLSX and CSV.

``layout`` is what a sheet says; ``from_form`` and ``from_checklist`` make it from data; ``pdf``,
``docx_file``, ``xlsx_file`` and ``csv_file`` write it; ``pages`` shows it on the site. A new format is one
module and one line in ``products``.
"""
