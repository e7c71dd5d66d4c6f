import type { LanguagePatterns, Rule } from './types';

/** Each group: a spelling, then those read as it. */
const readAs = (groups: string) =>
	Object.fromEntries(groups.split(';').flatMap((group) => {
		const [read, ...words] = group.trim().split(' ');
		return words.map((word) => [word, read]);
	}));

/** Devanagari is first read as Latin, see `spellings`. */
const rule = (id: string, kind: Rule['kind'], confidence: number, ...phrases: string[]): Rule => ({ id, kind, confidence, phrases });

export const hi: LanguagePatterns = {
	language: 'hi',
	words: {
		kind: 'asli|real|live|insaani|koi|kisi|bhi|ek|apne|aur|achhe',
		role: 'insaan|insaani madad|agent|person|executive|operator|manager|representative|staff|officer|senior|boss|expert|log',
		service: '(technical|tech|live) (care)|(support|sales|billing|complaint|technical|tech) (team|department|vibhag|wale)|care|helpline|helpdesk|call center|vibhag|team',
		person: '{kind}? {kind}? ({role}|{service}) (wale|वाले|executive|agent)?',
		post: 'se|ko|ke|par|pe|hi|bhi|to',
		talk: 'baat|chat|call|sampark|talk',
		make: 'kar*|कर*|kr*',
		act: '{make}|chahiye|ho|do',
		ask: 'karna|karwao|kar (sakta|do|le|paa*)|ho (sakta|paa*|पाएगी|jaye|जाए|jae)|karunga|karungi|करूंगा',
		order: 'karo|karna (ko|do)|kar (le|do)|करेगा',
		tell: 'bata*|बता*|samjha*|समझा*|nipta*|निपटा*',
		grasp: 'samajh*|समझ*|samjh*|samaj',
		bring: 'connect|transfer|ट्रांसफर|forward|bula*|बुला*|jod*|जोड*|जुड*|milna|milao|milwa*|escalate|lao|lai*|bhejo|bolo|aaye|pahunch*|पहुंचा*|saunp*|सौंप*|मिल*|laga*|लगा*|aane|आने',
		bot: 'bot|ai',
		bad: 'ghatiya|bekar|fraud|chor',
		firm: 'company|care|app|website|bank|log|bot|site',
		that: 'ye|isse|wo|jawab|solution|link|jankari',
		cannot: 'nahi ({make}|do|bata|paa|pa)|asamarth',
		did: 'paya|saka|aaya|payi|paa|pa|पाया|आया|पाई',
	},
	spellings: readAs(`mujhe मुझे muje hume हमें; main मैं mai; kisi किसी; koi कोई; insaan इंसान मानव व्यक्ति आदमी insan vyakti aadmi admi banda bande बंदा बंदे; insaani इंसानी; live लाइव;
		agent एजेंट प्रबंधक ऑपरेटर प्रतिनिधि मैनेजर अधिकारी कर्मचारी सुपरवाइजर बॉस एग्जीक्यूटिव सीनियर; expert डॉक्टर doctor vakil मालिक malik owner मैडम इंजीनियर engineer technician advisor reception incharge इंचार्ज समझदार; customer ग्राहक grahak; care केयर सेवा service seva; support सपोर्ट; madad मदद सहायता help sahayata; team टीम विभाग; hi ही; to तो; par पर pe; kuch कुछ; ek एक; aur और; jo जो; kaun कौन; number नंबर; band बंद; kal कल; hua हुआ हुई hui; bata बता बताया bataya batao; karo करो करें करे करिए कीजिए kare karen kariye kijiye kro; le ले लें लीजिए lo lena; karna करनी करना करने karni krni krna karne; karwao करवाओ करवाइए करवा कराओ कराइए करा karwa karao krwa karva karvao kara karwaiye karaiye karwana; chat चैट बातचीत; type टाइप; bhejo भेजो भेज bhej; lao लाओ लाइए; asli असली;
		se से; kisse किससे; ko को; ke के की का ki ka; baat बात bat bt; call कॉल फोन phone fone; sampark संपर्क; sakta सकता सकती सकते sakti sakte सकूं saku; chahiye चाहिए chaiye chahie; chahta चाहता चाहती chahti; do दो दीजिए दें दे de dedo; ho हो; hai है हैं हूं h hain hu;
		connect कनेक्ट; bot बॉट रोबोट मशीन robot machine computer bots; nahi नहीं ना मत न naa nahin nhi na mat; kya क्या; yahan यहां; aap आप तुम tum; aapka आपका आपकी आपके aapki aapke; mera मेरा मेरी मेरे meri mere; maine मैंने; ye यह ये yeh; isse इससे is इस iss; ne ने;
		kaam काम kam work; jawab जवाब answer reply उत्तर uttar; galat गलत wrong; sawal सवाल प्रश्न question; pucha पूछा puchha; wahi वही same; baar बार; bhi भी; phir फिर fir; abhi अभी अब ab; problem समस्या दिक्कत samasya dikkat issue error एरर; thik ठीक theek; thanks धन्यवाद शुक्रिया shukriya; please कृपया plz pls kripya; bakwas बकवास; ghatiya घटिया; bekar बेकार; chor चोर; gaya गया गई gayi gaye; raha रहा रही रहे rahi rahe; bahut बहुत bohot; turant तुरंत; zaroori जरूरी jaruri; zarurat जरूरत jarurat; jankari जानकारी information; pata पता; thi थी था थे tha; bola बोला कहा kaha; account खाते; mein में me; agar अगर; ya या; hal हल solve; dobara दोबारा; mila मिला मिली mili; diya दिया; paise पैसे; gussa गुस्से; company कंपनी`),
	keyWords: [],
	notTypos: [],
	fillers: 'please hai haan ji sir madam namaste hello hi bhai yaar ok jaldi abhi turant mujhe ek thanks bahut aapka aap bas to arre great nahi madad liye ke kya do'.split(' '),
	stopWords: 'par aur kaise kab kahan kitna kitne toh wala कैसे लिए'.split(' '),
	negators: ['nahi', 'bina'],
	suffixes: ['on', 'en', 'a', 'e', 'i'],
	customerDecoys: [
		'nahi ,? thanks',
		'({person}|kisi) {post}? {post}? ({talk}|transfer)? {make}? ke? zarurat? nahi (chahiye|{make})|({person}|kisi) {post}? {talk}? {make}? ke? zarurat nahi|call nahi {make}',
		'({person}|kisi) ne ...1',
		'({person}|kisi) (se|ko) kal? {talk} {make}? (ke hai|thi|ke thi|hui|hua|kiya|li|ke ,|raha thi)|apne (bhai|dost*) se',
		'(kya|aap|ye|main) (aap|main|ye|ek|kisi|koi)? (asli|real|ek)? ({bot}|{role}) (se baat {make} raha|ho|hai|ya) ...2',
		'({role}|{bot}) (hai|ho)? ya {kind}? ({role}|{bot})',
		'number ...3 galat|koi aur insaan|ai agent|baat (karte|करते)|{talk} {make} ke koi? zarurat nahi|expert ke (fees|naam|pan|पैन)|(madad|call|aap) se (baat|chat) bahut',
		'mera (agent|manager|boss|staff|team)',
		'(prati|per|kitne|2|3|4) (insaan|log|person)|insaan adhikar|human (resources|rights)',
		'(estate|travel|insurance|property|delivery|bank|password) (agent|manager)',
		'({role}|{service}) (ke|mein)? (naukri|job|salary|नौकरी|naam|banne)|{role} (ko|ke)? (add|invite)',
		'{bot} (bana*|बना*)',
		'{service} ke? (time|samay)|{person} bahut? (badtameez|acch*|अच्छ*)',
	],
	customerRules: [
		rule('ask-for-person', 'human_requested', 0.95, 
			'{person} {post}? saath? mera? {talk} ...1 {act}',
			'{talk} {act} (hai|do)? ...1 {person} se',
			'{person} {post}? saath? (mera|call|line)? (pe|par)? ({bring}|chahiye)',
			'{person} ke (madad|jawab|call) ...1 {act}|{person} ke zarurat (hai|$)',
			'{bring} ({make}|do) ...2 {person}',
			'^ {person} se {talk} $',
			'{person} कहां ...1|mera baat {person}|{person} tak'
		),
		rule('ask-for-someone', 'human_requested', 0.9, 
			'(kisi|koi) (aur|bhi)? se? (mera|call)? (pe|par)? {talk} ...1 {act}',
			'{talk} {act} hai? kisi (se|aur)',
			'kisi (aur|bhi)? (ko|se)? {bring}',
			'(koi|jo|aisa) ...2 (madad|baat|{grasp}) ...1 (sakta|{make})|usse {talk} {make}|call (par|pe) baat {act}'
		),
		rule('talk-to-any', 'human_requested', 0.85, 
			'se (hi|ji|khud|abhi|mera|bhi|dobara)? (hi|mera)? {talk} {ask}|mera baat ...5 {bring}|(se|ko) milna hai|se (baat|{talk}) (kyu|kyun) nahi|({person}|expert) (ko|se|ke)? ...3 ({bring}|call {order})|{person} se {talk} $|^ ({service}|expert) se',
			'(kisi|koi|usse|{person}|expert) ...4 (call|sampark|{talk}) (karo|karna)|(kisi|koi) ...4 (ko|tak|ke (paas|पास)) ...2 ({bring}|do)|(isko|usko) ...4 {bring}',
			'koi ...3 (jawab (do|dega|karo|kar)|handle|uthata|{role}|khud)|koi ...1 {role} ...2 (hai|kaam)|koi hai (to|ya|jo)|(bol ke) ({tell}|bata|baat)'
		),
		rule('by-voice', 'human_requested', 0.8, 
			'call (par|se)? ...2 ((baat|{talk}) (karna|karwao|karunga|ho)|{tell})|आवाज sun*|call karke {tell}',
			'({talk}|type|लिखना) ...3 nahi (aata|आता|karna|paa*|{make})|(type|लिखना) ...3 dikkat|kisse (baat|mil*|मिल*|sampark|{talk})|(kaun|expert|boss|yahan) ke? expert kaun|khud (baat|jawab)|खुद (baat|jawab)'
		),
		rule('is-there-person', 'human_requested', 0.8, '(koi|ek|kya) asli? {role} (hai|nahi)'),
		rule('contact-service', 'human_requested', 0.8, '{service} ke? number|number ...5 {talk}|toll free|({role}|expert) ke number|apna number do', 'aap (logo|log)? (se|ko) (call|sampark|baat) {make}|kaise ...1 aap (se|ko) {talk}'),
		rule('no-bot', 'human_requested', 0.85, '{bot} se? (baat|chat)? {make}? (nahi|tang|thak) (chahiye|{make}|aa|gaya|$)|{bot} band|{bot} (se|ko) ...2 ({talk}|type) ...3 nahi|{bot} (se|ke) (bahar|बाहर)|bina {bot}|aur {bot} nahi|{bot} hi {bot}|aap to? {bot} ho ,? (mujhe|na)|(phir|kya) wahi {bot}'),
		rule('call-me-back', 'human_requested', 0.85, '(mujhe|unhe|unko|hume) ek? call (back|बैक)? ({make}|do|chahiye)|call back ({make}|chahiye|do)|^ please? (call|sampark) (karo|kar (do|le))|mujhse (sampark|{talk}) (karo|kar)'),
		{ id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence', phrases: ['{kind}? (insaan|agent|operator|manager|representative|executive|live (care|agent))', '({talk}|transfer) {make}'] },
		{ id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence', phrases: ['kya? yahan? koi bhi? yahan? par? hai yahan?', 'kya? koi mera? (madad|jawab) ({make}|do) ...2'] },
		rule('answer-unhelpful', 'attempt_failed', 0.9, 
			'({that} ...3|koi|kuch) (madad|fayda|kaam) ke? nahi (hui|hua|mila|aaya|ke|hai|kiya|{make}|raha)',
			'(abhi|phir) bhi ...2 (nahi (ho|hua|kaam)|wahi problem|problem (hai|aa|wahi))',
			'kuch bhi? (nahi (hua|बदला)|fark)|nahi hua $|(abhi|phir) (bhi|tak|se)? ...4 (nahi (aaya|hua|aa)|wahi|reject*|atka)|({make} ke) ...4 (abhi bhi)|aapka (jo|ke)? ...2 (bata|bola|diya|link) ...8 nahi|jo (link|code) ...4 (nahi|expire)|link khola ...4 nahi',
			'(pehle|sab) (hi|se|kuch)? (try|{make}) ({make}|kiya|liya)|try ({make}|kiya) ...3 nahi'
		),
		rule('not-what-i-asked', 'attempt_failed', 0.9, '(sawal|baat) (ye|wo|kuch) to? (nahi|aur) (pucha|bola|thi)', 'mera (sawal|baat) (ke|ka)? jawab ye? (nahi|do)', 'ye to? mera? (sawal|jawab)? nahi (pucha|tha)|pucha hi? nahi|pucha ...4 aap ...6 raha|(kuch|aur) aur pucha|nahi ...5 puch raha|(sawal|jawab) ...2 (padh*|पढ*|mel) ...1|ye koi jawab|{bad} jawab|(steps|jawab|hal) ...3 iphone|raha (hai|ho) aap ...6 raha|jawab nahi (diya|do)'),
		rule('wrong-answer', 'attempt_failed', 0.85, 'galat (jawab|jankari|bata*|{grasp})|aadha hi? {grasp}|{that} to? galat'),
		rule('not-understood', 'attempt_failed', 0.9, '(aap|bot|mera) ...3 (nahi {grasp}|{grasp} mein? hi? (kyu|kyun)? nahi) ...2|{grasp} nahi aa raha aapko', 'wahi (baat|jawab|cheez|msg) ...1|baar baar (wahi|ek|ye) ...1|phir wahi|ghuma*|loop mein|aap ...3 {grasp} hi? nahi|{grasp} nahi aaya aap*'),
		{ id: 'bare-failed', kind: 'attempt_failed', confidence: 0.75, whole: 'sentence', phrases: ['{that}? (abhi bhi)? (kaam nahi ({make} raha?|kiya|hua)|nahi (hua|kaam {make} raha)|chal nahi raha)'] },
		rule('it-works', 'resolved', 0.9, '(hal|thik|sahi) ho gaya|abhi (chal|kaam|thik|sahi) {make}? (raha|gaya|hai)|kaam ({make}|ho|ban) gaya|(jawab|{grasp}) (mila|mein)? aa? gaya'),
		{ id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message', phrases: ['thanks'] },
		rule('swearing', 'upset_customer', 0.9, 'chutiy*|madarchod|haram*|bhosdi*|saale|besharmi*|bewak*|nikamm*|jhooth*|झूठ*|thoo|थू|छी|disgusting|bhaad|aukaat|muh band', '(bakwas|ghatiya) ...1|{firm} ...2 {bad}|{bad} {firm}|chor (hai|ho)'),
		rule('anger', 'upset_customer', 0.85, 
			'(tang|thak) (aa|ho|आ|{make})? (gaya|diya)|dimag ...1 kharab|itna zyada? gussa|gussa (aa|mein)|had (ho|{make}) (gaya|di)|sharm ({make}|nahi)',
			'(sabr|सब्र) ...1 टूट*|khoon khaul*|खून खौल*|(naf*|नफरत) ho|maaf nahi kar*|(पुलिस|रिव्यू|star) ...4 (likh*|लिख*|{make}|diya|bata*)|(loot|लूट*) (raha|मचा)|(band|port) kar* raha|last warning|waah ...4 waah|sabse bekar|consumer (court|forum)|(court|कोर्ट|case|केस) ({make}|mein)|police|पुलिस|(dobara|kabhi|कभी) ...2 nahi (lunga|kharid*)|teesri baar|kitni baar (bol*|bata*)|loot (raha|liya|do|diya|hai)'
		),
		rule('urgent', 'urgent_or_high_value', 0.8, 
			'emergency|इमरजेंसी|urgent (hai|case)|bahut urgent|turant (madad|chahiye)|(aaj|आज) last (date|din)',
			'gas leak|aag lag*|accident|card ...1 (chori|gum)|id ...1 (hack|हैक)|mein fraud|bina ...3 paise ...1 kat*','(धुआं|current) ...2 (hai|aa)|सीने ...3 (dard|दर्द)|(server|line) ...3 down|(पाइप|pipe) (phat|फट)|(fas|फंसे|phas) gaya|फंसे|(ghante|minute|घंटे) mein ...4 hai|(exam|visa|शादी|barat) ...6 (aaj|kal|ghante|minute|घंटे|आज)|(fraud|hack|हैक) (ho|{make})|(aaj|आज) ...5 (hi karna)'
		),
		rule('high-value', 'urgent_or_high_value', 0.8, 'bulk (plan|deal)|(350|400|800|1200|lakh|करोड) ...2 (contract|अनुबंध|users)|(500|1000|2000|3000|5000) ...3 (ऑर्डर|chahiye)|(bulk|thok) (mein|ऑर्डर)|badi quantity|(100|200|300|500|1000|2000|5000|sau) (pcs|unit|users)|contract khatam'),
		rule('complex', 'complex_request', 0.8, '(clause|msa|merger|मध्यस्थता|sso|soc|power of attorney|capital gain|ऑडिटर|गोपनीयता|llp) ...1|lease agreement|data ...3 migrate|(erp|crm) ...5 shift|(contract|अनुबंध) (ke|par|sign)|custom (quote|plan|rate)|quotation|कोटेशन|(tender|निविदा) (mein|ke)|rfp|legal sawal|gdpr|dpdp|sla|data processing (agreement|ke|law)|audit (ke|{make}|chahiye)'),
	],
	botDecoys: ['agar ...5 nahi ...6', 'nahi chinta|chinta nahi', 'charge ...2 nahi'],
	botRules: [
		rule('does-not-know', 'lack_of_information', 0.9, '(access|andaza|gyan|ज्ञान|रिकॉर्ड|zikr|जिक्र|info) (mein|ke|ko)? (tak|koi)? nahi|(jankari|jawab|data|kuch) ...3 nahi (mila|hai|di|diya|paya)|(scope|समझ|दायरे|jankari) ...1 (bahar|बाहर|mein nahi)|(data|सिस्टम|डेटा) mein ...3 nahi|(jankari|pata|data|idea|jawab) abhi? nahi ...1', '(mera|mere) (paas|पास) ...5 nahi|nahi (pata|jankari)|nahi dhoondh {did}'),
		rule('cannot-help', 'lack_of_information', 0.9, '(madad|jawab|jankari) ...1 ({make}|do|dene|mein)? mein? ({cannot}|असमर्थ)|nahi (bata|keh|kah|कह|bol|dekh) (sakta|पाऊंगा)|(bata|keh|kah|कह|kar|dekh) nahi sakta|nahi {make} (sakta|paa*|raha)|jawab ...4 possible nahi|ye kaam main nahi'),
		rule('did-not-understand', 'lack_of_information', 0.85, '{grasp} mein? nahi {did}|nahi {grasp} {did}|(dobara|dusre) ...2 (likh*|bata*|लिख*)|rephrase|(nahi {grasp}|{grasp} nahi aaya)'),
		{ id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true, phrases: ['{person} (se|ko) (sampark|call|baat) {make}'] },
	],
};
