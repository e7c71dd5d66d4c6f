import type { LanguagePatterns } from './types';

/** Each group: a spelling, then those read as it. */
const readAs = (groups: string) =>
	Object.fromEntries(groups.split(';').flatMap((group) => {
		const [read, ...words] = group.trim().split(' ');
		return words.map((word) => [word, read]);
	}));

export const id: LanguagePatterns = {
	language: 'id',
	words: {
		talk: 'bicara|menemui|diajak|ketemuan|video call|cerita|curhat|ngobrol|chat|komunikasi|terhubung|hubungi|kontak|bertemu|ketemu|konsultasi|telepon|dilayani|dibantu|dihubungi|ditelepon|ditangani|komplain|lapor|diarahkan|bantuan|respon',
		with: 'dengan|ke|kepada|oleh|dari|pada|langsung|lewat',
		want: 'mau|perlu|minta|bisa|tolong|cari',
		bring: 'sambungkan|hubungkan|hubungi|alihkan|transfer|oper|ganti|panggil*|kasih|bawa|eskalasi*|disambungkan|dialihkan|dihubungkan',
		kind: 'asli|manusia|langsung|live|yang|lain|kalian|kamu|saja|disini|toko|teknis|support|kak',
		role: 'manusia|orang|orangnya|agen|operator*|petugas*|staf|karyawan|admin|cs|perwakilan|manajer*|supervisor*|atasan*|bos|teknisi*|ahli|yang (berwenang|jaga|punya|ahli)|ahlinya|pemilik*|kepala|pegawai*|dokter*|konsultan*|(mas|mbak) cs|rekan*|teman*',
		service: '(customer|live) (service|care|support|agen)|layanan (pelanggan)|(tim|bagian|divisi) (support|dukungan|teknis|cs|layanan|penjualan|sales|keuangan|komplain) pelanggan?|call center|helpdesk|hotline*|kantor pusat',
		person: '(seorang|salah satu|tim)? ({role}|{service}) {kind}? {kind}?',
		someone: 'seseorang|siapa|siapapun|orang',
		bot: 'bot|robot|mesin|mesinnya|balasan otomatis|chatbot|ai|botnya|jawaban otomatis',
		no: 'tidak|belum|kurang',
		answer: 'jawab*|solusi*|saran*|ini|itu|caranya|info|informasi*|tadi',
		tried: 'sudah ...1 (di*|coba|ganti|ikut*|baru|pasang|hapus|restart)|ikut* langkah*|abis (ganti|di*)|install ulang',
		bisa: 'bisa|berhasil|jalan|masuk|mau|muncul|keluar|login',
		soon: '(jam|menit) lagi|jam (1|2|3|4|5|6|7|8|9|10|11|12) (pagi|sore|malam|siang)? ini|(hari|malam|nanti|sore|pagi) (ini|malam)|besok pagi',
		num: '100|200|250|300|500|1000|2000|5000|10000|ratusan|ribuan|seribu',
		lost: 'dicuri|hilang|kecurian|dibobol|diretas|dihack|hack',
	},
	spellings: readAs('tidak gak ga ndak kagak nggak enggak ngga gk g tdk; saya sy gw gue aku ak kami; dengan dgn dg sm sama ama; orang org; mau pengen pengin pingin ingin butuh; bisa bs dapat boleh; tolong tlg plis pls please mohon harap; bicara bcr ngomong berbicara; hubungi menghubungi hubungin; sambungkan sambungin sambung; alihkan alihin; telepon angkat tlp telp telpon nelpon menelepon; ditelepon ditelpon; disambungkan disambungin; kasih kasi beri; sudah sdh udah udh; belum blm; masih msh tetap tetep; yang yg; jangan jgn gausah; makasih mksh thx thanks tq; kamu km lu lo kau anda; banget bgt sekali; saja aja; admin min mimin adminnya; cs csnya csr; manajer manager managernya; agen agent; mengerti ngerti paham memahami; bagaimana gmn gimana; marah kesal kesel emosi emosinya; buruk jelek payah bobrok lelet; disini sini; urgent urgen mendesak gawat darurat emergency'),
	keyWords: ['operator', 'manusia', 'petugas', 'customer'],
	notTypos: ['operasi', 'custom', 'customers'],
	fillers: 'tolong dong ya kak kakak admin pak bu mbak halo hai hi saya mau deh sih sekarang segera saja lagi oke ok baik makasih terima kasih banyak banget atas dan kok lah ini itu masih bisa ke dengan yang kamu sudah nya'.split(' '),
	stopWords: 'yang di ke dari dan atau untuk dengan ini itu saya kamu ada apa apakah bagaimana kapan berapa mana kenapa tidak bisa mau sudah belum akan saja ya kak harga pesanan barang karena kalau'.split(' '),
	negators: 'tidak bukan jangan belum tanpa'.split(' '),
	suffixes: 'nya kan ku mu an i'.split(' '),
	customerDecoys: [
		'tidak ,? (makasih|terima kasih)', '(cs|admin) (sebelah|lain) ...2', 'sesama operator|kalau masih error', '(ditelepon|telepon|dibantu|dihubungi|ketemu|chat|janji*) (saja|sudah)? (oleh|sama|dari)? {person} (kemarin|tadi|sudah)',
		'(tidak|jangan|tanpa|belum) (usah|perlu|harus|mau|minta|akan|dulu)? (di|saya)? ({talk}|{bring})? {with}? {with}? ({person}|{someone}|saya) (kok|lagi|dulu|dong)?',
		'(tidak (usah|perlu|harus)|jangan) ({talk}|{bring}) ...1|hubungi saya kalau|nomor telepon saya',
		'(sudah|tadi|kemarin|pernah|barusan|habis|setelah|waktu) (saya|pernah|kemarin|tadi)? {talk} saya? {with}? {with}? ({person}|{someone})',
		'({role}|{service}) (kamu|kalian|tadi|itu|yang|di|kemarin)? (kemarin|toko|saya)? (bilang|janji*|ramah|baik|kasar|jutek|tidak (sopan|ramah)|sudah|sangat|pernah|kemarin|menolak|salah|lambat|bagus|buka|jam)',
		'(apakah|apa|kamu|ini|sedang|lagi) (kamu|ini|saya|sedang|lagi)? (adalah|cuma|hanya|beneran|seorang|bicara|chat|ngobrol)? dengan? seorang? ({bot}|{role}) {kind}? (atau|apa|ya|sih|bukan|$) ({bot}|{role})?',
		'({bot}|{role}) {kind}? (atau|apa) ({bot}|{role})',
		'(berapa|untuk|per|setiap|dua|tiga|empat|2|3|4|5|6|10|banyak|semua|kata) (orang|karyawan) ...1',
		'(sumber daya|hak asasi|tubuh) manusia|orang (tua|lain|rumah|dewasa)',
		'agen (properti|perjalanan|travel|asuransi|resmi|terdekat)|(jadi|menjadi|daftar) (agen|admin|karyawan)|manajer proyek|biaya admin|operator (seluler|produksi)',
		'(lowongan|loker|gaji|melamar|kerja|bekerja|posisi|tugas) (kerja|sebagai|jadi|untuk|di|bagian)? {person}',
		'(bos|atasan|manajer|karyawan|pegawai|tim) saya',
		'(buat|bikin|membuat|buatkan) {bot}',
		'(jam|waktu|jadwal) (operasional|kerja|buka|layanan)? {person}',
		'(tambah|tambahkan|hapus|ganti|menambahkan|nama|akses|akun) sebagai? {role}',
	],
	customerRules: [
		{ id: 'ask-for-person', kind: 'human_requested', confidence: 0.95, phrases: [
			'{talk} ...1 {with}? {with}? ({person}|dia|orang)',
			'{bring} (saya|chat|percakapan|ini|dong|masalah)? (ini|saya)? {with}? {person}',
			'{want} (bantuan|jawaban|nomor|lawan bicara|satu|dikirim|oper|balasan)? (yang|satu)? {with}? {person}|(nomor|no) (hotline*|wa|telepon) ...1 ({role}|dong|kak|berapa)|{want} nomor hotline*|{person} (mana|dimana|ghaib)|(oper|kasih|dieskalasi) (ini|kasus)? {with}? (yang)? {person}',
			'(biar|suruh|minta|tolong|bisa|boleh) ...1 ({person}|dia|salah satu dari kalian|siapapun ...3) ...2 (hubungi|telepon|jawab|bantu|menangani|tangani|bales|balas|bicara|ambil alih|ke rumah|datang|keluar|menemui)|(salah satu dari kalian) tolong',
			'(ada|adakah|mana|dimana) (tidak|sih)? {role} {kind}? (yang|disini|tidak|sih|untuk|online|bisa|$)|siapa sih? yang (pegang|jaga|bisa ambil|urus|bertanggung*|berwenang)|yang bisa ambil keputusan|bos* mana',
		] },
		{ id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9, phrases: [
			'{talk} {with}? {with}? (seseorang|siapa) (ya|untuk|yang|$)|{want} saya? {talk} {with} {someone}',
			'{bring} saya? {with}? (seseorang|yang) (lain|mengerti|bisa)',
			'(ada|adakah|siapa|minta|mau) (orang|seseorang|siapapun)? yang? (bisa|mau|mengerti|bantu*|jawab|hidup|idup|keluar|mampir|melayani|baca)|(dikirim|kirim|datangkan|ganti) (orang|teknisi*)|orangnya (mana|mane)',
			'(bisa|bisakah) (saya|tidak)? telepon|{talk} (langsung|lewat telepon)|(lewat|via|melalui|pakai) (telepon|zoom|video call) ...3 (tidak|bisa|$|saja)|ketemuan (saja)?|(capek|males|malas|susah|tidak bisa) (ngetik|chat|nulis) ...2|tolong telepon',
		] },
		{ id: 'no-bot', kind: 'human_requested', confidence: 0.85, phrases: [
			'(skip|lewati|keluar*|keluarin|lepas*|bebas*) (saya)? dari? {bot}|(ngetik|chat|curhat|cerita|bicara) ...3 {with}? (buat|untuk)? {bot}|(tidak|bukan|jangan|males|malas|ogah|tanpa|capek|muak|bosan|stop|berhenti|cukup) (mau|suka|usah|perlu|lagi)? {talk}? {with}? {bot}|{bot} (terus|mulu|lagi)',
		] },
		{ id: 'call-me-back', kind: 'human_requested', confidence: 0.85, phrases: [
			'(telepon|hubungi|kontak|call) (balik|kembali)? (saya|nomor saya|balik)',
			'({want}|bisakah) saya? (ditelepon|dihubungi|(telepon|hubungi) balik)',
		] },
		{ id: 'contact-service', kind: 'human_requested', confidence: 0.8, phrases: [
			'(nomor|no|kontak|wa|email) (telepon|wa)? (dari|untuk)? ({service}|cs|admin|manajer)',
			'(cara|bagaimana|mau) ...1 (hubungi|kontak|telepon) (kalian|kamu|perusahaan|toko)',
		] },
		{ id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence', phrases: ['{role} {kind}?', '{service}|{role} mana', '{bring} {with}? (orang|yang lain|atasan)', 'human|live agen'] },
		{ id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence', phrases: ['(apa|apakah|kok)? (ada|adakah) (orang|seseorang|siapa|manusia|yang|siapapun) (disana|disini|di|online|jaga|tidak|bisa|jawab)? (bantu|sini|sana|situ|tidak)?', 'kok? tidak ada yang (jawab|bales|balas|respon)'] },
		{ id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9, phrases: [
			'({tried}) ...5 (tetap|masih|malah|langsung|{no}|error*)|masih {no} {bisa}|(link*|tombol*|menu*|halaman*|nomor*|kode*|kodenya|infonya|email*) ...4 ({no} (ada|kebuka|valid|masuk|berlaku|bisa)|ditolak|kosong|mati)|^ itu lagi|mentok',
			'{answer}? (kamu|tadi)? {no} (terlalu|begitu)? (membantu|berguna|menjawab|menyelesaikan)',
			'(solusi*|saran*|caranya|tadi) ...1 {no} (berhasil|bisa|jalan|work)',
			'masih ({no} (bisa|berhasil|jalan)|error|dengan|gagal) (saja|juga|kak|$)|masalah* saya? (masih|belum) (dengan|ada|selesai|teratasi|beres)',
			'(sudah|semua) (saya|itu)? (coba|lakukan|ikuti) ...3 (tapi|masih|{no})|percuma',
		] },
		{ id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9, phrases: [
			'(bukan|tidak) (itu|ini|begitu|gitu)? yang? saya? yang? saya? (tanya*|maksud*|minta|cari)|bukan (itu|jawaban*|pertanyaan) (maksud*|pertanyaan*|saya|yang|dari|$)',
			'(tanya|tanyanya|nanya) (apa|lain|itu) ,? (dijawab|jawabnya|malah)|tidak (nyambung|relevan)|(nanya|tanya|nanyanya|ditanya|pakai|pake|bilang*) ...4 (malah|kok|jawab|dijawab|bukan|disaran*)|(baca|dibaca) (dulu)? pertanyaan*|pertanyaan saya {no} (dijawab|terjawab)|jawab (dulu)? pertanyaan saya|salah jawab',
		] },
		{ id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85, phrases: ['(jawab*|informasi*|info|infonya|itu|kamu) (kamu|tadi)? (salah|ngawur|tidak (benar|akurat|tepat))'] },
		{ id: 'not-understood', kind: 'attempt_failed', confidence: 0.9, phrases: [
			'(kamu|bot|botnya|kok) (ini|memang)? (tidak|kurang|salah) (bisa|pernah)? (mengerti|nyambung)|tidak mengerti (maksud|pertanyaan|masalah|yang) saya|salah (mengerti|tangkap)|{no} mengerti mengerti|baca ...2 saya tidak',
			'(jawab*|balas*) (yang|selalu|kok|itu)? (dengan|itu|gitu) (terus|lagi|saja|itu)|(mengulang|diulang|muter|berputar) (ulang|terus)',
		] },
		{ id: 'bare-failed', kind: 'attempt_failed', confidence: 0.75, whole: 'sentence', phrases: ['{answer}? masih? {no} (bisa|berhasil|jalan|work|benar)|salah|gagal|bukan itu'] },
		{ id: 'it-works', kind: 'resolved', confidence: 0.9, phrases: [
			'(sudah|sekarang|akhirnya) (bisa|berhasil|jalan|normal|beres|teratasi|jelas|mengerti) (lagi|sekarang|kak|ya|$)|masalah* saya? sudah? (selesai|teratasi|beres)|(berhasil|beres|teratasi) ,? (makasih|terima kasih)|sangat membantu|membantu banget',
		] },
		{ id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message', phrases: ['terima kasih|makasih|sip|mantap|siap|itu saja'] },
		{ id: 'swearing', kind: 'upset_customer', confidence: 0.9, phrases: [
			'anjing|bangsat|bajingan|brengsek|goblo*|tolol|tai|kontol|bacot|jijik|mati (aja|saja)|maling|(tukang|kalian|terus|semua) bohong|bohong (terus|semua)|memek|idiot|fuck|(sampah|bodoh) (banget|kamu|kalian|$)|(bot|cs|admin) bodoh',
			'(dasar|kalian) (semua|ini)? penipu*|(menipu|nipu|ditipu) (saya|kalian)',
		] },
		{ id: 'anger', kind: 'upset_customer', confidence: 0.85, phrases: [
			'(saya|bikin|sangat|sudah|saking) (sangat|sudah|jadi)? (marah|naik darah)|kecewa (berat|banget|parah)|sangat (kecewa|mengecewakan)|muak|kesabaran saya|tega (ya|kalian)|{no} (guna|punya hati)',
			'keterlaluan|memalukan|tidak (bisa diterima|masuk akal|becus|profesional)|{no} ajar|parah banget|terburuk|paling (buruk|parah)|(pelayanan|layanan|service|respon|aplikasi) (kalian|kamu|ini)? sangat? (buruk|parah)',
			'(cukup sudah|diperlakukan begini|pengadilan|viralin)|sudah (tiga|3|empat|lima|berkali) kali ...2 (begini|gini|terjadi|komplain|salah|$)|(ketiga|keempat|kelima|kesekian) kali*|berapa kali (lagi|saya|harus)',
			'(tidak|ogah|jangan harap) (akan|bakal|mau)? pernah? (beli|belanja|pakai|pesan) di? disini? lagi|kapok|(laporkan|tuntut|gugat|viralkan) (kalian|ke|perusahaan|toko)|lapor polisi|bintang satu|(kembalikan|balikin) (uang|duit)',
		] },
		{ id: 'urgent', kind: 'urgent_or_high_value', confidence: 0.8, phrases: [
			'urgent (banget|ini|kak|nih|tolong|$)|(ini|sangat|kondisi|keadaan|masalah) urgent|(harus|mau|perlu|deadline) ...3 (hari|malam) ini (juga|$)',
			'(bau|kebocoran) gas|gas bocor|kebakaran|terbakar|kesetrum|berasap|sesak napas|pingsan|banjir|kekunci|terkunci di|(lift|server|sistem|kasir|produksi) ...4 (macet|mati|down|berhenti|mogok)|ketipu|tertipu|dibajak|(dipakai|diambil) orang|{soon} ...4 (terbang|ujian|berangkat|tutup|mati|mulai)|kecelakaan',
			'(kartu|dompet|atm|akun|rekening|telepon) (kredit|atm)? saya? (baru|kena|di)? {lost}|{lost} (kartu|dompet|atm|akun|rekening)|transaksi (mencurigakan|bukan saya|tidak dikenal)|(saldo|uang) saya? (hilang|dibobol)',
		] },
		{ id: 'high-value', kind: 'urgent_or_high_value', confidence: 0.8, phrases: [
			'{num} (seragam|porsi|karyawan|buah|pcs|unit|lisensi|laptop|kursi|box)|(partai|jumlah) besar|(membatalkan|batalkan|akhiri|mengakhiri) (kontrak|kerja dengan|kerjasama)',
		] },
		{ id: 'complex', kind: 'complex_request', confidence: 0.8, phrases: [
			'(isi|pasal|klausul|syarat|ketentuan|perubahan|revisi|merevisi|mengubah) dalam? (kontrak|perjanjian)|(kontrak|perjanjian) (kerja dengan|kerjasama|tahunan)|(surat kuasa ...4 (notaris|jual|atas nama|cair)|wasiat|waris*|merger|waralaba|force majeure|kekayaan intelektual|distributor)|penawaran harga? (khusus|resmi|custom)|minta penawaran|tender',
			'gdpr|(perlindungan|pemrosesan) data|(kepatuhan|hukum|legal|audit) (perusahaan|data|saya|terkait|keamanan)|(negosiasi|nego) ...1 (kontrak|harga|syarat)|(migrasi|integrasi) ...1 (sistem|data|website|server)',
		] },
	],
	botDecoys: [
		'(jika|kalau|apabila|bila) ...4 (tidak|belum|bukan) ...6',
		'(jangan|tidak (perlu|usah)) (ragu|khawatir|sungkan|lupa)',
		'{no} (ada|dikenakan|dipungut) (biaya|batas|minimum|minimal|tambahan)',
	],
	botRules: [
		{ id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9, phrases: [
			'{no} bisa? (memiliki|punya|menemukan|tersedia|ada) (akses|cukup)? ke? (informasi*|info|data|jawaban*|detail|pengetahuan|hasil)',
			'{no} ...1 (tahu|mengetahui|tau|yakin|dikenali|disebutkan|menyebutkan|cukup|tercantumdiajarkan|dilatih|jelas)|{no} (saya|kami) temukan|{no} ada ...1 (dalam|di data|di basis|datanya|yang bisa)|^ {no} tau|(nyerah|menyerah|bingung|nihil)|{no} tersedia|belum ada (datanya|,|yang)|(informasi|data) ...6 belum ada|(informasi|data|jawaban|info|detail) (tersebut|itu|ini)? ...1 {no} (tersedia|ditemukan|ada)|(di luar|diluar) (jangkauan|kemampuan|pengetahuan)|{no} bisa menemukan',
		] },
		{ id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9, phrases: ['{no} (bisa|mampu) (untuk|langsung|saya)? (memastikan|menentukan|memberi|jawab|proses|nilai|menilai|bantu|berikan|sampaikan|membantu|menjawab|memberikan|bantu|kasih|menyediakan|mengakses|memproses|jawab|melihat)'] },
		{ id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85, phrases: ['{no} (begitu|bisa|terlalu|sepenuhnya)? mengerti|(ulangi|jelaskan|tulis|tanyakan) (lagi|kembali|ulang|pertanyaan*) (kamu|dengan|pertanyaan*|$)|(kata kata|kata|kalimat|cara) yang? (lain|berbeda)|(perjelas|diperjelas)|lebih spesifik|maksudnya (gimana|bagaimana|apa)|salah tangkap'] },
		{ id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true, phrases: ['(hubungi|kontak|telepon) (langsung|ke)? {person}'] },
	],
};
