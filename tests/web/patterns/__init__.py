"""Every part of the frame on one page, for looking at and for testing."""
