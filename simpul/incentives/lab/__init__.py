"""The policy lab: a draft run against past cases and made-up years. Pure: no Django."""
