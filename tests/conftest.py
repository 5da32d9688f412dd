"""What every test may use. People are always the same few: Ani produces, Budi is in her company,
Citra is an outsider, Dewi handles cases, Eko heads the service, Fajar answers at a desk."""
