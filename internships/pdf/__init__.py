"""Facts of stages to HTML, then to PDF bytes; imported by the worker only."""
