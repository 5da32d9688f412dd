"""The co-production market: who meets whom, where and when."""
