"""Facts of one place (scope spot) and of one day of its use (scope spot_day)."""

from __future__ import annotations

from simpul.rulebook.factlines import facts_of

SPOT = facts_of(
    "spot",
    """
    site text
        lokasi | the site
        Lokasi mana dari katalog?
        Which site of the catalogue is it?
    manager choice
        pengelola lokasi | the manager of the place
        Siapa pengelola tempat ini?
        Who manages the place?
    owner choice
        pemilik tempat | the owner of the place
        Siapa pemilik tempat ini?
        Who owns the place?
    asset_class choice
        jenis aset | the kind of property
        Termasuk jenis aset apa tempat ini?
        What kind of property is the place?
    zone choice
        zona cagar budaya | the heritage zone
        Di zona cagar budaya mana tempat ini?
        In which heritage zone is the place?
    setting choice
        bentuk tempat | the kind of place
        Tempat seperti apa ini?
        What kind of place is it?
    residential bool
        di lingkungan permukiman | it is in a residential area
        Apakah tempat ini di lingkungan permukiman?
        Is the place in a residential area?
        bukan di lingkungan permukiman | it is not in a residential area
    exterior bool
        di luar ruang | it is outdoors
        Apakah pengambilan gambar di luar ruang?
        Is it outdoors?
        di dalam ruang | it is indoors
    public_place bool
        tempatnya terbuka untuk umum | the place is open to the public
        Apakah tempat ini terbuka untuk umum?
        Is the place open to the public?
        tempatnya tidak terbuka untuk umum | the place is not open to the public
    heritage_area bool
        di kawasan cagar budaya | it is in a heritage area
        Apakah tempat ini cagar budaya atau di kawasannya?
        Is the place a heritage site or in a heritage area?
        di luar kawasan cagar budaya | it is outside heritage areas
    """,
)

SPOT_DAY = facts_of(
    "spot_day",
    """
    day_type choice
        jenis hari | the kind of day
        Hari kerja atau hari libur?
        A working day or a day off?
    day_index count
        urutan hari pemakaian | the day of use, counted from one,
        Hari pemakaian keberapa di tempat ini?
        Which day of use of the place is it?
    hours number
        jumlah jam | the number of hours
        Berapa jam pada hari itu?
        How many hours on that day?
    six_hour_uses count
        jumlah pemakaian 6 jam | the number of uses of six hours
        Berapa kali pemakaian 6 jam?
        How many uses of six hours?
    commercial bool
        untuk tujuan komersial | it is for a commercial purpose
        Apakah produksi ini bertujuan komersial?
        Is the production commercial?
        bukan untuk tujuan komersial | it is not for a commercial purpose
    production_type choice
        jenis produksi | the kind of production
        Produksi apa ini?
        What kind of production is it?
    """,
)
