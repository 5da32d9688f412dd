"""A plan and what follows from it: facts, who must agree, clocks, fees. Pure, no database."""
