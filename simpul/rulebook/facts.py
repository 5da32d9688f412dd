"""The closed list of facts of filming: what a rule of any city may ask about a shoot.

A new fact is written here, with its label and its question in every language, and computed from
a plan in permits/facts.py. Each fact is four lines: name and type; label, Indonesian and English; the
question in Indonesian; the question in English.
"""

from __future__ import annotations

from simpul.rulebook.choices import (
    ACTIVITIES,
    ASSET_CLASSES,
    DAY_TYPES,
    OWNERS,
    PRODUCTION_TYPES,
    ROAD_CLASSES,
    SETTINGS,
    TRAFFIC,
    ZONES,
)
from simpul.rulebook.facttypes import (
    SCOPES,
    Fact,
    FactList,
    FactProblem,
    FactType,
    FactValue,
)

__all__ = [
    "FILMING_FACTS",
    "SCOPES",
    "Fact",
    "FactList",
    "FactProblem",
    "FactType",
    "FactValue",
]

_CHOICES = {
    "production_type": PRODUCTION_TYPES,
    "asset_classes": ASSET_CLASSES,
    "asset_class": ASSET_CLASSES,
    "traffic": TRAFFIC,
    "road_classes": ROAD_CLASSES,
    "activities": ACTIVITIES,
    "owner": OWNERS,
    "zone": ZONES,
    "setting": SETTINGS,
    "day_type": DAY_TYPES,
}


def _facts(scope: str, text: str) -> list[Fact]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    batches = zip(lines[::4], lines[1::4], lines[2::4], lines[3::4], strict=True)
    found = []
    for head, label, in_indonesian, in_english in batches:
        name, kind = head.split()
        label_id, label_en = label.split(" | ")
        found.append(
            Fact(
                name=name,
                type=FactType(kind),
                scope=scope,
                label={"id": label_id, "en": label_en},
                question={"id": in_indonesian, "en": in_english},
                choices=_CHOICES.get(name, {}),
            )
        )
    return found


_PRODUCTION = _facts(
    "application",
    """
    production_type choice
        Jenis produksi | Kind of production
        Produksi apa ini?
        What kind of production is it?
    foreign_producer bool
        Ada produser asing | There is a foreign producer
        Apakah ada produser atau perusahaan asing?
        Is a foreign producer or company behind it?
    foreign_crew bool
        Ada pemain atau kru asing | There is foreign cast or crew
        Apakah ada pemain atau kru berkewarganegaraan asing?
        Are any of the cast or crew foreign nationals?
    foreign_people number
        Jumlah orang asing | Foreign people
        Berapa orang asing yang ikut?
        How many foreign people take part?
    indonesian_title bool
        Judul Indonesia | An Indonesian title
        Apakah judul ini diproduksi oleh pelaku usaha Indonesia?
        Is the title produced by an Indonesian business?
    imported_equipment bool
        Ada peralatan dari luar negeri | Equipment comes from abroad
        Apakah ada peralatan yang dibawa dari luar negeri?
        Is any equipment brought in from abroad?
    commercial bool
        Untuk tujuan komersial | For a commercial purpose
        Apakah produksi ini bertujuan komersial?
        Is the production commercial?
    student bool
        Karya pelajar atau mahasiswa | Student work
        Apakah ini karya pelajar atau mahasiswa?
        Is it the work of students?
    confidential bool
        Judul dirahasiakan | The title is confidential
        Apakah judul dan perusahaan perlu dirahasiakan dari umum?
        Must title and company stay hidden from the public?
    public_exhibition bool
        Akan dipertunjukkan kepada umum | Will be shown to the public
        Apakah film ini akan dipertunjukkan atau diedarkan kepada umum?
        Will the film be shown or distributed to the public?
    people number
        Jumlah orang terbanyak sekaligus | Most people at one time
        Berapa orang paling banyak di lokasi pada satu waktu?
        How many people are on location at the busiest time?
    days number
        Jumlah hari syuting | Shoot days
        Berapa hari syuting?
        How many shoot days?
    locations number
        Jumlah lokasi | Locations
        Berapa lokasi?
        How many locations?
    national_scale bool
        Melibatkan orang dari beberapa provinsi | People from several provinces take part
        Apakah peserta datang dari beberapa provinsi?
        Do people from several provinces take part?
    ad_sponsor bool
        Ada papan atau tayangan sponsor | Sponsor boards or displays
        Apakah ada papan atau tayangan sponsor di lokasi?
        Are there sponsor boards or displays on location?
    """,
)

_PLACES = _facts(
    "application",
    """
    exterior bool
        Ada pengambilan gambar di luar ruang | Filming outdoors
        Apakah ada pengambilan gambar di luar ruang?
        Is anything filmed outdoors?
    public_place bool
        Di tempat umum | In a public place
        Apakah syuting di tempat umum?
        Is any place open to the public?
    residential bool
        Di lingkungan permukiman | In a residential area
        Apakah syuting di lingkungan permukiman?
        Is any place in a residential area?
    heritage_area bool
        Di kawasan cagar budaya | In a heritage area
        Apakah syuting di kawasan atau bangunan cagar budaya?
        Is any place a heritage site or in a heritage area?
    night bool
        Antara pukul 22.00 dan 05.00 | Between 22:00 and 05:00
        Apakah ada kegiatan antara pukul 22.00 dan 05.00?
        Does anything happen between 22:00 and 05:00?
    city_asset bool
        Memakai aset milik daerah | Uses property of the city
        Apakah memakai tempat milik pemerintah daerah?
        Is any place property of the city?
    asset_classes set
        Jenis aset daerah | Kinds of city property
        Aset daerah apa saja yang dipakai?
        Which kinds of city property are used?
    managers set
        Pengelola lokasi | Managers of the places
        Siapa saja pengelola lokasinya?
        Who manages the places?
    kecamatan_count number
        Jumlah kecamatan | Districts (kecamatan)
        Ada di berapa kecamatan?
        In how many districts (kecamatan) does it take place?
    city_count number
        Jumlah kota atau kabupaten | Cities or regencies
        Ada di berapa kota atau kabupaten?
        In how many cities or regencies does it take place?
    province_count number
        Jumlah provinsi | Provinces
        Ada di berapa provinsi?
        In how many provinces does it take place?
    police_regions number
        Jumlah wilayah Polda | Regional police areas
        Ada di berapa wilayah Polda?
        In how many regional police areas does it take place?
    """,
)

_TRAFFIC = _facts(
    "application",
    """
    traffic set
        Pengaturan lalu lintas | Traffic measures
        Pengaturan lalu lintas apa yang diminta?
        Which traffic measures are asked for?
    road_classes set
        Kelas jalan | Classes of road
        Jalan kelas apa yang terpakai?
        Which classes of road are affected?
    bus_corridor bool
        Jalan memuat koridor bus | The road carries a bus corridor
        Apakah jalannya memuat koridor bus cepat?
        Does the road carry a bus rapid transit corridor?
    bus_services bool
        Jalan dilewati angkutan umum | Buses use the road
        Apakah jalannya dilewati bus atau angkutan umum lain?
        Do buses or other public transport use the road?
    vehicles number
        Jumlah kendaraan | Vehicles
        Berapa kendaraan produksi?
        How many production vehicles?
    large_vehicles number
        Jumlah kendaraan besar | Large vehicles
        Berapa kendaraan besar (truk, bus, genset)?
        How many large vehicles (trucks, coaches, generators)?
    footpath_only bool
        Hanya di trotoar | On the footpath only
        Apakah seluruh kegiatan hanya di trotoar?
        Does everything stay on the footpath?
    handheld_only bool
        Hanya kamera genggam | Hand-held camera only
        Apakah hanya memakai kamera genggam tanpa perlengkapan yang berdiri di tanah?
        Is only hand-held equipment used, nothing standing on the ground?
    exclusive_use bool
        Menutup tempat bagi orang lain | The place is closed to others
        Apakah ada tempat yang ditutup bagi orang lain?
        Is any place closed to other people?
    hours_per_day number
        Jam terpanjang dalam sehari | Longest hours in a day
        Berapa jam paling lama dalam sehari?
        How many hours is the longest day?
    """,
)

_ACTIVITIES = _facts(
    "application",
    """
    activities set
        Kegiatan khusus | Special activities
        Kegiatan khusus apa saja yang ada?
        Which special activities are planned?
    drone_height_m number
        Ketinggian terbang drone (meter) | Height of the drone (metres)
        Setinggi apa drone terbang, dalam meter?
        How high does the drone fly, in metres?
    fireworks_calibre_in number
        Kaliber kembang api (inci) | Calibre of fireworks (inches)
        Berapa inci kaliber kembang api terbesar?
        What is the largest calibre of fireworks, in inches?
    minors bool
        Ada anak di bawah 18 tahun | People under 18 take part
        Apakah ada anak di bawah 18 tahun?
        Does anybody under 18 take part?
    minors_hours number
        Jam kerja anak dalam sehari | Hours of children in a day
        Berapa jam paling lama anak berada di lokasi dalam sehari?
        How many hours at most does a child work in a day?
    animals bool
        Ada hewan | Animals take part
        Apakah ada hewan?
        Do animals take part?
    protected_species bool
        Ada satwa dilindungi | Protected species take part
        Apakah ada satwa yang dilindungi?
        Is any animal of a protected species?
    traders_displaced bool
        Pedagang harus pindah sementara | Traders must move for a while
        Apakah ada pedagang yang harus pindah sementara?
        Must any traders move for a while?
    traders number
        Jumlah pedagang | Traders
        Berapa pedagang yang terdampak?
        How many traders are affected?
    temporary_structures bool
        Ada bangunan sementara | Temporary structures
        Apakah mendirikan bangunan atau panggung sementara?
        Are temporary structures put up?
    amplified_sound bool
        Ada pengeras suara | Amplified sound
        Apakah memakai pengeras suara?
        Is sound amplified?
    generator bool
        Memakai genset | A generator runs
        Apakah memakai genset?
        Is a generator used?
    """,
)

_SPOT = _facts(
    "spot",
    """
    site text
        Lokasi | Site
        Lokasi mana dari katalog?
        Which site of the catalogue is it?
    manager choice
        Pengelola lokasi | Manager of the place
        Siapa pengelola tempat ini?
        Who manages the place?
    owner choice
        Pemilik tempat | Owner of the place
        Siapa pemilik tempat ini?
        Who owns the place?
    asset_class choice
        Jenis aset | Kind of property
        Termasuk jenis aset apa tempat ini?
        What kind of property is the place?
    zone choice
        Zona cagar budaya | Heritage zone
        Di zona cagar budaya mana tempat ini?
        In which heritage zone is the place?
    setting choice
        Bentuk tempat | Kind of place
        Tempat seperti apa ini?
        What kind of place is it?
    residential bool
        Di lingkungan permukiman | In a residential area
        Apakah tempat ini di lingkungan permukiman?
        Is the place in a residential area?
    exterior bool
        Di luar ruang | Outdoors
        Apakah pengambilan gambar di luar ruang?
        Is it outdoors?
    public_place bool
        Tempat umum | A public place
        Apakah tempat ini terbuka untuk umum?
        Is the place open to the public?
    heritage_area bool
        Di kawasan cagar budaya | In a heritage area
        Apakah tempat ini cagar budaya atau di kawasannya?
        Is the place a heritage site or in a heritage area?
    """,
)

_SPOT_DAY = _facts(
    "spot_day",
    """
    day_type choice
        Jenis hari | Kind of day
        Hari kerja atau hari libur?
        A working day or a day off?
    day_index number
        Hari pemakaian ke- | Day of use number
        Hari pemakaian keberapa di tempat ini?
        Which day of use of the place is it?
    hours number
        Jumlah jam | Hours
        Berapa jam pada hari itu?
        How many hours on that day?
    six_hour_uses number
        Jumlah pemakaian 6 jam | Uses of six hours
        Berapa kali pemakaian 6 jam?
        How many uses of six hours?
    commercial bool
        Untuk tujuan komersial | For a commercial purpose
        Apakah produksi ini bertujuan komersial?
        Is the production commercial?
    production_type choice
        Jenis produksi | Kind of production
        Produksi apa ini?
        What kind of production is it?
    """,
)

FILMING_FACTS = FactList([*_PRODUCTION, *_PLACES, *_TRAFFIC, *_ACTIVITIES, *_SPOT, *_SPOT_DAY])
"""The list every rule table of a city pack is read against."""
