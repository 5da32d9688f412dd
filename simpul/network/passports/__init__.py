"""Project passports: filled in by a company, shared with a partner, received from one."""
