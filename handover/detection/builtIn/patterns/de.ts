import type { LanguagePatterns } from './types';

export const de: LanguagePatterns = {
	language: 'de',
	words: {
		talk: 'sprechen|reden|chatten|telefonieren|schreiben|unterhalten|kommunizieren|klaren|spreche|rede|kontakt aufnehmen|verbunden werden|austauschen|besprechen',
		want: '(ich)? (mochte|moechte|will|wurde|wuerde|brauche|benotige|benoetige|verlange|wunsche|hatte|haette|bevorzuge|muss|kann|konnte|koennte|darf|wollte) (ich)? (gern|gerne|bitte|lieber|jetzt|endlich|nur|einfach|sofort|dringend)? (gern|gerne|bitte|lieber|jetzt|endlich|mal|sofort)?|geben sie mir|gib mir|bitte um|wir brauchen',
		det: 'ein|eine|einen|einem|einer|der|die|das|den|dem|irgendein|irgendeinen|irgendeinem|jemand|ihren|ihrem|deinen|euren|eurem|eurer|ihrer|nen|ne|nem|anderen|anderem',
		kind: 'echte|echten|echter|echtes|echtem|richtigen|richtiger|richtige|menschliche|menschlichen|menschlicher|menschliches|menschlichem|realen|reale|realer|lebenden|lebendigen|lebendiger|zustandigen|zustaendigen|kompetenten|anderen|anderer|freien|verfugbaren|wirklichen|personlichen',
		role: 'mensch|menschen|person|personen|mitarbeiter*|berater*|agent|agenten|agentin|ansprechpartner*|kundenberater*|kundendienstmitarbeiter|servicemitarbeiter|kundenbetreuer*|sachbearbeiter*|manager|vorgesetzt*|chef|chefin|leiter|operator|vermittlung|kollege|kollegen|kollegin|techniker|spezialisten|spezialist|experten|supportmitarbeiter|geschaftsfuhrer|filialleiter|rezeptionist|verantwortliche*|angestellte*|zustandigen|supervisor|menschn|bearbeiter|live agent',
		person: '{det}? {kind}? {role} (aus fleisch und blut)?|jemand echten|jemand echtem|jemandem echten|echten menschen|irgendwen echtes|jemand menschliches',
		someone: 'jemand|jemanden|jemandem|irgendjemand|irgendjemanden|irgendjemandem|irgendwem|irgendwen|wem|wer|irgendwer',
		service: '(dem|den|der|vom|zum|beim|einen|ihrem|ihren|eurem|euren|das|die|deinem|zur|eine|ihrer|ein)? (kundendienst|kundenservice|kundensupport|kundenbetreuung|support|supportteam|service team|serviceteam|servicecenter|hotline|callcenter|kunden service|kunden support|technischen support|technischer support|helpdesk|rezeption|reklamationsabteilung|kundencenter|kundenberatung|buchhaltung|rechnungsabteilung|vertrieb|team|beschwerdestelle|fachabteilung|zentrale|technik|serviceabteilung)',
		bot: 'bot|bots|roboter|robotern|maschine|maschinen|chatbot|chatbots|computer|automaten|automat|ki|programm|anrufbeantworter|algorithmus',
		any: '{person}|{someone}|{service}',
		ps: '{person}|{service}',
		pso: '{person}|{someone}',
		now: 'bitte|mal|hier|endlich|jetzt|einfach|denn|auch|sofort|doch|direkt|lieber|gern|gerne|eben|dann|nun',
		big: '50|100*|150*|200*|250*|300*|400*|500*|000|hundert*|tausend*',
		rotten: 'miserabl*|katastroph*|schlechtest*|unfahig*|erbarmlich*|furchtbar*|scheiss*|beschissen*|unterirdisch*|lachhaft*',
	},
	spellings: { bidde: 'bitte', bitteschon: 'bitte', nich: 'nicht', ned: 'nicht', net: 'nicht', ne: 'eine', mitm: 'mit', nem: 'einem', nen: 'einen', n: 'einen', jmd: 'jemand', jmdn: 'jemanden', sprechn: 'sprechen', redn: 'reden', mog: 'mochte', ma: 'mitarbeiter', brauch: 'brauche', hatt: 'hatte', dank: 'danke' },
	keyWords: 'mensch menschen mitarbeiter mitarbeiterin berater ansprechpartner kundenservice kundendienst kundenberater sprechen verbinden weiterleiten jemanden jemandem person bitte danke agenten vorgesetzten mochte support funktioniert hilft geholfen verstehen antwort zuruckrufen ruckruf'.split(' '),
	notTypos: 'berate beraten spreche sprache sprachen verbunden verbindung jemand mochten hilfe versteht versenden mitarbeit supports bitten bitter danken dankt funktionieren hift gehoben sprachen sprechend verbindet dance verstehe machte'.split(' '),
	fillers: 'bitte hallo hi hey jetzt sofort ja nein ok guten tag morgen abend danke endlich und aber ich also nur einfach moin servus sehr vielen dank super prima nun los halt doch tschuss schonen noch alles gute dir ihnen'.split(' '),
	stopWords: 'der die das den dem des ein eine einen einem einer und oder aber ich du er sie es wir ihr mich mir mein meine meinen ihre ihren ist sind bin war hat habe haben zu zum zur mit von vom in im an am auf bei fur fuer wie was wo wann bitte danke hallo kann konnen kannst koennen konnten mochte moechte will wurde werden wird auch noch so da dass gern gerne mal sich dann'.split(' '),
	negators: 'nicht kein keine keinen keinem nie niemals ohne'.split(' '),
	suffixes: 'ern en er em es e n s'.split(' '),
	customerDecoys: [
		'(steht|gestern|meiner) ...4 {service} (kontaktieren|gesagt|anrufen)|{service} (meiner|meines)|wie oft muss ich (die|das|den) ...2 (giessen|wechseln|reinigen)|(immer noch|noch immer|weiterhin) ...2 (erhalten|bekommen|angekommen|geliefert|da)|nein ,? (danke|vielen dank)',
		'(bist|sind|ist|bin|spreche|rede|schreibe|chatte|rede ich|spreche ich|schreibe ich|chatte ich) (du|sie|das|hier|ich|dies|eigentlich|wirklich|gerade|jetzt|denn)? (hier|eigentlich|wirklich|gerade|uberhaupt|nur|mit|jetzt|denn)? (mit|gerade mit)? (ein|eine|einem|einer|einen)? {kind}? ({role}|{bot}) (oder (ein|eine|einem|einer|mit einem|mit einer|einen)? {kind}? ({role}|{bot}))?',
		'({role}|{bot}) oder (ein|eine|einem|einer|mit einem|einen)? {kind}? ({role}|{bot})|(kein|keine|keinen|keinem|keiner|ohne) {kind}? ({role}|{service}) ...1 (sprechen|reden|verbunden|brauchen|notig|notwendig|kontaktieren|haben|verbinden)?',
		'(nicht|nie|niemals) (mit|an|von|zu|auf) {any} (sprechen|reden|verbunden|weitergeleitet|chatten|verbinden|warten)?|(mit|an|zu) {any} (nicht|nie) (sprechen|reden|verbinden|verbunden|chatten)|(nicht|kein) (notig|notwendig|erforderlich|bedarf) ...2 {any}',
		'(habe|hab|hatte|haben|wurde) (ich|gestern|schon|bereits|heute|letzte woche|vorhin|eben)? ...2 (mit|von|bei) {any} ...3 (gesprochen|geredet|telefoniert|geschrieben|gechattet|bedient|beraten|angerufen)|(sprach|redete|telefonierte) ...2 mit {any}',
		'{person} (war|waren|hat|hatte|sagte|meinte|wurde|konnte|ist|sind|kam|gestern|am telefon)|(ihr|euer|dein|ihre|eure|der|die) {kind}? ({role}|{service}) (war|waren|hat|hatte|haben|ist|sind|sagte|meinte|gefallt|arbeitet|taugt|braucht)',
		'{service} (ist|war|hat|sind|top|super|schlecht|furchtbar|gefallt|geoffnet|erreichbar|offnungszeiten)|(mein|meine|meinem|meinen|meiner|unser|unsere|unserem|unseren|sein|seinem|ihrem mann) {kind}? ({role}|team|support)',
		'(immobilien|reise|versicherungs|makler|user|geheim) (agent|agenten)|(pro|je|dritte|erste|zweite|zwei|drei|vier|2|3|4|5|6|andere|fur eine|welche|jede|weitere) (person|personen)|(was|wie) (ist|macht|wird|werde|verdient) (man|ich|ein|eine)? (ein|eine|einen)? {role}',
		'(bau|baue|erstelle|programmiere|entwickle|erstellen|bauen) (mir|uns|sie mir)? (ein|eine|einen) (chatbot|bot|agenten|assistenten)|(wann|von wann|wie lange|offnungszeiten|servicezeiten|geschaftszeiten|uhrzeiten|um wie viel uhr) ...3 ({service}|kundenservice|support)|(als|wie) (ein)? {role} (arbeiten|bewerben|werden|behandelt)',
		'(guter|toller|schlechter|super|miserabler|freundlicher|netter|toller|unfreundlicher) {service}|(menschliches|menschlicher) (versagen|korper|fehler|gehirn)',
		'muss (ich|man) mit {any} (sprechen|reden|telefonieren)|(mitarbeiter|berater|agent) werden|(sonntag*|samstag*|wochenende) ...1 live (chat|support)|live chat (am|sonntag*|bis)|bin verantwortlich*',
		'(verdammt|scheisse|alter) ,? (ist|war)? (das)? (ist|der)? (gut|geil|lecker|schon|cool|wunderschon|super|genial|hammer)|eilt nicht|(mega|sau) geil',
		'(nicht|kein|keine|nix) (so|sehr|wirklich)? (dringend*|eilig|eile|notfall|sauer|wutend|verargert|schlimm)|(lieferung|bestellung|paket|sendung) ist (immer noch|noch)? nicht (da|angekommen|gekommen)',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'(mensch|menschen|leute|personal) ...2 (am anderen ende|versteckt|redet|da $)|{want} ...2 ({role}|personal|leute)|{role} (anfordern|her|rein|ran) $|(durchstellen|verbind|weiterreichen|weiterzureichen) ...2 (zum|zur|mit|an|verkauf|{service})|(zum|zur|zu ihm) ...2 durchstellen|{role} ...1 (im chat|verfugbar|frei|da) $|(geben|gib|hol|holen|schick) (sie)? (mir|mal|bitte|also|uns|rein) ...3 ({pso}|wen anders|verstarkung)|mit ...2 (ihrer|eurer|den|einem) ...2 ({role}|herren|leuten) ...2|personlich (gesprochen|sprechen|erreichen|erreicht|vorbei)|{role} ware (mir|jetzt)|mit {ps} (bitte|direkt|personlich|jetzt|am telefon|uber mein problem|uber das problem|persoenlich)? ...3 {talk}|{talk} (sie)? (bitte)? mit {ps}|{talk} (mit)? ({person}|dem {service})',
				'(mit|zu|an) {ps} ...1 (verbinden|verbunden|verbinde|weiterleiten|weitergeleitet|durchstellen|durchgestellt|weiterverbinden|weiterverbunden|ubergeben|uebergeben|weitergeben|schreiben|telefonieren|chatten)',
				'(verbinde|verbinden|verbindet|leite|leiten|stelle|stellen|gib|geben|ubergib|ubergebe|hol|holen|schick|schicken|besorg|besorgen|uebergeben|bring|rufen|ruf) (sie)? (mich|mir|uns|das|den fall|den chat|bitte|ans)? (bitte|jetzt|sofort|endlich|doch|doch bitte|einfach|direkt|lieber)? (mit|an|zu|ans)? {ps}|{want} {person} ...2',
				'(hilfe|antwort|beratung|unterstutzung) (von|durch) {person}|(menschliche|menschlichen|menschlicher|echte menschliche|manuellen|personliche) (hilfe|unterstutzung|dienste|kundenservice|beratung|kundendienst|support|ansprechpartner|betreuung)',
				'(konnte|kann|darf|wo|wie|wann) (ich)? (bitte)? {now}? (mit)? {person} {now}? (sprechen|erreichen|finde|bekommen|haben|kontaktieren|reden|finden|anrufen)|(echter|echten|echte|richtiger|richtigen|lebender) (mensch|menschen|person|mitarbeiter|ansprechpartner) (bitte|statt|und kein|$)',
				'(fragen|sprechen|kontaktieren) ...1 mit {person}|live (chat|agent|agenten|support|mitarbeiter)',
				'(kann|konnte|konnten|soll|wer) (sich|mir|mich)? (das|bitte|hier)? (bitte)? ({pso})? (sich|mir|mich)? ...2 (ansehen|anschauen|anrufen|melden|antworten|kummern|zuruckmelden)|schaut sich (das)? {pso}|dass (sich|mich)? {pso}|^ mit {person}|von {person} (beraten|kontaktiert|bedient|betreut)|antwortet (hier|mir) ...1 {person}|lieber mit {person}|(chat|gesprach|weiterleitung|weiterleiten|zugang) (mit|an|zu) {person}|(an|zu) einen {role} $',
				'eskalier*|beschwer* ...1 (beim|bei) {role}|(beim|bei) {role} beschwer*|(gib|geben|holen|hol) ...1 (deinen|deine|ihren|euren|den) {role}|(rede|spreche|schreibe) (ich)? lieber mit|personlich beraten|wie komme ich (an|zu) {person}|wo (finde|ist) ...1 {person}|{service} ...1 (ans|am) telefon',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'{someone} ...3 (reinschauen|melden|meldet|anschauen|ansehen|ansieht|durchgehen|zeit|wecken|ubernehmen|zuhort|vorbeikommen|helfen der|zustandig*|mit puls)|(wer|wen|an wen) ...3 (zustandig|von euch|wenden|fragen|sprechen|bestechen|anrufen)|zu jemandem|mit {someone} (echten|echtem|anderem|anderen|richtigem|bitte|vom team|vom support|vom service|von euch|von ihnen)? ...3 ({talk}|verbinden|verbunden)|{talk} mit {someone}|(an|zu) {someone} ...2 (weiterleiten|weitergeleitet|durchstellen|ubergeben|weitergeben)|{want} {someone} (der|echten|echtes|vom|von|mit dem|anderen)',
				'(kann|konnte|konnten|soll|bitte|koennte) (mich|mir|bitte)? ...2 ({someone}|{person}) (mich|mir|bitte)? (bitte)? (anrufen|kontaktieren|zuruckrufen|zurueckrufen|helfen kommen|melden)|(verbinde|verbinden|stell|stellen) (sie)? (mich|uns) (bitte)? (mit|zu)? ({someone}|durch|weiter)',
				'mit wem (kann|konnte|muss|darf|soll) ich ...3 (sprechen|reden|telefonieren)|an wen (kann|muss|darf) ich mich|{someone} (am telefon|aus fleisch)|(gib|geben sie) mir {someone}',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(gibt es|gibts|habt ihr|haben sie|ist da|ist hier|ist dort) (hier|da|auch|denn|bei euch|bei ihnen|irgendwo|nicht)? {now}? (ein|eine|einen|irgendeinen|keine)? {kind} {role}|(gibt es|gibts|ist da|ist hier) (hier|da|auch|denn)? ({someone}|{person}) ,? (mit dem|mit der|der mir|der mich|die mir|mit denen|an den|da|hier|echtes)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(kontakt|kontaktieren|kontaktiere|kontaktaufnahme|anrufen|erreiche|telefonnummer|nummer|mailadresse|email|rufnummer|kontaktdaten|durchwahl) (ich|mit|zu|zum|zur|von|vom|man|den|des|fur)? (den|dem|der|die|des)? {service}|{service} (bitte)? (kontaktieren|anrufen|erreichen|sprechen|schreiben|kontaktiere)',
				'(kontakt|kontaktieren|kontaktiere ich) (zu|mit|aufnehmen mit)? {pso}|(welche|welcher|eine|ihre|die) (telefonnummer|hotline|nummer) ...3 (anrufen|wahlen|erreichen|$)|(gibt es|habt ihr|haben sie) (eine|auch)? (hotline|telefonnummer)|wie lautet ...1 (hotline|telefonnummer)',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'fur einen {bot}|mit mensch|(nicht|nie|keine lust) (mehr|langer|weiter)? ,? (mit)? (einem|einer|dem|der|diesem|dieser|ner|nem)? {bot} (zu)? (sprechen|reden|chatten|schreiben|kommunizieren|unterhalten)|(kein|keinen|keine|keinem|nicht den|nicht der) {bot} (mehr|sprechen|haben|bitte|reden|will|$)|(rede|spreche|chatte|schreibe) (ich)? nicht (mehr)? mit {bot}',
				'(satt|genug|leid|schluss|stopp|stop|hasse|lust|auf|voll|weg) (von|mit|auf)? (dem|diesem|den|diesen|diese)? {bot}|statt (mit)? (einem|einer|dem|diesem)? {bot} $',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(ruf|rufen|ruft|klingel*) ...4 (durch|zruck|zuruck) $|meine nummer (haben|hast|ist)|(per|ubers|ans) telefon (vielleicht|lieber|bitte|klaren|$)|unter 0* ...2 erreichen|(rufen|ruft|ruf) (sie)? (mich|uns) {now}? {now}? (zuruck|zurueck|an)|(bitte|bitte um|mochte|hatte gern|hatte gerne|brauche|wunsche|wuensche|um|moechte) (einen|um einen|um)? (ruckruf|rueckruf)|(mich|uns) (bitte|jemand|mal)? (jemand)? ...1 (zuruckrufen|zurueckrufen|zuruckgerufen)',
				'(ruckruf|rueckruf) (bitte|erwunscht|vereinbaren|anfordern)',
				'(konnen|konnten|kannst|konnt|kann) (sie|ihr|du)? (mich|uns) ...2 (anrufen|zuruckrufen|kontaktieren)|(konnen|konnten|wollen|sollen) wir ...3 (telefonieren|am telefon)|kann ich sie anrufen|warte auf (ihren|euren|den|einen) (anruf|ruckruf)|{someone} ...1 bei mir melden|bei mir telefonisch|{person} soll (sich|mich)|anruf lieber|^ (konnen|kannst) (sie|du) mich (weiterleiten|verbinden) $',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', '(weiterleiten|durchstellen|weiterverbinden)', '(mit)? {person} (sprechen|verbinden|reden)', '{person} (statt|nicht|und kein|kein) {bot}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(ist)? (da|hier)? {someone} (da|hier|erreichbar|echtes)', 'ist (da|hier|dort) {someone} ...3|liest (das|hier)? ...1 {someone} ...1', '(kann|konnte) mir {someone} helfen'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(zum|schon das) (zweiten|dritten|vierten|funften|zehnten|wiederholten) mal|(fehler|problem|meldung|es) (kommt|kam) (wieder|weiterhin|erneut)|(hilft|half|hilfst|helfen|bringt|nutzt|nutzte|lost|geholfen) (mir|uns|sie mir|das|mein problem|das problem)? (leider|uberhaupt|gar|so|auch|wirklich|immer noch)? (nicht|nichts|kein|nicht weiter|gar nicht) ...2',
				'(hat|habt|haben|hast) (mir|das|es|sie mir|du mir|mir das|das problem|mein problem)? (leider|uberhaupt|gar|wirklich)? (nicht|nichts|nicht wirklich|gar nicht) (wirklich)? (geholfen|funktioniert|gebracht|gelost|geklappt|geloest|genutzt|weitergeholfen)',
				'(funktioniert|klappt|geht|funktionierte|ging|ladt|besteht) (jetzt|es|das|leider|aber|bei mir)? (immer noch|noch immer|trotzdem|weiterhin|nach wie vor|auch|leider)? (nicht|auch nicht)|problem ...1 (besteht|bleibt) (weiterhin|immer|nach)|problem ist ...2 nicht|(gar)? nichts (gelost|gebracht|geandert)',
				'(immer noch|noch immer|weiterhin|nach wie vor) (nichts|nicht (gelost|geklappt|funktion*|moglich|beantwortet)|das gleiche|dasselbe|kein|keine|derselbe|das selbe|der gleiche|die gleiche) ...2|(schon|bereits|alles) (alles|mehrfach|mehrmals|schon)? (probiert|versucht|ausprobiert)|alles schon gemacht',
				'(nutzlos|sinnlos|nicht hilfreich|wenig hilfreich|unbrauchbar|bringt nichts)',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'warum fragst du|frage ist ...2 offen|(nichts|nix) anfangen|was anderes als|(nicht|nie) (das)? ,? (was|wonach|danach|nach dem) ...1 (ich|gefragt) (gefragt|meinte|wollte|gemeint|gesucht|suche|brauche|will|wissen|hatte|habe|gesagt|hab) ...1|(danach|das) (habe|hab|hatte|wollte) ich (gar|doch|auch|uberhaupt)? (nicht|nie) (gefragt|gemeint|gewollt|gesagt|wissen|bestellt)',
				'(beantwortet|beantwortest|beantworten|beantworte) (sie|du|das)? (aber|leider|immer noch)? (meine|die) frage (leider|immer noch|gar|uberhaupt)? nicht|(meine|die) frage (wurde|ist|hast du|haben sie) (damit|immer noch|leider|noch)? (immer noch)? nicht beantwortet|(etwas|was) (anderes|ganz anderes) (gefragt|gemeint|gesucht|wissen)',
				'(hat|haben) ...2 nichts ...3 zu tun|(antwortest|antworten sie) ...1 nicht (auf|$)|(das|es) (ist|war) (es|das) nicht $|das habe ich nicht (gesucht|gemeint|gefragt)|(lies|lesen sie|lest) ...3 (nochmal|noch mal|richtig|genau|frage|nachricht)|thema (vorbei|verfehlt)|passt nicht zu|^ ich meinte|(auskunft|angabe|info*) ...4 (ist|war) falsch',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(du|sie) ...6 (genannt|geschickt|beschreib*|nennst|empfohlen|angegeben) ...2 , ...8 (nicht|nicht mehr|falsch|fur|gar nicht)|antwort widerspricht|(das|es|antwort|auskunft) (ist|war|stimmt) (leider|aber|so|einfach|doch|auch|ja)? (falsch|nicht richtig|nicht korrekt|unsinn|quatsch|nicht|inkorrekt) (richtig|korrekt|$)|(falsche|falschen) (antwort|auskunft|information|informationen|auskunft)|(du|sie) (irrst|irren|liegst falsch|liegen falsch|hast dich geirrt|haben sich geirrt)',
'^ (das)? stimmt (so|doch|leider)? nicht|^ (das ist)? (leider)? falsch $|(haben sich|hast dich) ...4 (geirrt|vertan)'
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(verstehst|verstehen|verstehn|kapierst|versteht|begreifst) (du|sie|mich|ihr|der bot|das|mein|mein problem|sie mich|du mich|mich)? (mich|mein problem|meine frage)? (einfach|doch|wohl|leider|offenbar|gar|anscheinend)? (nicht|nichts|falsch)|(nicht|falsch|missverstanden) (richtig|ganz)? (verstanden|missverstanden|kapiert) (was|$)',
				'(mich|meine frage|mein problem) (falsch|nicht|nicht richtig) verstanden|(das) (hast|haben) (du|sie) (mir)? (schon|bereits|gerade|doch schon|eben) (gesagt|geschrieben|geschickt|vorgeschlagen)|(immer|standig|wieder|dauernd) (nur|wieder)? (das gleiche|dasselbe|die gleiche|dieselbe|das selbe) (antwort)?',
				'(wiederholst|wiederholen) (du|sie)? (dich|sich) ...1',
'(hast|haben) (du|sie)? ...1 nichts verstanden|im kreis'
			],
		},
		{
			id: 'abuse', kind: 'upset_customer', confidence: 0.85,
			phrases: [
				'wie blod|scheiss*|arsch*|wichser|ficken|fotze|hurensohn*|idioten|depp*|trottel*|drecks*|leck mich|(halt|halts) (die|das|deine|dein)? (fresse|maul|klappe)|verarsch*|verappel*|verdammt*|kotz*|(der|so ein|dieser|soll der) (mist|dreck|scheiss)',
				'frechheit|unverschamt*|inakzeptabel|unzumutbar|zumutung|abzocke*|betruger*|betrug $|saftladen|sauladen|schande|lacherlich*|diebstahl $|{rotten} ...1 (service|support|kundenservice|kundendienst|firma|laden|unternehmen|app|erfahrung|haufen)|(service|support|kundenservice|firma|laden|app) ist ...2 {rotten}|aller zeiten',
				'(bin|sind|werde|macht mich) (ich)? (so|sehr|echt|total|richtig|mehr als|langsam|stink)? (sauer|stinksauer|wutend|verargert|genervt|entsetzt|sehr enttauscht|enttauscht von)|(schnauze|nase) ...1 (gestrichen)? (voll|dicke)|(habe|hab|bin) ...1 (satt|es leid)|(mir|jetzt|es) (reicht|reichts)|geduld ...2 ende|nie (wieder|mehr) ...3 (bestell*|kauf*|buch*|bei euch|bei ihnen)|(schalte|nehme|mit meinem) ...2 anwalt|verklag*|anzeige (erstatten|gegen|raus)|erstatte ...1 anzeige|verbraucherzentrale|schlechte bewertung|(dritte|vierte|funfte|zigste|xte) mal|wie oft (muss|soll|noch)',
			],
		},
		{
			id: 'urgent', kind: 'urgent_or_high_value', confidence: 0.75,
			phrases: [
				'(ist|sehr|extrem|wirklich|ganz|super) (sehr|extrem|wirklich|super)? (dringend|eilig)|^ (dringend|notfall)|(ein|mein) notfall|dringend* (hilfe|antwort|losung|problem|fall|anliegen)|eilt|(brauche|brauchen|benotige|muss) ...3 (noch heute|bis heute|bis morgen|sofort|umgehend|so schnell wie)|so schnell wie moglich ,? bitte|(flug|zug|hochzeit|frist) ...1 (geht|ist|lauft|fahrt) (heute|morgen|in ...2 stunde*)',
				'riecht nach (gas|rauch|verbrannt*)|gasgeruch|gasleck|brennt|kommt rauch|stromschlag|(hatte|hatten|habe) ...1 unfall|(wurde|ist|wurden) (mir)? (gestohlen|gehackt)|geklaut|(karte|konto|handy) ...2 (gestohlen|gehackt)|betrugerisch*|unberechtigt* (abbuchung*|zugriff)|nicht autorisiert*|{someone} (benutzt|nutzt|verwendet) meine',
				'{big} ...1 (stuck|lizenzen|einheiten|mitarbeiter|nutzer|kartons|teile)|grossbestellung*|grossauftrag|(grosse|grossere) menge*|mengenrabatt|grosskunde*|(vip|premium|firmen) kunde*|vertrag (unserer|der) firma|(website|webseite|seite|system|shop|server|alles) (ist|sind) ...2 (down|ausgefallen|nicht erreichbar)|verlieren (geld|kunden|umsatz)',
			],
		},
		{
			id: 'complex', kind: 'complex_request', confidence: 0.8,
			phrases: [
				'dsgvo*|gdpr|nda|avv|rfp|ausschreibung*|auftragsverarbeitung*|rahmenvertrag*|service level agreement|geheimhaltung*|(individuell*|massgeschneidert*|formell*|schriftlich*) (angebot*|losung|vertrag|konditionen)|(vertrag*|konditionen|preise) ...2 (verhandeln|anpassen)|verhandeln|klausel*',
				'rechtsabteilung|rechtlich* (frage*|beratung)|juristisch*|compliance|datenschutzbeauftragte*|audit|sicherheitsaudit|migrier*|migration ...3 (shops|seiten|konten|systeme)|haftung*',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(hat|habe) (super|prima|jetzt|alles|wunderbar|es|bestens|sehr|mir sehr|mir|gut)? (geklappt|funktioniert|geholfen|weitergeholfen|hinbekommen|gelost)|(jetzt|nun|das|es) (funktioniert|klappt|geht|lauft) (es|jetzt|alles|wieder|nun|super|prima|endlich)? (jetzt|wieder|alles|super)? (danke|$)',
				'(problem|frage|anliegen|fehler) (ist|wurde|hat sich|war|damit|jetzt)? (damit|jetzt|nun|schon|somit)? (gelost|behoben|geklart|beantwortet|erledigt|geloest)|(meine|die) frage (ist)? (damit)? beantwortet|(genau)? das (wollte|brauchte|suchte|war genau) (ich)? (wissen|$)|(hat sich|ist) (damit)? (erledigt|geklart|gelost)',
			],
		},
		{
			id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message',
			phrases: ['(perfekt|super|prima|danke|vielen dank|herzlichen dank|klasse|toll|wunderbar|spitze|top) ...1 (danke|dank|dir|ihnen|fur die hilfe|fur ihre hilfe|fur deine hilfe)?', 'das (war|ist) alles|das wars'],
		},
	],
	botDecoys: [
		'(wenn|falls|sollten|sofern|ob|solltest) (sie|du|ihnen|dir|ihr) ...3 (nicht|kein|keine|keinen) ...6',
		'(nicht|noch nicht) gefunden ,? was (sie|du) (suchen|suchst|brauchen|gesucht) ...3',
		'(habe|haben) (keine|keine weiteren) (weiteren|weitere)? (fragen|frage)',
		'(nicht|unsicher) (sicher)? ,? (welche|welchen|welches|ob|was) ...7 , (aber|jedoch|doch)',
		'(zogern|zoger|vergessen|keine sorge) ...5 nicht ...3',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(wissensdatenbank|unterlagen|faq|informationen) ...5 (nichts|keine*|nicht|erwahnt)|kein* plan|(habe|haben|finde|fand|besitze|liegen|liegt|gibt es|verfuge|konnte|konnten|kenne|verfuegen) ...4 (keine|keinen|nicht genugend|nicht genug|nichts|kein) ...2 (informationen|information|infos|angaben|antwort|daten|auskunft|ergebnisse|ergebnis|zugriff|passende|kenntnis|passenden|treffer|details|gefunden|finden|vor|daruber|dazu)',
				'(weiss|wissen) (ich|wir)? (leider|es|das)? (leider)? (nicht|keine antwort)|((bin|sind) (ich|wir|mir|uns)|(ich|wir) (bin|sind)) ...4 (nicht sicher|unsicher|uberfragt|ueberfragt)',
				'(konnte|konnten|kann|konnen) (ich|wir|dazu|leider)? ...3 (nichts|nicht|keine|keinen|kein) ...3 (finden|ermitteln|abrufen|bestatigen|nachsehen|feststellen)|(nicht|ausserhalb) (in)? (meiner|meines|meinem) (wissensdatenbank|wissens|kenntnisse|datenbank|bereichs|zustandigkeit|moglichkeiten|wissensbereichs)',
				'(keine ahnung|nicht bekannt|keine antwort parat|entzieht sich meiner kenntnis|keine antwort)',
				'(kenne|kennen) (ich|wir)? ...2 nicht|(liegt|liegen) (mir|uns) ...3 nicht vor|(habe|haben) ...1 keine ...4 gefunden|(kontext|dokument*|datenbank|wissensdatenbank) ...3 (nicht|keine) (enthalt*|erwahn*|informationen|enthalten)|enthalt keine ...1|(nicht) (erwahnt|enthalten|aufgefuhrt) $|(ubersteigt|uber) mein* (wissen*|fahigkeit*|moglichkeit*)|(ich habe|habe ich) ...5 nicht gefunden|keine treffer|schiefgegangen',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'((kann|konnen|darf|konnte) (ich|wir|leider)|(ich|wir) (kann|konnen|darf|konnte)) ...5 (nicht|nichts|keine|nicht weiter) ...2 (nennen|helfen|weiterhelfen|beantworten|antworten|geben|unterstutzen|behilflich|sagen|bearbeiten|auskunft|bieten|unterstuetzen)',
				'(bin|als) (nur|leider nur|lediglich)? (ein|eine) (bot|chatbot|ki|virtueller assistent|digitaler assistent|sprachmodell|assistent) ...3 (kann|nicht)|(nicht|leider nicht) (moglich|imstande|in der lage|berechtigt) ...4|kann (leider)? (nur|ausschliesslich) ...5 (beantworten|helfen)|(fehler|problem) (ist)? (aufgetreten|aufgetaucht)',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'nichts (damit)? anfangen|(habe|konnte|verstehe|kann|hab) (ich|dich|sie|das|ihre|deine|leider)? (das|sie|dich|ihre|deine|leider|frage|anfrage)? (leider|frage|anfrage|das)? (leider)? (nicht|nicht ganz|nicht richtig) (ganz|richtig)? (verstanden|verstehen|zuordnen|folgen|$)',
				'(anders|neu|noch einmal anders|um) (zu)? (formulieren|formulierst|umformulieren|ausdrucken|formuliere)|umformulieren|umzuformulieren',
			],
		},
		{
			id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true,
			phrases: [
				'(wenden|wende|kontaktieren|kontaktiere|melden|melde|fragen|rufen) (sie|dich|bitte)? (sich)? (bitte|dafur|dazu|hierzu|am besten|direkt)? {now}? (an|bei)? (unseren|unser|den|die|unserem|das|einen|unsere)? ...1 ({service}|{role})',
			],
		},
	],
};
