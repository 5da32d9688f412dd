"""A plan held against the city's calendar: for the planner's page, the API and the command line."""
