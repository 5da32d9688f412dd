"""Words the made-up ledgers are put together from."""

from __future__ import annotations

ACCOUNTS = (
    ("1101", "Naskah"),
    ("1201", "Produser"),
    ("1301", "Sutradara"),
    ("1405", "Pemeran harian"),
    ("2001", "Manajer produksi"),
    ("2101", "Figuran"),
    ("2201", "Tata artistik"),
    ("2301", "Bangunan set"),
    ("2401", "Kru set"),
    ("2601", "Busana"),
    ("2801", "Tata rias"),
    ("2901", "Lampu dan genset"),
    ("3001", "Sewa kamera"),
    ("3101", "Perekam suara"),
    ("3201", "Kendaraan"),
    ("3301", "Sewa lokasi"),
    ("4001", "Penyuntingan"),
    ("4401", "Efek visual"),
    ("5001", "Asuransi"),
)
COMPANIES = (
    "Cahaya",
    "Layar",
    "Samudra",
    "Merdeka",
    "Pelita",
    "Kencana",
    "Bumi",
    "Rimba",
    "Angkasa",
)
GIVEN = ("Adi", "Bela", "Citra", "Dewi", "Eka", "Fajar", "Gita", "Hana", "Indra", "Joko", "Kartika")
THINGS = (
    "Sewa alat, hari kerja",
    "Makan kru",
    "Bahan set",
    "Jasa harian",
    "Bensin dan tol",
    "Sewa ruang",
    "Cetak dan alat tulis",
    "Sewa kostum",
)
PLACES = ("Jakarta Pusat", "Jakarta Selatan", "DKI Jakarta", "Jakarta Utara")
