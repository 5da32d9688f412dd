"""Facts of the whole plan (scope application): who makes it, where, with what around it."""

from __future__ import annotations

from simpul.rulebook.factlines import facts_of

PRODUCTION = facts_of(
    "application",
    """
    production_type choice
        jenis produksi | the kind of production
        Produksi apa ini?
        What kind of production is it?
    foreign_producer bool
        ada produser asing | there is a foreign producer
        Apakah ada produser atau perusahaan asing?
        Is a foreign producer or company behind it?
        tidak ada produser asing | there is no foreign producer
    foreign_crew bool
        ada pemain atau kru asing | there is foreign cast or crew
        Apakah ada pemain atau kru berkewarganegaraan asing?
        Are any of the cast or crew foreign nationals?
        tidak ada pemain atau kru asing | there is no foreign cast or crew
    foreign_people count
        jumlah orang asing | the number of foreign people
        Berapa orang asing yang ikut?
        How many foreign people take part?
    indonesian_title bool
        ini judul Indonesia | it is an Indonesian title
        Apakah judul ini diproduksi oleh pelaku usaha Indonesia?
        Is the title produced by an Indonesian business?
        bukan judul Indonesia | it is not an Indonesian title
    imported_equipment bool
        ada peralatan dari luar negeri | equipment comes from abroad
        Apakah ada peralatan yang dibawa dari luar negeri?
        Is any equipment brought in from abroad?
        tidak ada peralatan dari luar negeri | no equipment comes from abroad
    commercial bool
        untuk tujuan komersial | it is for a commercial purpose
        Apakah produksi ini bertujuan komersial?
        Is the production commercial?
        bukan untuk tujuan komersial | it is not for a commercial purpose
    student bool
        karya pelajar atau mahasiswa | it is student work
        Apakah ini karya pelajar atau mahasiswa?
        Is it the work of students?
        bukan karya pelajar atau mahasiswa | it is not student work
    confidential bool
        judul dirahasiakan | the title is confidential
        Apakah judul dan perusahaan perlu dirahasiakan dari umum?
        Must title and company stay hidden from the public?
        judul tidak dirahasiakan | the title is not confidential
    public_exhibition bool
        akan dipertunjukkan kepada umum | it will be shown to the public
        Apakah film ini akan dipertunjukkan atau diedarkan kepada umum?
        Will the film be shown or distributed to the public?
        tidak dipertunjukkan kepada umum | it will not be shown to the public
    people count
        jumlah orang terbanyak sekaligus | the number of people at the busiest time
        Berapa orang paling banyak di lokasi pada satu waktu?
        How many people are on location at the busiest time?
    days count
        jumlah hari syuting | the number of shoot days
        Berapa hari syuting?
        How many shoot days?
    locations count
        jumlah lokasi | the number of locations
        Berapa lokasi?
        How many locations?
    national_scale bool
        melibatkan orang dari beberapa provinsi | people from several provinces take part
        Apakah peserta datang dari beberapa provinsi?
        Do people from several provinces take part?
        peserta dari satu provinsi saja | all people come from one province
    ad_sponsor bool
        ada papan atau tayangan sponsor | there are sponsor boards or displays
        Apakah ada papan atau tayangan sponsor di lokasi?
        Are there sponsor boards or displays on location?
        tidak ada papan atau tayangan sponsor | there are no sponsor boards or displays
    """,
)

PLACES = facts_of(
    "application",
    """
    exterior bool
        ada pengambilan gambar di luar ruang | something is filmed outdoors
        Apakah ada pengambilan gambar di luar ruang?
        Is anything filmed outdoors?
        seluruhnya di dalam ruang | everything is filmed indoors
    public_place bool
        di tempat umum | it is in a public place
        Apakah syuting di tempat umum?
        Is any place open to the public?
        bukan di tempat umum | it is not in a public place
    residential bool
        di lingkungan permukiman | it is in a residential area
        Apakah syuting di lingkungan permukiman?
        Is any place in a residential area?
        bukan di lingkungan permukiman | it is not in a residential area
    heritage_area bool
        di kawasan cagar budaya | it is in a heritage area
        Apakah syuting di kawasan atau bangunan cagar budaya?
        Is any place a heritage site or in a heritage area?
        di luar kawasan cagar budaya | it is outside heritage areas
    night bool
        ada kegiatan antara pukul 22.00 dan 05.00 | something happens between 22:00 and 05:00
        Apakah ada kegiatan antara pukul 22.00 dan 05.00?
        Does anything happen between 22:00 and 05:00?
        tidak ada kegiatan antara pukul 22.00 dan 05.00 | nothing happens between 22:00 and 05:00
    city_asset bool
        memakai aset milik daerah | property of the city is used
        Apakah memakai tempat milik pemerintah daerah?
        Is any place property of the city?
        tidak memakai aset milik daerah | no property of the city is used
    asset_classes set
        jenis aset daerah | the kinds of city property
        Aset daerah apa saja yang dipakai?
        Which kinds of city property are used?
        memakai {} | city property is used: {}
        tidak memakai {} | no such city property is used: {}
    managers set
        pengelola lokasi | the managers of the places
        Siapa saja pengelola lokasinya?
        Who manages the places?
        lokasi dikelola {} | a place is managed by {}
        tidak ada lokasi yang dikelola {} | no place is managed by {}
    kecamatan_count count
        jumlah kecamatan | the number of districts (kecamatan)
        Ada di berapa kecamatan?
        In how many districts (kecamatan) does it take place?
    city_count count
        jumlah kota atau kabupaten | the number of cities or regencies
        Ada di berapa kota atau kabupaten?
        In how many cities or regencies does it take place?
    province_count count
        jumlah provinsi | the number of provinces
        Ada di berapa provinsi?
        In how many provinces does it take place?
    police_regions count
        jumlah wilayah Polda | the number of regional police areas
        Ada di berapa wilayah Polda?
        In how many regional police areas does it take place?
    """,
)

TRAFFIC_AND_VEHICLES = facts_of(
    "application",
    """
    traffic set
        pengaturan lalu lintas | the traffic measures
        Pengaturan lalu lintas apa yang diminta?
        Which traffic measures are asked for?
        ada {} | traffic measures include {}
        tidak ada {} | traffic measures do not include {}
    road_classes set
        kelas jalan | the classes of road
        Jalan kelas apa yang terpakai?
        Which classes of road are affected?
        memakai {} | the roads include {}
        tidak memakai {} | the roads do not include {}
    bus_corridor bool
        jalan memuat koridor bus | the road carries a bus corridor
        Apakah jalannya memuat koridor bus cepat?
        Does the road carry a bus rapid transit corridor?
        jalan tidak memuat koridor bus | the road carries no bus corridor
    bus_services bool
        jalan dilewati angkutan umum | buses use the road
        Apakah jalannya dilewati bus atau angkutan umum lain?
        Do buses or other public transport use the road?
        jalan tidak dilewati angkutan umum | no buses use the road
    vehicles count
        jumlah kendaraan | the number of vehicles
        Berapa kendaraan produksi?
        How many production vehicles?
    large_vehicles count
        jumlah kendaraan besar | the number of large vehicles
        Berapa kendaraan besar (truk, bus, genset)?
        How many large vehicles (trucks, coaches, generators)?
    footpath_only bool
        hanya di trotoar | it stays on the footpath
        Apakah seluruh kegiatan hanya di trotoar?
        Does everything stay on the footpath?
        tidak hanya di trotoar | it does not stay on the footpath
    handheld_only bool
        hanya kamera genggam | only a hand-held camera is used
        Apakah hanya memakai kamera genggam tanpa perlengkapan yang berdiri di tanah?
        Is only hand-held equipment used, nothing standing on the ground?
        tidak hanya kamera genggam | more than a hand-held camera is used
    exclusive_use bool
        tempat ditutup bagi orang lain | the place is closed to others
        Apakah ada tempat yang ditutup bagi orang lain?
        Is any place closed to other people?
        tempat tetap terbuka bagi orang lain | the place stays open to others
    hours_per_day number
        jam terpanjang dalam sehari | the longest day in hours
        Berapa jam paling lama dalam sehari?
        How many hours is the longest day?
    """,
)

ACTIVITIES_AND_NEIGHBOURS = facts_of(
    "application",
    """
    activities set
        kegiatan khusus | the special activities
        Kegiatan khusus apa saja yang ada?
        Which special activities are planned?
        ada {} | the shoot involves {}
        tidak ada {} | the shoot involves no {}
    drone_height_m number
        ketinggian drone dalam meter | the height of the drone in metres
        Setinggi apa drone terbang, dalam meter?
        How high does the drone fly, in metres?
    fireworks_calibre_in number
        kaliber kembang api dalam inci | the calibre of fireworks in inches
        Berapa inci kaliber kembang api terbesar?
        What is the largest calibre of fireworks, in inches?
    minors bool
        ada anak di bawah 18 tahun | somebody under 18 takes part
        Apakah ada anak di bawah 18 tahun?
        Does anybody under 18 take part?
        tidak ada anak di bawah 18 tahun | nobody under 18 takes part
    minors_hours number
        jam kerja anak dalam sehari | a child's time on set, in hours a day,
        Berapa jam paling lama anak berada di lokasi dalam sehari?
        How many hours at most does a child work in a day?
    animals bool
        ada hewan | animals take part
        Apakah ada hewan?
        Do animals take part?
        tidak ada hewan | no animals take part
    protected_species bool
        ada satwa dilindungi | protected species take part
        Apakah ada satwa yang dilindungi?
        Is any animal of a protected species?
        tidak ada satwa dilindungi | no protected species take part
    traders_displaced bool
        ada pedagang yang harus pindah sementara | traders must move for a while
        Apakah ada pedagang yang harus pindah sementara?
        Must any traders move for a while?
        tidak ada pedagang yang harus pindah | no traders must move
    traders count
        jumlah pedagang | the number of traders
        Berapa pedagang yang terdampak?
        How many traders are affected?
    temporary_structures bool
        ada bangunan sementara | there are temporary structures
        Apakah mendirikan bangunan atau panggung sementara?
        Are temporary structures put up?
        tidak ada bangunan sementara | there are no temporary structures
    amplified_sound bool
        ada pengeras suara | sound is amplified
        Apakah memakai pengeras suara?
        Is sound amplified?
        tidak ada pengeras suara | no sound is amplified
    generator bool
        memakai genset | a generator runs
        Apakah memakai genset?
        Is a generator used?
        tidak memakai genset | no generator runs
    """,
)
