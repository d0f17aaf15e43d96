"""The plan of the example unit: the official words of visi, misi, tujuan and sasaran, and made-up indicators, figures and follow-up."""

from __future__ import annotations

import json

SOURCE = "Renstra Kecamatan Balong, Kabupaten Ponorogo, 2016-2021 (visi, misi, tujuan, sasaran)"
VISI = "Ponorogo Lebih Maju, Berbudaya dan Religius"
ELEMENTS = ("Lebih Maju", "Berbudaya", "Religius")
MISI = (
    "Membentuk Budaya Keteladanan pemimpin yang efektif, guna mengembangkan manajemen pemerintahan daerah yang amanah, tanggap dan "
    "berkemampuan andal memecahkan masalah.",
    "Mengelola seluruh sumber daya daerah menjadi lebih berdayaguna, unggul, produktif, berkelanjutan, serta bermanfaat luas secara ekonomi "
    "dan sosial.",
    "Mewujudkan pengelolaan infrastruktur strategis secara profesional, agar memiliki daya dukung yang kokoh untuk menyokong produktivitas "
    "masyarakat, kemajuan wilayah, serta peningkatan kesejahteraan umum.",
    "Membangun sistem pertanian modern, sebagai basis pengembangan model ekonomi kerakyatan yang berdaya saing tangguh, memicu investasi dan "
    "industri, serta berperan menjadi lokomotif penggerak perekonomian daerah.",
    "Menata kawasan yang nyaman untuk semua, dengan ketersediaan ruang publik yang memadai, berwawasan kelestarian lingkungan, sekaligus upaya "
    "mempercepat pengurangan ketimpangan antara wilayah pedesaan dengan perkotaan.",
    "Membangun prinsip kemandirian dalam upaya pemberdayaan masyarakat miskin, pengangguran serta perluasan kesempatan kerja.",
    "Meningkatkan peran aktif Pemerintah Daerah dalam memajukan sistem pelayanan pendidikan dan kesehatan masyarakat, guna mendorong kualitas "
    "Sumber Daya Manusia (SDM) yang hebat dan bertaqwa",
)
TUJUAN = "Meningkatkan Tata Kelola Penyelenggaraan Pemerintahan Kecamatan"
SASARAN = (
    "Meningkatnya Kualitas Pelayanan kepada Masyarakat di Bidang Administrasi",
    "Meningkatnya Tata Kelola Pemerintahan, Kewilayahan dan Kemasyarakatan dalam melaksanakan Pembangunan dan Pemberdayaan Masyarakat di Kecamatan",
)
YEARS = range(2016, 2022)
INDICATORS = """
[[indikator]]
id = "skm"
name = "Nilai Survey Kepuasan Masyarakat (SKM)"
tujuan = "tujuan_1"
mengukur = ["sasaran_1"]
satuan = "nilai"
definition = "Indeks kepuasan pengguna layanan kecamatan atas sembilan unsur pelayanan"
formula = "Rata-rata nilai unsur x 25, setiap unsur berbobot sama"
source = "Jawaban kuesioner SKM (folder skm)"
frequency = "tahunan"

[[indikator]]
id = "tepat_waktu"
name = "Persentase layanan administrasi yang selesai dalam standar waktu"
sasaran = "sasaran_1"
program = "pelayanan"
satuan = "%"
definition = "Berkas layanan yang selesai dalam waktu menurut standar pelayanan, dari semua berkas yang selesai"
formula = "Berkas tepat waktu / berkas selesai x 100"
source = "Register pelayanan"
frequency = "tahunan"

[[indikator]]
id = "lama_pengaduan"
name = "Rata-rata lama penyelesaian pengaduan"
sasaran = "sasaran_1"
satuan = "hari kerja"
definition = "Hari kerja dari pengaduan diterima sampai jawaban diberikan"
formula = "Jumlah hari kerja / banyaknya pengaduan yang selesai"
source = "Register pengaduan"
frequency = "tahunan"

[[indikator]]
id = "apbdes"
name = "Persentase desa yang menetapkan APBDes tepat waktu"
sasaran = "sasaran_2"
program = "desa"
satuan = "%"
definition = "Desa yang menetapkan APBDes paling lambat 31 Desember tahun sebelumnya, dari 20 desa"
formula = "Desa tepat waktu / 20 x 100"
source = "Seksi Pemerintahan"
frequency = "tahunan"

[[indikator]]
id = "musrenbang"
name = "Persentase usulan musrenbang kecamatan yang masuk RKPD"
sasaran = "sasaran_2"
program = "pemberdayaan"
satuan = "%"
definition = "Usulan prioritas musrenbang kecamatan yang tercantum dalam RKPD tahun berikutnya"
formula = "Usulan yang masuk / usulan prioritas x 100"
source = "Berita acara musrenbang dan RKPD"
frequency = "tahunan"

[[indikator]]
id = "berkembang"
name = "Persentase desa berstatus paling rendah Berkembang"
sasaran = "sasaran_2"
satuan = "%"
definition = "Desa dengan status Berkembang, Maju atau Mandiri, dari 20 desa"
formula = "Desa paling rendah Berkembang / 20 x 100"
frequency = "tahunan"

[[indikator]]
id = "aparatur"
name = "Jumlah aparatur desa yang lulus pelatihan administrasi"
sasaran = "sasaran_2"
satuan = "orang"
definition = "Aparatur desa yang lulus uji akhir pelatihan"
formula = "Banyaknya yang lulus, dijumlahkan antartahun"
source = "Seksi Pemerintahan"
frequency = "tahunan"
"""
PROGRAMMES = """
[[program]]
id = "pelayanan"
name = "Peningkatan Pelayanan Administrasi"
sasaran = "sasaran_1"
unit = "Seksi Pelayanan"

[[program]]
id = "desa"
name = "Pembinaan Pemerintahan Desa"
sasaran = "sasaran_2"
unit = "Seksi Pemerintahan"

[[program]]
id = "pemberdayaan"
name = "Pemberdayaan Masyarakat dan Perencanaan Partisipatif"
sasaran = "sasaran_2"
unit = "Seksi Pemberdayaan"
"""
EVALUATIONS = """
[[evaluasi]]
tahun = 2018
pendorong = "Loket terpadu mulai dipakai"
penghambat = "Satu petugas melayani dua loket"
renja = "Menambah jam layanan"
renstra = "Menetapkan indikator tujuan bagi sasaran 2"

[[evaluasi]]
tahun = 2019
pendorong = "Antrean dicatat dengan nomor"
penghambat = "Rekap usulan musrenbang tidak tersimpan"
renja = "Menyimpan rekap usulan musrenbang"
renstra = "Menetapkan indikator tujuan bagi sasaran 2"
"""
HEADS = "indikator;tahun;rumus;target;realisasi;satuan;akumulasi;kondisi_awal;target_akhir;anggaran;realisasi_anggaran;sumber;tanda"
FORMS = {
    "skm": ("positif", "nilai", "nilai_terakhir", "", "82"),
    "tepat_waktu": ("positif", "%", "nilai_terakhir", "72,4", "90"),
    "lama_pengaduan": ("negatif_cermin", "hari kerja", "nilai_terakhir", "12,5", "6"),
    "apbdes": ("positif", "%", "nilai_terakhir", "55", "95"),
    "musrenbang": ("positif", "%", "nilai_terakhir", "41,2", "55"),
    "berkembang": ("positif", "%", "nilai_terakhir", "70", "100"),
    "aparatur": ("positif", "orang", "jumlah", "", ""),
}
FIGURES = {
    "skm": ("79 79,5 80 80,5 81 82", "skm skm skm skm skm skm"),
    "tepat_waktu": ("72 76 80 84 87 90", "72,4 77,1 79,2 85,6 83,9 88,3"),
    "lama_pengaduan": ("13 11 10 8 7 6", "12,5 11,4 9,2 8,6 9,8 6"),
    "apbdes": ("50 65 75 85 90 95", "55 60 80 80 95 90"),
    "musrenbang": ("40 44 47 50 52 55", "41,2 45,8 46,2 n/a 49,1 53,7"),
    "berkembang": ("70 75 80 90 95 100", "70 75 85 85 90 100"),
    "aparatur": ("- 40 40 40 40 40", "- 38 44 41 12 36"),
}
BUDGETS = {
    "tepat_waktu": ("118500000 120000000 132500000 140000000 131000000 145000000", "109870500 116421000 127904000 133512500 118730000 139645500"),
    "apbdes": ("74000000 75500000 82000000 88000000 70000000 91000000", "71155000 70940000 80112500 86020000 61387500 88461000"),
    "musrenbang": ("62500000 64000000 66000000 70500000 48000000 69000000", "60417000 61212000 63480500 69954000 41268000 66120000"),
}
FOLLOW_UP = """tahun;unsur;kegiatan;waktu;penanggung_jawab;status;realisasi;tanggal_selesai;tanggal_laporan
2017;maklumat;Memasang maklumat pelayanan di ruang tunggu;TW I 2018;Seksi Pelayanan;selesai;Terpasang;12 Maret 2018;31 Januari 2018
2017;waktu;Menetapkan standar waktu lima layanan;TW II 2018;Sekretaris;selesai;Ditetapkan;2 Juli 2018;31 Januari 2018
2018;sarpras;Menambah kursi tunggu;TW II 2019;Sekretaris;selesai;Sepuluh kursi;20 Mei 2019;15 Februari 2019
2018;waktu;Membuka loket kedua pada jam sibuk;TW I 2019;Seksi Pelayanan;selesai;Loket dibuka Senin dan Kamis;1 April 2019;15 Februari 2019
2018;pengaduan;Menyediakan kotak saran dan register;TW I 2019;Seksi Pelayanan;berjalan;Kotak terpasang, register belum;;15 Februari 2019
2019;sarpras;Memperbaiki toilet pengunjung;TW III 2020;Sekretaris;belum;;;20 Februari 2020
2019;pengaduan;Menjawab pengaduan melalui pesan singkat;TW II 2020;Seksi Pelayanan;selesai;Berjalan sejak Juni;30 Juni 2020;20 Februari 2020
2020;waktu;Menerima berkas melalui daring;TW II 2021;Seksi Pelayanan;selesai;Tiga layanan daring;11 Juni 2021;25 Februari 2021
2020;sarpras;Memperluas ruang tunggu;TW IV 2021;Sekretaris;berjalan;Tahap perencanaan;;25 Februari 2021
2021;sarpras;Melanjutkan perluasan ruang tunggu;TW III 2022;Sekretaris;belum;;;
"""
CLAIMS = """indikator;tahun;ukuran;nilai;sumber
tepat_waktu;2018;capaian;99,00;LKjIP contoh 2018, tabel capaian
apbdes;2019;capaian;94,12;LKjIP contoh 2019, tabel capaian
lama_pengaduan;2019;capaian;93,02;LKjIP contoh 2019, tabel capaian
berkembang;2019;capaian;94,44;LKjIP contoh 2019, tabel capaian
aparatur;2020;realisasi;12;LKjIP contoh 2020, tabel capaian
"""
MEDIA = {2017: ("papan",), 2018: ("papan", "website"), 2019: ("papan", "website", "media sosial"), 2020: ("website", "media sosial")}


def renstra(label: str) -> str:
    """Text of renstra.toml; `label` says that the figures of the unit are made up."""
    misi = "\n".join(f'[[misi]]\nnumber = {number}\nserved = {str(number == 1).lower()}\ntext = "{text}"\n' for number, text in enumerate(MISI, 1))
    sasaran = "\n".join(f'[[sasaran]]\nid = "sasaran_{number}"\ntujuan = "tujuan_1"\ntext = "{text}"\n' for number, text in enumerate(SASARAN, 1))
    return f"""# {label}. Kata-kata visi, misi, tujuan dan sasaran adalah kata-kata resmi; indikator sasaran, program dan evaluasi adalah buatan.
title = "Rencana Strategis Kecamatan Balong 2016-2021"
source = "{SOURCE}"
smart_r = "relevan"

[visi]
text = "{VISI}"
elements = {json.dumps(ELEMENTS)}

{misi}
[[tujuan]]
id = "tujuan_1"
misi = 1
text = "{TUJUAN}"

{sasaran}{INDICATORS}{PROGRAMMES}{EVALUATIONS}"""


def indikator() -> str:
    """Text of indikator.csv, one row an indicator-year."""
    return "\n".join([HEADS, *(_row(name, place) for name in FORMS for place in range(len(YEARS)))]) + "\n"


def _row(name: str, place: int) -> str:
    rumus, satuan, akumulasi, awal, akhir = FORMS[name]
    target, realised = (figures.split()[place] for figures in FIGURES[name])
    money = [figures.split()[place] for figures in BUDGETS.get(name, ())] or ["", ""]
    flag = "p" if YEARS[place] == YEARS[-1] and name != "skm" else ""
    return ";".join([name, str(YEARS[place]), rumus, target, realised, satuan, akumulasi, awal, akhir, *money, "", flag])
