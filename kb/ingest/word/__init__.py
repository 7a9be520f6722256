"""Word files: DOCX by its XML, DOC, ODT and RTF through LibreOffice where it is installed."""
