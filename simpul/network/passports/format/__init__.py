"""The project passport: what it may hold, how it is written, read and mapped to forms. Pure."""
