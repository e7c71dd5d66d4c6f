import type { LanguagePatterns } from './types';

export const de: LanguagePatterns = {
	language: 'de',
	words: {
		talk: 'sprechen|reden|chatten|telefonieren|schreiben|unterhalten|kommunizieren|spreche|rede|kontakt aufnehmen|verbunden werden|austauschen|besprechen',
		want: '(ich)? (mochte|moechte|will|wurde|wuerde|brauche|benotige|benoetige|verlange|wunsche|hatte|haette|bevorzuge|muss|kann|konnte|koennte|darf|wollte) (ich)? (gern|gerne|bitte|lieber|jetzt|endlich|nur|einfach|sofort|dringend)? (gern|gerne|bitte|lieber|jetzt|endlich|mal|sofort)?|geben sie mir|gib mir|bitte um|wir brauchen',
		det: 'ein|eine|einen|einem|einer|der|die|das|den|dem|irgendein|irgendeinen|irgendeinem|jemand|ihren|ihrem|euren|eurem|eurer|ihrer|nen|ne|nem|anderen|anderem',
		kind: 'echte|echten|echter|echtes|echtem|richtigen|richtiger|richtige|menschliche|menschlichen|menschlicher|menschliches|menschlichem|realen|reale|realer|lebenden|lebendigen|lebendiger|zustandigen|zustaendigen|kompetenten|anderen|anderer|freien|verfugbaren|wirklichen|personlichen',
		role: 'mensch|menschen|person|personen|mitarbeiter|mitarbeiters|mitarbeiterin|mitarbeitern|berater|beraterin|beratern|agent|agenten|agentin|ansprechpartner|ansprechpartnerin|kundenberater|kundenberaterin|kundendienstmitarbeiter|servicemitarbeiter|kundenbetreuer|kundenbetreuerin|sachbearbeiter|sachbearbeiterin|manager|vorgesetzten|vorgesetzter|vorgesetzte|chef|chefin|leiter|operator|vermittlung|kollege|kollegen|kollegin|techniker|spezialisten|spezialist|experten|supportmitarbeiter|geschaftsfuhrer|filialleiter|rezeptionist|verantwortlichen|zustandigen|supervisor|menschn|bearbeiter|live agent',
		person: '{det}? {kind}? {role} (aus fleisch und blut)?|jemand echten|jemand echtem|jemandem echten|echten menschen|irgendwen echtes|jemand menschliches',
		someone: 'jemand|jemanden|jemandem|irgendjemand|irgendjemanden|irgendjemandem|irgendwem|irgendwen|wem',
		service: '(dem|den|der|vom|zum|beim|einen|ihrem|ihren|eurem|euren|das|die|deinem|zur|eine|ihrer|ein)? (kundendienst|kundenservice|kundensupport|kundenbetreuung|support|supportteam|service team|serviceteam|servicecenter|hotline|callcenter|kunden service|kunden support|technischen support|technischer support|helpdesk|rezeption|kundencenter|kundenberatung|team|beschwerdestelle|fachabteilung|zentrale|technik|serviceabteilung)',
		bot: 'bot|bots|roboter|robotern|maschine|maschinen|chatbot|chatbots|computer|automaten|automat|ki|programm|anrufbeantworter|algorithmus',
	},
	spellings: { bidde: 'bitte', bitteschon: 'bitte', nich: 'nicht', ned: 'nicht', net: 'nicht', ne: 'eine', mitm: 'mit', nem: 'einem', nen: 'einen', jmd: 'jemand', jmdn: 'jemanden', sprechn: 'sprechen', dank: 'danke' },
	keyWords: ['mensch', 'menschen', 'mitarbeiter', 'mitarbeiterin', 'berater', 'ansprechpartner', 'kundenservice', 'kundendienst', 'kundenberater', 'sprechen', 'verbinden', 'weiterleiten', 'jemanden', 'jemandem', 'person', 'bitte', 'danke', 'agenten', 'vorgesetzten', 'mochte', 'support', 'funktioniert', 'hilft', 'geholfen', 'verstehen', 'antwort', 'zuruckrufen', 'ruckruf'],
	notTypos: ['menschlich', 'menschheit', 'personlich', 'personal', 'personen', 'personalausweis', 'berate', 'beraten', 'beratung', 'gesprochen', 'sprichst', 'spreche', 'sprache', 'sprachen', 'verbunden', 'verbindung', 'jemand', 'mochten', 'mochtest', 'dachte', 'gedanke', 'antworten', 'hilfe', 'verstanden', 'versteht', 'versenden', 'sparen', 'mitarbeit', 'supports', 'bitten', 'bitter', 'bieten', 'hitte', 'danken', 'dankt', 'funktionieren', 'hift', 'halt', 'hielt', 'gehoben', 'agentur', 'sprachen', 'sprechend', 'verbindet', 'verstehe', 'mache', 'machte', 'brechen'],
	fillers: ['bitte', 'hallo', 'hi', 'hey', 'jetzt', 'sofort', 'ja', 'nein', 'ok', 'guten', 'tag', 'morgen', 'abend', 'danke', 'endlich', 'und', 'aber', 'ich', 'also', 'nur', 'einfach', 'moin', 'servus', 'sehr', 'vielen', 'dank', 'super', 'prima', 'nun', 'los', 'halt', 'doch', 'tschuss', 'schonen', 'noch', 'alles', 'gute', 'dir', 'ihnen'],
	stopWords: ['der', 'die', 'das', 'den', 'dem', 'des', 'ein', 'eine', 'einen', 'einem', 'einer', 'und', 'oder', 'aber', 'ich', 'du', 'er', 'sie', 'es', 'wir', 'ihr', 'mich', 'mir', 'mein', 'meine', 'meinen', 'ihre', 'ihren', 'ist', 'sind', 'bin', 'war', 'hat', 'habe', 'haben', 'zu', 'zum', 'zur', 'mit', 'von', 'vom', 'in', 'im', 'an', 'am', 'auf', 'bei', 'fur', 'fuer', 'wie', 'was', 'wo', 'wann', 'bitte', 'danke', 'hallo', 'kann', 'konnen', 'kannst', 'koennen', 'konnten', 'mochte', 'moechte', 'will', 'wurde', 'werden', 'wird', 'auch', 'noch', 'so', 'da', 'dass', 'gern', 'gerne', 'mal', 'sich', 'dann'],
	negators: ['nicht', 'kein', 'keine', 'keinen', 'keinem', 'nie', 'niemals', 'ohne'],
	suffixes: ['ern', 'en', 'er', 'em', 'es', 'e', 'n', 's'],
	customerDecoys: [
		'nein ,? (danke|vielen dank)',
		'(bist|sind|ist|bin|spreche|rede|schreibe|chatte|rede ich|spreche ich|schreibe ich|chatte ich) (du|sie|das|hier|ich|dies|eigentlich|wirklich|gerade|jetzt|denn)? (hier|eigentlich|wirklich|gerade|uberhaupt|nur|mit|jetzt|denn)? (mit|gerade mit)? (ein|eine|einem|einer|einen)? {kind}? ({role}|{bot}) (oder (ein|eine|einem|einer|mit einem|mit einer|einen)? {kind}? ({role}|{bot}))?',
		'({role}|{bot}) oder (ein|eine|einem|einer|mit einem|einen)? {kind}? ({role}|{bot})',
		'(kein|keine|keinen|keinem|keiner|ohne) {kind}? ({role}|{service}) ...1 (sprechen|reden|verbunden|brauchen|notig|notwendig|kontaktieren|haben|verbinden)?',
		'(nicht|nie|niemals) (mit|an|von|zu|auf) ({person}|{someone}|{service}) (sprechen|reden|verbunden|weitergeleitet|chatten|verbinden|warten)?',
		'(mit|an|zu) ({person}|{someone}|{service}) (nicht|nie) (sprechen|reden|verbinden|verbunden|chatten)',
		'(nicht|kein) (notig|notwendig|erforderlich|bedarf) ...2 ({person}|{someone}|{service})',
		'(habe|hab|hatte|haben|wurde) (ich|gestern|schon|bereits|heute|letzte woche|vorhin|eben)? ...2 (mit|von|bei) ({person}|{someone}|{service}) ...3 (gesprochen|geredet|telefoniert|geschrieben|gechattet|bedient|beraten|angerufen)',
		'(sprach|redete|telefonierte) ...2 mit ({person}|{someone}|{service})',
		'{person} (war|waren|hat|hatte|sagte|meinte|wurde|konnte|ist|sind|kam|gestern|am telefon)',
		'(ihr|euer|dein|ihre|eure|der|die) {kind}? ({role}|{service}) (war|waren|hat|hatte|haben|ist|sind|sagte|meinte|gefallt|arbeitet|taugt|braucht)',
		'{service} (ist|war|hat|sind|top|super|schlecht|furchtbar|gefallt|geoffnet|erreichbar|offnungszeiten)',
		'(mein|meine|meinem|meinen|meiner|unser|unsere|unserem|unseren|sein|seinem|ihrem mann) {kind}? ({role}|team|support)',
		'(immobilien|reise|versicherungs|makler|user|geheim) (agent|agenten)|(pro|je|dritte|erste|zweite|zwei|drei|vier|2|3|4|5|6|andere|fur eine|welche|jede|weitere) (person|personen)',
		'(was|wie) (ist|macht|wird|werde|verdient) (man|ich|ein|eine)? (ein|eine|einen)? {role}',
		'(bau|baue|erstelle|programmiere|entwickle|erstellen|bauen) (mir|uns|sie mir)? (ein|eine|einen) (chatbot|bot|agenten|assistenten)',
		'(wann|von wann|wie lange|offnungszeiten|servicezeiten|geschaftszeiten|uhrzeiten|um wie viel uhr) ...3 ({service}|kundenservice|support)',
		'(als|wie) (ein)? {role} (arbeiten|bewerben|werden|behandelt)',
		'(guter|toller|schlechter|super|miserabler|freundlicher|netter|toller|unfreundlicher) {service}',
		'(menschliches|menschlicher) (versagen|korper|fehler|gehirn)',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'mit ({person}|{service}) (bitte|direkt|personlich|jetzt|am telefon|uber mein problem|uber das problem|persoenlich)? ...3 {talk}',
				'{talk} (sie)? (bitte)? mit ({person}|{service})',
				'{talk} (mit)? ({person}|dem {service})',
				'(mit|zu|an) ({person}|{service}) ...1 (verbinden|verbunden|verbinde|weiterleiten|weitergeleitet|durchstellen|durchgestellt|weiterverbinden|weiterverbunden|ubergeben|uebergeben|weitergeben|schreiben|telefonieren|chatten)',
				'(verbinde|verbinden|verbindet|leite|leiten|stelle|stellen|gib|geben|ubergib|ubergebe|hol|holen|schick|schicken|besorg|besorgen|uebergeben|bring|rufen|ruf) (sie)? (mich|mir|uns|das|den fall|den chat|bitte|ans)? (bitte|jetzt|sofort|endlich|doch|doch bitte|einfach|direkt)? (mit|an|zu|ans)? ({person}|{service})',
				'{want} {person} ...2',
				'(hilfe|antwort|beratung|unterstutzung) (von|durch) {person}',
				'(menschliche|menschlichen|menschlicher|echte menschliche|manuellen|personliche) (hilfe|unterstutzung|dienste|kundenservice|beratung|kundendienst|support|ansprechpartner|betreuung)',
				'(konnte|kann|darf|wo|wie|wann) (ich)? (bitte)? (bitte|hier|endlich)? (mit)? {person} (bitte|hier)? (sprechen|erreichen|finde|bekommen|haben|kontaktieren|reden|finden|anrufen)',
				'(echter|echten|echte|richtiger|richtigen|lebender) (mensch|menschen|person|mitarbeiter|ansprechpartner) (bitte|statt|und kein|$)',
				'(fragen|sprechen|kontaktieren) ...1 mit {person}',
				'live (chat|agent|agenten|support|mitarbeiter)',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'mit {someone} (echten|echtem|anderem|anderen|richtigem|bitte|vom team|vom support|vom service|von euch|von ihnen)? ...3 ({talk}|verbinden|verbunden)',
				'{talk} mit {someone}',
				'(an|zu) {someone} ...2 (weiterleiten|weitergeleitet|durchstellen|ubergeben|weitergeben)',
				'{want} {someone} (der|echten|echtes|vom|von|mit dem|anderen)',
				'(kann|konnte|konnten|soll|bitte|koennte) (mich|mir|bitte)? ({someone}|{person}) (mich|mir|bitte)? (bitte)? (anrufen|kontaktieren|zuruckrufen|zurueckrufen|helfen kommen|melden)',
				'(verbinde|verbinden|stell|stellen) (sie)? (mich|uns) (bitte)? (mit|zu)? ({someone}|durch|weiter)',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(gibt es|gibts|habt ihr|haben sie|ist da|ist hier|ist dort) (hier|da|auch|denn|bei euch|bei ihnen|irgendwo|nicht)? (auch|denn)? (ein|eine|einen|irgendeinen|keine)? {kind} {role}',
				'(gibt es|gibts|ist da|ist hier) (hier|da|auch|denn)? ({someone}|{person}) ,? (mit dem|mit der|der mir|der mich|die mir|mit denen|an den|da|hier|echtes)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(kontakt|kontaktieren|kontaktiere|kontaktaufnahme|anrufen|erreiche|telefonnummer|nummer|mailadresse|email|rufnummer|kontaktdaten|durchwahl) (ich|mit|zu|zum|zur|von|vom|man|den|des|fur)? (den|dem|der|die|des)? {service}',
				'{service} (bitte)? (kontaktieren|anrufen|erreichen|sprechen|schreiben|kontaktiere)',
				'(kontakt|kontaktieren) (zu|mit|aufnehmen mit)? ({person}|{someone})',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(nicht|nie|keine lust) (mehr|langer|weiter)? (mit)? (einem|einer|dem|der|diesem|dieser|ner|nem)? {bot} (zu)? (sprechen|reden|chatten|schreiben|kommunizieren|unterhalten)',
				'(kein|keinen|keine|keinem|nicht den|nicht der) {bot} (mehr|sprechen|haben|bitte|reden|will|$)',
				'(rede|spreche|chatte|schreibe) (ich)? nicht (mehr)? mit {bot}',
				'(satt|genug|leid|schluss|stopp|stop|hasse) (von|mit|mit dem|mit diesem|den|diesen|diese)? {bot}',
				'statt (mit)? (einem|einer|dem|diesem)? {bot} $',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(rufen|ruft|ruf) (sie)? (mich|uns) (bitte|doch)? (bitte|mal)? (zuruck|zurueck|an)',
				'(bitte|bitte um|mochte|hatte gern|hatte gerne|brauche|wunsche|wuensche|um|moechte) (einen|um einen|um)? (ruckruf|rueckruf)',
				'(mich|uns) (bitte|jemand|mal)? (jemand)? ...1 (zuruckrufen|zurueckrufen|zuruckgerufen)',
				'(ruckruf|rueckruf) (bitte|erwunscht|vereinbaren|anfordern)',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', '(weiterleiten|durchstellen|weiterverbinden)', '(mit)? {person} (sprechen|verbinden|reden)', '{person} (statt|nicht|und kein|kein) {bot}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(ist)? (da|hier)? {someone} (da|hier|erreichbar|echtes)', 'ist (da|hier|dort) {someone}', '(kann|konnte) mir {someone} helfen'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(hilft|half|hilfst|helfen|bringt|nutzt|nutzte|lost|geholfen) (mir|uns|sie mir|das|mein problem|das problem)? (leider|uberhaupt|gar|so|auch|wirklich|immer noch)? (nicht|nichts|kein|nicht weiter|gar nicht) ...2',
				'(hat|habt|haben|hast) (mir|das|es|sie mir|du mir|mir das|das problem|mein problem)? (leider|uberhaupt|gar|wirklich)? (nicht|nichts|nicht wirklich|gar nicht) (wirklich)? (geholfen|funktioniert|gebracht|gelost|geklappt|geloest|genutzt|weitergeholfen)',
				'(funktioniert|klappt|geht|funktionierte|ging) (es|das|leider|aber|bei mir)? (immer noch|noch immer|trotzdem|weiterhin|nach wie vor|auch|leider)? (nicht|auch nicht)',
				'(immer noch|noch immer|weiterhin|nach wie vor) (nicht|das gleiche|dasselbe|kein|keine|derselbe|das selbe|der gleiche|die gleiche) ...2',
				'(schon|bereits|alles) (alles|mehrfach|mehrmals|schon)? (probiert|versucht|ausprobiert|gemacht)',
				'(nutzlos|sinnlos|nicht hilfreich|wenig hilfreich|unbrauchbar|bringt nichts)',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(nicht|nie) (das)? ,? (was|wonach|danach|nach dem) ...1 (ich|gefragt) (gefragt|meinte|wollte|gemeint|gesucht|suche|brauche|will|wissen|hatte|habe|gesagt|hab) ...1',
				'(danach|das) (habe|hab|hatte|wollte) ich (gar|doch|auch|uberhaupt)? (nicht|nie) (gefragt|gemeint|gewollt|gesagt|wissen|bestellt)',
				'(beantwortet|beantwortest|beantworten|beantworte) (sie|du|das)? (aber|leider|immer noch)? (meine|die) frage (leider|immer noch|gar|uberhaupt)? nicht',
				'(meine|die) frage (wurde|ist|hast du|haben sie) (damit|immer noch|leider|noch)? (immer noch)? nicht beantwortet',
				'(etwas|was) (anderes|ganz anderes) (gefragt|gemeint|gesucht|wissen)',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(das|es|antwort|auskunft) (ist|war|stimmt) (leider|aber|so|einfach|doch|auch|ja)? (falsch|nicht richtig|nicht korrekt|unsinn|quatsch|nicht|inkorrekt) (richtig|korrekt|$)',
				'(falsche|falschen) (antwort|auskunft|information|informationen|auskunft)',
				'(du|sie) (irrst|irren|liegst falsch|liegen falsch|hast dich geirrt|haben sich geirrt)',
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(verstehst|verstehen|verstehn|kapierst|versteht|begreifst) (du|sie|mich|ihr|der bot|das|mein|mein problem|sie mich|du mich|mich)? (mich|mein problem|meine frage)? (einfach|doch|wohl|leider|offenbar|gar|anscheinend)? (nicht|nichts|falsch)',
				'(nicht|falsch|missverstanden) (richtig|ganz)? (verstanden|missverstanden|kapiert) (was|$)',
				'(mich|meine frage|mein problem) (falsch|nicht|nicht richtig) verstanden',
				'(das) (hast|haben) (du|sie) (mir)? (schon|bereits|gerade|doch schon|eben) (gesagt|geschrieben|geschickt|vorgeschlagen)',
				'(immer|standig|wieder|dauernd) (nur|wieder)? (das gleiche|dasselbe|die gleiche|dieselbe|das selbe) (antwort)?',
				'(wiederholst|wiederholen) (du|sie)? (dich|sich) ...1',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(hat|habe) (super|prima|jetzt|alles|wunderbar|es|bestens|sehr|mir sehr|mir|gut)? (geklappt|funktioniert|geholfen|weitergeholfen|hinbekommen|gelost)',
				'(jetzt|nun|das|es) (funktioniert|klappt|geht|lauft) (es|jetzt|alles|wieder|nun|super|prima|endlich)? (jetzt|wieder|alles|super|danke|$)',
				'(problem|frage|anliegen|fehler) (ist|wurde|hat sich|war|damit|jetzt)? (damit|jetzt|nun|schon|somit)? (gelost|behoben|geklart|beantwortet|erledigt|geloest)',
				'(meine|die) frage (ist)? (damit)? beantwortet',
				'(genau)? das (wollte|brauchte|suchte|war genau) (ich)? (wissen|$)',
				'(hat sich|ist) (damit)? (erledigt|geklart|gelost)',
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
				'(habe|haben|finde|fand|besitze|liegen|liegt|gibt es|verfuge|konnte|konnten|kenne|verfuegen) (ich|wir|mir|uns|leider|dazu|daruber|hierzu|uber)? (leider|dazu|daruber|hierzu|zurzeit|derzeit|aktuell|mir|uns|momentan)? (leider|dazu|daruber|hierzu|momentan)? (uber)? (keine|keinen|nicht genugend|nicht genug|nichts|kein) ...2 (informationen|information|infos|angaben|antwort|daten|auskunft|ergebnisse|ergebnis|zugriff|passende|kenntnis|passenden|treffer|details|gefunden|finden|vor|daruber|dazu)',
				'(weiss|wissen) (ich|wir)? (leider|es|das)? (leider)? (nicht|keine antwort)',
				'(bin|sind) (ich|wir|mir|uns)? (mir|uns|da|leider)? (leider|da|nicht)? (nicht sicher|unsicher|uberfragt|sicher nicht|ueberfragt)',
				'(konnte|konnten|kann|konnen) (ich|wir|dazu|leider)? ...3 (nichts|nicht|keine|keinen|kein) ...3 (finden|ermitteln|abrufen|bestatigen|nachsehen|feststellen)',
				'(nicht|ausserhalb) (in)? (meiner|meines|meinem) (wissensdatenbank|wissens|kenntnisse|datenbank|bereichs|zustandigkeit|moglichkeiten|wissensbereichs)',
				'(keine ahnung|nicht bekannt|keine antwort parat|entzieht sich meiner kenntnis|keine antwort)',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(kann|konnen|darf|konnte) (ich|wir|ihnen|dir|da|dabei|leider|hier|das|diese|euch)? (ich|ihnen|dir|leider|dabei|da|euch)? (dabei|leider|da|damit|hierbei|hier|ihnen|dir|diese|darauf|hiermit|damit leider|nicht)? ...2 (nicht|keine|nicht weiter) ...2 (helfen|weiterhelfen|beantworten|antworten|geben|unterstutzen|behilflich|sagen|bearbeiten|auskunft|bieten|unterstuetzen)',
				'(bin|als) (nur|leider nur|lediglich)? (ein|eine) (bot|chatbot|ki|virtueller assistent|digitaler assistent|sprachmodell|assistent) ...3 (kann|nicht)',
				'(nicht|leider nicht) (moglich|imstande|in der lage|berechtigt) ...4',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'(habe|konnte|verstehe|kann|hab) (ich|dich|sie|das|ihre|deine|leider)? (das|sie|dich|ihre|deine|leider|frage|anfrage)? (leider|frage|anfrage|das)? (leider)? (nicht|nicht ganz|nicht richtig) (ganz|richtig)? (verstanden|verstehen|zuordnen|folgen|$)',
				'(anders|neu|noch einmal anders|um) (zu)? (formulieren|formulierst|umformulieren|ausdrucken|formuliere)|umformulieren|umzuformulieren',
			],
		},
		{
			id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true,
			phrases: [
				'(wenden|wende|kontaktieren|kontaktiere|melden|melde|fragen|rufen) (sie|dich|bitte)? (sich)? (bitte|dafur|dazu|hierzu|am besten|direkt)? (bitte|direkt)? (an|bei)? (unseren|unser|den|die|unserem|das|einen|unsere)? ...1 ({service}|{role})',
			],
		},
	],
};
