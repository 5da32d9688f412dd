"""What is asked, page by page, as tables. `pages.py` says which page a draft needs and when."""
