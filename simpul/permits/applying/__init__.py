"""The application form: its pages as tables of questions, what a draft lacks, the days sheet."""
