import type { LanguagePatterns } from './types';

export const fr: LanguagePatterns = {
	language: 'fr',
	words: {
		talk: 'parler|discuter|echanger|converser|chatter|tchatter|dialoguer|communiquer|m entretenir|parlez|causer|parle|parler directement|discuter en direct|voir ca|ecrire|entretenir|m adresser',
		with: 'a|avec|au|aux|en contact avec',
		want: '(je)? (veux|voudrais|souhaite|souhaiterais|aimerais|desire|exige|demande|prefere|prefererais)|(j)? ai besoin (d|de|du)?|il me faut|besoin (d|de|du)|donnez moi|donne moi|je cherche|on veut|nous voulons|j aimerais avoir|je veux voir|faut (qu|que)',
		bring: 'passez moi|passe moi|mettez moi|mets moi|me mettre|transferez moi|transfere moi|me transferer|me passer|me connecter|connectez moi|connecte moi|dirigez moi|redirigez moi|redirige moi|me rediriger|donnez moi|donne moi|orientez moi|mettre|trouvez moi|envoyez moi|me diriger|me donner|renvoyez moi|transferer|transfere|transferez|mise|me faire passer',
		to: '(en)? (relation|contact|communication|ligne|rapport)? (a|avec|vers|au|aux|a l)',
		det: 'un|une|le|la|les|l|d|des|de|du|de l|votre|vos|ton|son|leur|un autre|une autre|quelque|cet|cette',
		kind: 'vrai|vraie|vrais|vraies|reel|reelle|veritable|humain|humaine|autre|competent|bon|etre|de chair et d os|vivante',
		role: 'humain|humains|humaine|etre humain|personne|agent|agents|conseiller*|operateur|operatrice|representant*|responsable|superviseur|manager|directeur|directrice|gerant|employe|employee|patron|commercial|technicien|specialiste|interlocuteur|teleconseiller*|assistant humain|membre de l equipe|membre de votre equipe|collegue|expert|chef|collaborateur|receptionniste|standardiste|charge de clientele|correspondant|homme|etres humains',
		person: '{det}? {kind}? {role} (reel|reelle|humain|humaine|physique|vivante|en chair et en os|de chair et d os|qualifie|competent|du service client|du support|de votre equipe|de l equipe|en direct|commercial|technique)?',
		someone: 'quelqu un|qqn|quelqun',
		service: '(le|la|au|du|votre|l|un|de la|de)? (service|equipe|assistance|centre|departement|support) (clients|client|clientele|comptabilite|a la clientele|technique|d assistance|apres vente|consommateurs|d appel|humain|commercial|facturation|reclamations|juridique|a clientele)|(le|la|au|du|votre|un|l|de l)? (sav|support|hotline|assistance telephonique|standard|accueil|reception|helpdesk|compta|comptabilite|ventes|siege)',
		bot: 'bot|bots|robot|robots|machine|machines|chatbot|chatbots|ordinateur|ia|intelligence artificielle|repondeur|automate|programme|assistant virtuel|algorithme',
		any: '{person}|{someone}|{service}',
		ps: '{person}|{service}',
		pso: '{person}|{someone}',
		big: '50|100*|150*|200*|250*|300*|400*|500*|000|centaines|milliers',
		rotten: 'pourri*|nul|nulle|lamentable*|deplorable*|catastrophique*|horrible*|execrable*|honteu*|pathetique*|degueulasse*|incompetent*|scandaleu*',
	},
	spellings: { svp: 'plait', stp: 'plait', qqn: 'qqn', qq1: 'qqn', bjr: 'bonjour', slt: 'bonjour', mrc: 'merci', cc: 'bonjour', ds: 'dans', pr: 'pour', jveux: 'veux', parlr: 'parler', kelkun: 'qqn', quelquun: 'quelqun', mercii: 'merci', pk: 'pourquoi', pb: 'probleme', tjrs: 'toujours', tjs: 'toujours', jvoudrais: 'voudrais', ve: 'veux', veu: 'veux', kelqun: 'qqn' },
	keyWords: 'humain humaine personne agent conseiller conseillere operateur representant responsable superviseur parler voudrais service client clientele support merci contacter transferer passer rappeler fonctionne marche reponse comprenez comprends veux discuter technicien directeur'.split(' '),
	notTypos: 'personnel personnels parles parer services cliente passee passes marcher marches conseille vieux voudrait fonctions fonction parlr parlr manche responsables'.split(' '),
	fillers: 's il vous te plait bonjour salut oui non ok merci maintenant un une je veux et mais bonsoir allo de suite tout immediatement alors beaucoup parfait super bien tres enfin donc direct a bonne journee mille fois au revoir soiree'.split(' '),
	stopWords: 'le la les l un une des de du d et ou mais je j tu il elle on nous vous ils me m te t se s moi mon ma mes votre vos est ai a au aux en dans sur pour par avec ce c cette qui que qu plait bonjour merci peux pouvez puis pourriez veux voudrais suis etre sont y comment ca si'.split(' '),
	negators: ['pas', 'jamais', 'sans', 'aucun', 'aucune', 'inutile'],
	suffixes: ['ement', 'er', 'ez', 'es', 's', 'e'],
	customerDecoys: [
		'(peine|besoin|arretez) de (m|me) (appeler|rappeler)|adore ne pas ...6|(toujours|encore) (pas|rien) (recu*|arrive*|livre*|eu|la)|toujours la meme (femme|personne|taille)|contact d urgence|(non|non non) , merci|non merci|(es|etes|est|suis|serais|je parle|parle je|je discute|ai affaire|c est) (tu|vous|ce|je|que je parle|bien|vraiment|en train de parler)? (vraiment|bien|a|avec|reellement|en fait)? (a|avec)? {det}? {kind}? ({role}|{bot}) (reel|reelle|humain)? (ou (a|avec)? {det}? {kind}? ({role}|{bot}))?',
		'(tu|vous) (es|etes|n es|n etes) (pas)? (vraiment|bien|qu)? {det}? {kind}? ({role}|{bot})|({role}|{bot}) ou {det}? {kind}? ({role}|{bot})',
		'(ne|n)? (je)? (ne|n)? (veux|souhaite|voudrais|desire|ai|faut|demande) (pas|plus|jamais|aucun|aucunement) (besoin)? (d|de|du|que)? (parler|discuter|etre transfere|etre mis|contacter|un transfert|etre rappele|passer)? {with}? {any}',
		'(pas|sans|inutile|plutot que|au lieu) (besoin|envie|la peine)? (de|d)? (me)? (parler|discuter|transferer|contacter|passer|mettre|deranger|appeler)? {to}? {any}|(pas|inutile) (de|besoin de)? (me|m)? (appeler|transferer|transferez|passer|passez|mettez|rappelez|contacter)',
		'(ne) (me|m) (transferez|passez|mettez|transfere|passe) pas ...4|(ai|avais|avons|a) (deja)? (parle|discute|eu|contacte|appele|echange) (hier|deja|ce matin)? {with}? {any} (hier|ce matin|au telephone|la semaine)?|{person} (etait|a ete|m a|ma dit|a dit|m avait|avait|n a|est|ont|sont|a raccroche|a promis|hier)',
		'(votre|vos|ton|tes|le|les) (agent|agents|conseiller|conseillers|service client|service|equipe|employe|support|employes|technicien) (est|sont|etait|etaient|a|ont|m a|n est)|(mon|ma|mes|notre|nos) (agent|conseiller|manager|responsable|chef|patron|directeur|equipe|collegue|employe|representant|superviseur|assistant)',
		'(agent|agents) (immobilier|immobiliers|de voyage|de voyages|d assurance|secret|secrets|de police|de securite|de change|d entretien)|(ressources|droits|corps|erreur|cerveau|genre|sciences) (humaines|humains|humain|humaine)|corps humain|erreur humaine',
		'(par|chaque|premiere|deuxieme|troisieme|seule|deux|trois|quatre|2|3|4|5|6|pour une|autre|meme|quelle|cette) (personne|personnes)|(personne) (ne|n) ...4|(il n y a|n y a) personne|personne (morale|agee|handicapee)|en personne',
		'etre (un|une) {role}|(devenir|comment devenir|travailler comme|salaire d|qu est ce qu|metier d|emploi de|emploi d) (un|une)? {role}|(creer|cree|construire|construis|developper|faire|fais|programmer) (moi)? (un|une) (chatbot|bot|agent|assistant)',
		'(horaire|horaires|heures|a quelle heure|quelle heure|quelles heures) (d ouverture)? ...2 (du|de|le|la|est|ouvre|ferme)? ({service}|service)|{service} (est|etait|a ete|sont|ouvre|ferme|excellent|nul|catastrophique|top|horrible|deplorable)|(bon|excellent|mauvais|super|tres bon) {service}',
		'operateur (telephonique|mobile|logique|touristique|telecom)',
		'(dois je|faut il|est ce que je dois) {talk} {with} {any}|chat en direct (le|la|les|du|est|jusqu) ...2|support* (pour|de) (ecran|tele*|tv|mur*|velo)|(a|avec) personne ,?|(n|ne) (m|me) (appelez|rappelez|contactez) pas|(ma|mon|la|le|colis) ...2 (n est|n a) (toujours)? pas ...1 (arriv*|livre*|recu)',
		'(putain|merde|bordel) (alors|de)? ,? (c est|que c est|trop|vraiment)? (genial|super|bon|bien|beau|cool|top|excellent)|(pas|ni|aucune) (si|tres|du tout|en|une|de|vraiment)? (urgent*|urgence|colere|fache*|furieu*|nul|horrible|honte)|(livraison|envoi) (urgente|express)',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'({want}|faut|moyen d*) ...2 (un|une|vrai|votre|ta|tes|vos|ton) ...1 {role}|(transmettre|suivre|mettre|transferer|renvoyer) ...4 {to}? (a|avec) (un|une|l)? ...2 ({role}|prepose|employe*)|(vite|maintenant|svp|,) ,? (un|une) {role} $|{talk} (directement|de vive voix|plutot)? {with} {ps}|{talk} {person}|{bring} {to}? {ps}|{want} (avoir|a|d avoir|parler|voir|contacter|joindre|l aide de)? {person}|{want} (contacter|joindre|appeler|avoir|d|du|de)? {service}',
				'(etre|suis|sois) (mis|mise|transfere|transferee|redirige|redirigee|connecte|passe|oriente|aide|contacte|rappele|assiste) {to}? (par)? {ps}|(aide|assistance|reponse|intervention|service|contact) (humaine|humain|d {person}|de la part d {person}|manuel|reelle|d un humain)',
				'(aide|service|service client|service a la clientele|service clientele) (humaine|humain|manuel|reel) (reelle)?|humaine reelle',
				'(puis je|je peux|pourrais je|peut on|est il possible de|est ce possible de|comment|possible de|est ce que je peux|pourrai je) (je)? (avoir|contacter|joindre|obtenir|appeler|trouver|acceder a|voir|avoir affaire a) {to}? {ps}',
				'(passer|transferer|escalader|donner|confier) (ma|la|cette|mon|ce|le) (demande|conversation|dossier|discussion|probleme|chat) {to} {ps}|(vrai|vraie|veritable) (humain|personne|conseiller|agent|interlocuteur|etre humain) (s il|svp|plait|maintenant|pas|$)|(qu|que) {person} (m|me) (rappelle|appelle|contacte|aide|reponde)',
				'chat en direct|agent en direct|conseiller en direct|agent humain|conseiller humain|support humain',
				'{want} (que|qu) {pso} (regarde|traite|voie|verifie|me|m|s|prenne|lise|reponde|gere)|(reclamation|plaindre|plainte|remonter) ...2 (aupres|a|au) (d|de|du)? {person}|(remonter|escalader|escaladez|escalade|remontez) (mon|ma|le|la|ce|cette)|soit escalade|(chat|discussion|rendez vous|appel|relation) (avec|en relation) {ps}|(discussion|agent|conseiller) en (direct|ligne)|relation humaine|(vrais|vraies) gens|{person} (peut|pourrait) (venir|m|me|regarder|intervenir)|{want} un {role}',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'{someone} ...3 (vivant|s y connait|qui s y|regarde|lise|lit|raconter|l histoire|n importe qui)|(envoyez|expliquer|raconter|parler|jaser|call|voir|discuter|point) (a|avec)? {someone}|l un de vous|(qui|a qui) ...2 (commande|s occupe|m adresser|dirige|parler|appeler|est responsable)|(reponse|contacter|contacte|joindre) (de|par)? (l equipe|la personne|le secretariat|l agence)|{talk} {with} {someone}|{bring} {to}? {someone}|{want} (a|avoir|que|qu)? {someone} (de|d|qui|m|me|du|en vrai|reel|pour)|({someone}|{person}) (peut il|pourrait il|peut|pourrait|de chez vous peut) (me|m) (rappeler|appeler|contacter|aider en direct|recontacter)',
				'(qu|que) {someone} (me|m) (rappelle|appelle|contacte|recontacte|aide|reponde)|{someone} (de reel|en vrai|d humain|de vrai|du service client|du support|de votre equipe|de competent|d autre)',
				'a qui (puis je|je peux|dois je|je dois|est ce que je peux|pourrais je) (parler|m adresser|telephoner)|qui (peut|pourrait) (me|m) (repondre|rappeler|appeler|renseigner)|{pso} (peut|pourrait) (regarder|voir|verifier|traiter) ...1|demander a {pso} de (me|m)|en chair et en os',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(y a|avez|il n y a) ...3 (des gens|hotline|seul etre humain|une ame)|ame (charitable|qui vive)|coeur qui bat|entendre une voix|de vive voix|y a {someone}|(y a t il|il y a|y a il|y at il|est il|existe t il|avez vous|y a t) {det}? {kind} {role}|(y a t il|il y a|y a il|y at il|est il|existe t il|y a) {pso} (reel|reelle|a qui|avec qui|que je|qui|pour|de disponible|la|disponible|au bout|ici|derriere|humain|$)|(y a t il|il y a|y at il) des (vrais)? (humains|conseillers|agents|gens)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(contacter|contactez|contact|joindre|appeler|appelle|telephoner|ecrire|contacte) (avec|a|au|le|du)? {service}|(numero|telephone|email|mail|adresse|coordonnees|contact) (de telephone|mail|email)? (de|du|pour|d) (la|le|l|votre)? {service}',
				'(contacter|contacte|joindre|appeler|avoir) {pso} (de|du|chez|par|s il|au|d urgence|$)|^ avec {person}|prefere un appel|^ (pouvez vous|peux tu)? me transferer $',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'non par un*|(sortez|sors|quitter|debranche*|passer outre|marre|sauf|tannee) ...3 (bot|robot|chatbot|ia)|mais pas (toi|vous)|avec vous je ne veux|pas un texte|(pas|plus|marre|assez|envie|refuse|deteste) (envie|de)? (de|d)? (parler|ecrire|discuter|echanger|chatter|communiquer|dialoguer)? (a|avec|de|d) (un|une|des|ce|cette|le|la|votre|l)? {bot}|(marre|assez|ras le bol|stop|arretez|fini|arrete|degage) (de|des|avec|les|le|du)? (la|ce|cette|le|ces|votre)? {bot}',
				'(pas|et non) (un|une|le|a un|avec un) {bot}',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(coup de|un petit) (fil|telephone|bigo|call)|(par|au) telephone ,? $|ligne directe|une dame au telephone|(rappelez|rappelle|recontactez|recontacte|appelez|telephonez) moi|(me|m) (rappeler|recontacter|telephoner|rappelle|rappelez|appeler)|(etre|souhaite) (rappele|rappelee|recontacte|recontactee|appele)|(demander|demande|voudrais|veux|souhaite|besoin d) (un|etre|a etre) (rappel|appel|rappele|rappelee)',
				'(parler|discuter|voir ca|avoir {someone}) (au|par) telephone|je peux vous appeler|puis je vous (appeler|telephoner) (svp|plait|$)|(quel|un|le|votre) numero (de telephone)? (appeler|puis je|je peux|dois je|a appeler|ou je peux|pour (vous)? (appeler|parler|joindre)|$)|attends (votre|un|l) appel',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', '(transferez|passez|transfere) moi', '{talk} {with}? {pso}', '{someone} de (reel|vrai|humain)'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(il)? y a (t il)? {someone} (ici|la)?', '{someone} (est la|la|ici|me lit|me repond|derriere|lit|m entend) ...2', '(est ce qu|est ce que) (il)? y a {someone}', '{someone} (peut|pourrait) (m|me) (aider|repondre)'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'pire qu*|(idem|pareil) $|(ca|qui) plante|(ne|n|ca|cela|m|me) (m|me|nous)? (aide|aides|aidez|avance|sert|resout|fonctionne|marche|charge|regle) (pas|rien|toujours pas|a rien|en rien) ...2|(ne|n|m|ca|cela) (a|avez|as|ont) (toujours)? (pas|rien) (du tout|vraiment)? (aide|marche|fonctionne|resolu|servi|avance|regle|arrange|resout) ...2|(sert|servi) a rien|toujours (pareil|rien $)|rien (ne)? change|est mort $|n est (toujours)? pas (resolu|regle)',
				'(toujours|encore) (le meme|la meme|aucun*|bloque|pas (resolu|marche|fonctionne|compris|repondu)) ...1|deja (essaye|tente|teste|essayer)|deja (tout)? fait (ca|cela|tout|tout ca)|(pas|rien) (utile|resolu|marche|aide|fonctionne) (du tout|mon probleme|$)',
				'(c est|vous etes|tu es|t es|totalement|completement) (vraiment|completement|totalement)? (inutile|nul|ne sert a rien)',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'quel rapport|je (repete|parlais de)|radot*|reponse bateau|me ramene|(n est|est|etait|n etait) pas (du tout|vraiment)? (ce que|ce qu|ca que|la reponse a) (je|j|ma) (demande|ai demande|voulais|veux|cherche|cherchais|ai dit|attends|attendais|demandais|voulais dire|question)|(pas|jamais) (repondu|repond|repondez|reponds|demande ca|demande cela|dit ca) (a)? (ma|ma question|mon|$)? (question)?',
				'(ai|avais) (pas|jamais) (demande|dit|voulu) (ca|cela)|(demande|parle|parlais|voulais) (d)? autre chose|(reponds|repondez|repond) pas (a)? (ma|la|$)|(c est|est|etait) pas (ca|cela) ...1 $|(pas|n est pas) ce dont j|(n a|a)? rien a voir|a cote de la plaque|(relisez|relis|lisez|lis) (bien|mieux)? (ma|mon|ce)|rien repondu',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(c est|ca) ...2 (android|windows|l ancien)|pas la bonne|(c est|est|reponse|information|cela est|c etait) (est)? (completement|totalement|pas)? (faux|fausse|incorrect|incorrecte|errone|erronee|pas correct|pas juste|pas vrai|pas la bonne reponse|pas bon) ...1|(mauvaise|fausse) (reponse|information)|(vous|tu) (vous|te|t|as|avez)? (etes)? (trompez|trompes|trompe|tort)',
				'pas (la bonne|correct|exact|juste) (reponse|$)',
'^ (faux|fausse reponse|incorrect|pas bon) $|donne (moi)? (une|de|des|la)? (mauvaise*|fausse*|mauvais*) ...1'
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(comprenez|comprends|compris|comprend|ecoutez|saisissez|ecoutes) (pas|rien|vraiment pas|toujours pas|mal) (ma|ce|mon|a|du tout|compris|la|$)|(avez|as|a) (pas|rien|mal|toujours pas|toujours rien) (compris|saisi)|(avez|as|l avez|l as) deja (dit|repondu|ecrit|envoye|propose)',
				'(repetez|repetes|repete|dites|donnez|toujours|encore) (toujours|sans cesse|encore)? (la meme chose|la meme reponse|les memes reponses)|(tourne|tournes|tournez|tournons) en rond',
			],
		},
		{
			id: 'abuse', kind: 'upset_customer', confidence: 0.85,
			phrases: [
				'putain|merde|connard*|salaud*|salop*|encule*|enfoire*|batard*|abruti*|cretin*|imbecile*|idiote*|d idiots|ta gueule|ferme la|ferme ta|fermez la|(te|vous) faire (foutre|voir)|foutez de|foutage de|fait chier|chier|bordel|pute|casse toi',
				'(c est|est|etes|es|quelle|bande d|bande de|bande|sont|un|une|des) (vraiment|tous|carrement)? (d|de|des|du|une|un|la)? (voleur*|escroc*|arnaque*|honte|vol|incapable*|incompetent*|nuls|menteur*|scandale|foutaise*|plaisanterie|n importe quoi)|inadmissible|inacceptable|honteux|honteuse|scandaleu*|revoltant|escrocs|voleurs|ridicule $|moquez (de|du)',
				'(service|entreprise|societe|appli*|experience|support|site) ...2 {rotten}|{rotten} ...1 (service|entreprise|societe|appli*|experience|support)|(le|la) pire ...2 (service|entreprise|experience|societe|que j)',
				'(suis|sommes|me sens) (vraiment|tres|tellement|super|completement|plus que)? (furieu*|en colere|enerve*|scandalise*|degoute*|fache*|remonte*|indigne*|revolte*)|(en ai|y en a|j ai) (marre|ras le bol|plein le dos|assez)|ras le bol|(n)? en peux plus (de|$)|perds patience|(je|m|me) (suis)? fait (avoir|arnaque*|voler)|plus jamais (je|chez|de)|(porter|porte|depose*) plainte|en justice|(avis|commentaire) negatif|mon avocat|(troisieme|3eme|quatrieme|enieme) fois que|combien de fois (dois|faut)',
			],
		},
		{
			id: 'urgent', kind: 'urgent_or_high_value', confidence: 0.75,
			phrases: [
				'm opere|(avale*|gonflent|insuline|etincelles)|(down|a l arret|effacees|ne repond plus)|(equipons|organiser|representons|represente) ...6|(est|tres|super|vraiment|extremement|hyper) (tres|assez)? (urgent|urgente|une urgence)|^ (urgent|urgence)|(aide|reponse|demande|besoin) urgente|en urgence|d urgence|({want}|faut|svp) ...5 (au plus vite|le plus vite possible|des que possible|pour aujourd|aujourd hui|immediatement|rapidement possible)|(le plus vite possible|au plus vite) (s il|svp|c est)|(vol|train|mariage|delai|date limite) (part|est|decolle|expire) (aujourd hui|ce soir|demain|dans ...2 heure*)',
				'sent (le)? (gaz|brule)|odeur de (gaz|brule)|fuite de gaz|incendie|pris feu|prend feu|en feu|(de la|degage) fumee|court circuit|(eu|subi) un accident|(on)? m a (vole|pirate)|(compte|carte|telephone) ...2 (pirate*|vole*|hacke*|clone*)|(debit*|achat*|prelevement*|transaction*) (frauduleu*|non autorise*|inconnu*)|fraude|fait (arnaquer|pirater|voler)|{someone} (utilise|a utilise|se sert de) ma',
				'{big} ...1 (unites|pieces|licences|cartons|employes|salaries|utilisateurs)|(commande*|achat|acheter|prix) (en|de) gros|grande* quantite*|(client|plan|compte|offre|commande) (vip|entreprise|groupee)|(resilier|annuler) ...1 contrat ...2 (entreprise|societe)|(site|systeme|serveur|boutique) est (en panne|tombe|hors service|down)|perdons (de l argent|des (ventes|clients))',
			],
		},
		{
			id: 'complex', kind: 'complex_request', confidence: 0.8,
			phrases: [
				'rgpd|gdpr|nda|dpa|rfp|appel d offre*|accord de (niveau|traitement|confidentialite)|(devis|offre|proposition|tarif|contrat|solution) ...1 (personnalise*|sur mesure|formel*|detaille|pour (mon|notre) entreprise)|(negocier|renegocier|modifier|revoir) ...3 (contrat*|clause*|conditions)|clause*',
				'(service|question|departement|conseil|equipe) (juridique*|legale*|conformite)|audit|audits|due diligence|(protection|traitement) des donnees|migr* ...4 (boutique*|sites|comptes|utilisateurs|base*)',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(ca|cela|tout) (y est ,?)? (a)? (fonctionne|marche|bien marche|marche bien|a marche|a fonctionne|remarche|refonctionne) (maintenant|enfin|bien|parfaitement|merci|desormais|super|nickel|$)|(c est|est|probleme|tout est|ca y est c est) (bon|est)? (resolu|regle|arrange|repare|solutionne|maintenant resolu)',
				'(^|a|avez|as|ca|cela|oui) (bien)? (repond|repondu|reponds|repondez) (bien|parfaitement)? a (ma|mes|toutes mes) (question|questions)|(m a|m avez|m as|ca m a|cela m a) (bien|beaucoup|vraiment|enormement)? (aide|aidee|ete utile|depanne)|(^|est|etait) (exactement|justement) ce (que|dont|qu) (je|j|il) ...3',
			],
		},
		{
			id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message',
			phrases: ['(merci|parfait|genial|super|nickel|impeccable|excellent) (bien|beaucoup|infiniment)? (merci)? (pour (votre|ton|l) aide)?', 'c est (bon|parfait|tout)'],
		},
	],
	botDecoys: [
		'(si|lorsque|quand|au cas ou) (vous|tu|le client) (ne|n) ...7',
		'(vous|tu) (n avez|ne trouvez|n as|ne trouves) pas (trouve)? (ce|votre|la reponse) ...5',
		'(pas|n ai) (d autre|d autres|d autres|plus de|d) (question|questions)',
		'(pas|ne) (sur|sais|certain) (de)? (quel|quelle|quels|si) ...7 , (mais|cependant)',
		'(hesitez|hesite|inquietez|oubliez|oublie) pas ...6',
		'(vous|tu) (pouvez|peux) (aussi)? (contacter|appeler|joindre) ...5 (du lundi|24|de 8|de 9|par telephone|au)|n avons (pas|plus) (cette|ce|de) ...3 , mais',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(ne|n|non|pas) ...3 (mention*|figure*|couvrent|precise*|decrit*|dispose*|trouve pas|saisis|connais) ...2|je ne (saurais|sais|saisis|suis plus)|(inconnu|sans succes|trou noir|a court d)|j abandonne|depasse ce|(n ai|n avons|ne dispose|ne disposons|ne trouve|ne trouvons|ne possede|n y a|n existe|n ai malheureusement|ai|dispose|avons|trouve) (pas|aucune|aucun|malheureusement pas|malheureusement aucune|pas assez) (trouve|acces|d acces|pu trouver)? (de|d|cette|l|la|a|ces|suffisamment d)? ...1 (information|informations|reponse|donnees|donnee|resultat|resultats|details|cette|a ce sujet|reponses)',
				'(ne|n)? (sais|savons|connais|saurais) (malheureusement)? pas (la|comment|quoi|si|ce|vous|repondre|cela|$)?|(ne|n)? (suis|sommes) (malheureusement)? (pas|pas tout a fait) (sur|sure|certain|certaine|en mesure|capable|au courant|habilite|informe|programme)',
				'(n ai|n avons|ai|avons) (pas|rien|malheureusement pas|malheureusement rien) (pu|reussi a)? (trouve|trouver|trouvee|determiner|localiser)|(aucune|pas d) (information|informations|reponse|resultat|idee) (trouvee|disponible|sur|a ce sujet|concernant|$)?|(information|reponse) (n est|ne figure) pas (disponible|dans|incluse|$)',
				'(hors|au dela|depasse|en dehors) (de)? (mon|mes|ma|du) (champ|competences|domaine|connaissances|perimetre|capacites)',
				'(n|ne) (ai|avons|reconnais|retrouve) (trouve|pas|malheureusement pas)? (aucun*|acces|connaissance|cette|ce|votre) ...2|n ai pas (acces|connaissance|pu) ...2|(contexte|document*|base) ...2 ne (contient|contiennent|mentionne*) pas|(n est|ne sont) pas (mentionne*|precise*|indique*|inclus*) ...1',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(ne|n)? (peux|pouvons|puis|pourrai|peut) (malheureusement)? pas (vous|t|te|y|en|malheureusement)? (aider|repondre|renseigner|fournir|donner|dire|traiter|assister|acceder|repondre|effectuer|donner) ...3',
				'(suis|tant qu|qu) (qu|un|une)? (un|une)? (bot|chatbot|ia|assistant virtuel|robot|intelligence artificielle|assistant|modele de langage) ...3 (ne peux pas|n ai pas|peux pas)',
				'(peux|sais) (uniquement|seulement|que) (repondre|aider|vous aider) ...2|une erreur (s est|est) ...1|(impossible|incapable) de (vous|te)? (aider|repondre)|crains de ne pas|pas pouvoir vous',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'(ai|comprends|comprend|suis|avons|saisis) (pas|pas bien|pas tout a fait|pas sur d avoir|pas certain d avoir) (bien|tout a fait|pu)? (compris|comprendre|saisi|votre|ta|ce|la|cette|$)|(reformuler|reformulez|reformule|reessayer autrement|repeter) (votre|ta|la|$|s il)',
'(le|la|ca) (dire|formuler|poser) autrement'
			],
		},
		{
			id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true,
			phrases: [
				'(contacter|contactez|contacte|adressez vous|adresser|rapprocher|rapprochez vous|appelez|appeler|joindre|consulter) (directement)? (a|au|de|avec)? (notre|nos|le|la|l|un|une)? ...1 ({service}|equipe|conseiller|conseillers|agent|{role})',
			],
		},
	],
};
