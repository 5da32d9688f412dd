"""The codes that facts of filming may take, with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from simpul.kit.texts import Texts

Choices = Mapping[str, Texts]


def _choices(table: str) -> Choices:
    """Lines of `code | Indonesian | English`."""
    found: dict[str, Texts] = {}
    for line in table.strip().splitlines():
        code, indonesian, english = (cell.strip() for cell in line.split("|"))
        found[code] = {"id": indonesian, "en": english}
    return found


PRODUCTION_TYPES = _choices("""
    feature | film panjang | feature film
    short | film pendek | short film
    series_scripted | serial cerita | scripted series
    series_unscripted | acara nonskrip | unscripted series
    documentary | film dokumenter | documentary
    commercial | iklan | commercial
    branded_content | konten bermerek | branded content
    music_video | video musik | music video
    still_photo | pemotretan | still photography
    news_exempt | liputan berita | news
    student | karya pelajar | student production
    animation_plates | latar animasi | plates for animation
    vfx_plates | latar efek visual | plates for visual effects
    game_capture | rekaman untuk gim | capture for a game
    social_content | konten media sosial | social media content
    other | lainnya | other
""")

ASSET_CLASSES = _choices("""
    none | bukan aset daerah | not city property
    tim | Taman Ismail Marzuki | Taman Ismail Marzuki
    park | taman kota | park
    urban_forest | hutan kota | urban forest
    green_lane | jalur hijau | green lane
    cemetery | taman pemakaman umum | public cemetery
    museum | museum daerah | city museum
    monas | kawasan Monas | Monas grounds
    zoo | Taman Margasatwa Ragunan | Ragunan zoo
    road | jalan | road
    footpath | trotoar | footpath
    footbridge | jembatan penyeberangan orang | footbridge
    flyover | jalan layang | flyover
    market | pasar | market
    square | lapangan atau alun-alun | square
    heritage_building | bangunan cagar budaya | heritage building
    library | perpustakaan | library
    school | sekolah | school
    hospital | rumah sakit | hospital
    office | kantor pemerintah | government office
    sports | sarana olahraga | sports ground
    housing | rumah susun | public housing
    bus_station | halte atau terminal bus | bus stop or bus terminal
    rail_station | stasiun | railway station
    port | pelabuhan | port
    airport | bandara | airport
    beach | pantai | beach
    island | pulau | island
    water | waduk, situ, atau sungai | reservoir, lake or river
    theatre | gedung kesenian | theatre
    estate | kawasan yang dikelola sendiri | managed estate
    other | lainnya | other
""")

OWNERS = _choices("""
    city | pemerintah daerah | the city
    national | pemerintah pusat | the national government
    state_company | BUMN atau BUMD | a state or city company
    private | swasta atau perorangan | private
    mixed | campuran | mixed
""")

ZONES = _choices("""
    core | zona inti | core zone
    supporting | zona pendukung | supporting zone
    none | di luar zona | no zone
""")

SETTINGS = _choices("""
    footpath | trotoar | footpath
    road | jalan | road
    square | lapangan | square
    park | taman | park
    house | rumah | house
    building | bangunan | building
    venue | gedung pertunjukan | venue
    station | stasiun | station
    water | perairan | water
    cemetery | pemakaman | cemetery
    other | lainnya | other
""")

DAY_TYPES = _choices("""
    workday | hari kerja | working day
    offday | hari libur atau akhir pekan | holiday or weekend
""")

TRAFFIC = _choices("""
    parking_suspension | parkir ditiadakan sementara | parking suspension
    lane_closure | lajur yang ditutup | lane closure
    intermittent_control | lalu lintas ditahan sesekali | intermittent traffic control
    rolling_block | iring-iringan dengan penutupan bergerak | rolling block
    full_closure | jalan yang ditutup penuh | full road closure
    footpath_diversion | pejalan kaki yang dialihkan | footpath diversion
    escort | pengawalan | escort
""")

ROAD_CLASSES = _choices("""
    national | jalan nasional | national road
    provincial | jalan provinsi | provincial road
    city | jalan kota | city road
    regency | jalan kabupaten | regency road
    village | jalan desa | village road
    private | jalan pribadi | private road
""")

ACTIVITIES = _choices("""
    uas_drone | drone | drone
    aircraft_manned | pesawat berawak | manned aircraft
    balloon | balon udara | balloon
    parachute | terjun payung | parachute
    pyro_explosion | ledakan | explosion
    pyro_small | piroteknik kecil | small pyrotechnics
    fireworks | kembang api | fireworks
    open_flame | api terbuka | open flame
    smoke_haze | asap buatan | smoke or haze
    bullet_hit | efek tembakan (squib) | bullet hit
    firearm_blank | senjata api berpeluru hampa | blank-firing gun
    firearm_replica | replika senjata api | replica gun
    bladed_weapon | senjata tajam | bladed weapon
    police_uniform | seragam polisi | police uniform
    military_uniform | seragam militer | military uniform
    emergency_vehicle | kendaraan darurat | emergency vehicle
    car_stunt | aksi mobil | car stunt
    high_speed_drive | berkendara cepat | high-speed driving
    process_trailer | mobil di atas kereta derek | process trailer
    fight_stunt | adegan perkelahian | staged fight
    high_fall_rigging | jatuh dari ketinggian | high fall or rigging
    crane_jib | derek kamera | camera crane
    scaffold | perancah | scaffold
    water_work | adegan di air | work in water
    boat | perahu atau kapal | boat
    rail | kereta api | railway
    airport | bandara | airport
    toll_road | jalan tol | toll road
    bridge_flyover | jembatan atau jalan layang | bridge or flyover
    heritage_site | situs cagar budaya | heritage site
    protected_nature | kawasan konservasi | protected nature
    place_of_worship | tempat ibadah | place of worship
    crowd_over_n | kerumunan besar | large crowd
    nudity | ketelanjangan | nudity
    simulated_crime | peragaan kejahatan | simulated crime
    loud_noise | suara keras | loud noise
    rain_wetdown | hujan buatan atau jalan dibasahi | rain effect or wet-down
    snow_debris | salju atau puing buatan | artificial snow or debris
    street_dressing | penataan jalan sebagai latar | street dressing
    sign_removal | rambu atau papan dilepas | removal of signs
    tree_trim | pemangkasan pohon | tree trimming
    hazardous_material | bahan berbahaya | hazardous material
    animal_wild | satwa liar | wild animal
    minor_night | anak bekerja malam hari | children at night
""")
