"""Events and road works out of iCalendar and GeoJSON files. Pure."""
