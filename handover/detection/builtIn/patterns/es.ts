import type { LanguagePatterns } from './types';

export const es: LanguagePatterns = {
	language: 'es',
	words: {
		talk: 'hablar|hablo|hable|chatear|conversar|platicar|comunicarme|comunicarnos|contactar|contactarme|charlar|tratar|hablarle|comunicar|contacto',
		with: 'con|a|al|en contacto con',
		want: '(me)? (gustaria|encantaria)|quiero|quisiera|queria|querria|necesito|necesitaria|prefiero|preferiria|exijo|deseo|solicito|pido|busco|dame|deme|denme|quieren|queremos|necesitamos|requiero',
		bring: 'paseme|pasame|pasarme|pasenme|pase|comuniqueme|comunicame|comunicarme|comuniquenme|conectame|conecteme|conectarme|conectenme|transfiereme|transfierame|transfieranme|transferirme|deriveme|derivame|derivarme|ponme|pongame|ponganme|ponerme|dame|deme|darme|denme|consigueme|consigame|traeme|redirigeme|redirigirme|mandame|enviame|llamen|enlazame|escalame|poneme|comunicas|pasas|pasan|transfieres|conectas',
		to: 'con|a|al|en contacto con|en comunicacion con|hacia',
		det: 'un|una|el|la|los|las|algun|alguna|algunos|otro|otra|vuestro|su|tu|unos|de un|de una|de sus|uno de sus',
		kind: 'real|humano|humana|verdadero|verdadera|de verdad|autentico|viva|vivo|en vivo|fisica|de carne y hueso|disponible|cualificado|competente|otro|otra',
		role: 'persona|personas|humano|humanos|humana|ser humano|agente|agentes|asesor|asesora|asesores|operador|operadora|operadores|representante|representantes|ejecutivo|ejecutiva|encargado|encargada|gerente|supervisor|supervisora|responsable|jefe|jefa|director|empleado|empleada|tecnico|especialista|persona encargada|recepcionista|teleoperador|teleoperadora|gestor|miembro del equipo|companero|trabajador|telefonista|vendedor',
		person: '{det}? {kind}? {role} (humano|humana|real|reales|de verdad|de carne y hueso|en vivo|fisica|viva|de soporte|de atencion al cliente|de servicio al cliente|de su equipo|del equipo|comercial|tecnico)?',
		someone: 'alguien|alguno|algun companero',
		service: '{det}? (servicio|atencion|departamento|equipo|area|centro|soporte|asistencia|personal|linea) (de|al|del|tecnico|tecnica)? (atencion)? (al|a)? (cliente|clientes|cliente|tecnico|tecnica|soporte|atencion|humano|humana|ventas|facturacion|usuario|consumidor)|(el|al|vuestro|su)? (soporte|call center)|(la|con)? recepcion',
		bot: 'bot|robot|maquina|chatbot|ordenador|computadora|contestadora|grabacion|inteligencia artificial|ia|asistente virtual|programa',
		fillers: 'por favor|porfavor|ya|ahora',
	},
	spellings: { q: 'que', xq: 'porque', pq: 'porque', x: 'por', k: 'que', porfa: 'porfavor', xfa: 'porfavor', pf: 'porfavor', ablar: 'hablar', kiero: 'quiero', qiero: 'quiero', tb: 'tambien', grax: 'gracias', alguin: 'alguien', alguen: 'alguien' },
	keyWords: ['persona', 'humano', 'humana', 'agente', 'asesor', 'operador', 'operadora', 'representante', 'supervisor', 'gerente', 'alguien', 'hablar', 'quiero', 'quisiera', 'necesito', 'cliente', 'servicio', 'atencion', 'soporte', 'comunicar', 'contactar', 'conectar', 'gracias', 'ayuda', 'funciona', 'respuesta', 'entiendes', 'encargado', 'responsable', 'informacion', 'pasame', 'paseme'],
	notTypos: ['personal', 'personas', 'personales', 'humanos', 'humanas', 'gente', 'argente', 'agencia', 'agenda', 'hablas', 'hablan', 'hablado', 'clientes', 'servicios', 'operar', 'operacion', 'alguno', 'alguna', 'algun', 'necesita', 'necesitan', 'quiere', 'quieres', 'soportes', 'humedo', 'pasaje', 'pasado', 'gracia', 'gracioso', 'ayudar', 'ayudas', 'funcionar', 'funcionan', 'funcionado', 'asesoria', 'aseo', 'urgente', 'respuestas', 'entiende', 'entiendo', 'persona', 'gerencia', 'supervision', 'hallar', 'habla'],
	fillers: ['por', 'favor', 'porfavor', 'hola', 'ya', 'ahora', 'si', 'no', 'gracias', 'buenas', 'buenos', 'dias', 'tardes', 'ok', 'vale', 'bueno', 'un', 'una', 'quiero', 'oye', 'pues', 'muchas', 'muy', 'y', 'entonces', 'perfecto', 'mismo', 'todo', 'noches', 'genial', 'adios', 'hasta', 'luego', 'chao', 'mil'],
	stopWords: ['el', 'la', 'los', 'las', 'un', 'una', 'unos', 'de', 'del', 'al', 'a', 'en', 'con', 'por', 'para', 'y', 'o', 'que', 'se', 'me', 'te', 'mi', 'tu', 'su', 'es', 'esta', 'son', 'lo', 'le', 'les', 'yo', 'ha', 'he', 'hay', 'como', 'pero', 'mas', 'muy', 'ya', 'puede', 'puedo', 'puedes', 'podria', 'favor', 'porfavor', 'hola', 'gracias', 'si', 'este', 'esto', 'eso', 'sus', 'mis', 'donde', 'cuando', 'quiero', 'ser'],
	negators: ['no', 'nunca', 'sin', 'tampoco'],
	suffixes: ['ando', 'iendo', 'es', 's', 'a', 'o', 'e'],
	customerDecoys: [
		'no ,? gracias',
		'(eres|es|sos|seras|esto es|^ hablo|estoy|estoy hablando|estas|converso|chateo) (realmente|de verdad|acaso|tu|usted|un|hablando|chateando|con)? (con)? {det}? ({kind}? {role} {kind}?|{bot}) (o {det}? ({role} {kind}?|{bot}))?',
		'({bot}|{role} {kind}?) o {det}? ({bot}|{role} {kind}?)',
		'como {det}? {role} $',
		'(no|sin|nunca|tampoco) (me)? (quiero|quisiera|necesito|deseo|hace falta|es necesario|hay necesidad de|prefiero|tengo que|pido|busco|gustaria) (que)? (me)? (hablar|pases|pase|pasen|transfieras|transfiera|transfieran|contactar|chatear|llamar|comuniquen|comuniques|comunicarme|conectes|deriven|derives)? {with}? ({person}|{someone}|{service})',
		'no (me)? (pases|pase|pasen|transfieras|transfiera|transfieran|comuniques|conectes|derives|llamen|llames|hace falta|hagas) ...2 ({person}|{someone}|{service})?',
		'(sin|en lugar de|en vez de|evitar|odio) (tener que)? {talk}? {with}? ({person}|{someone}|{service})',
		'(hable|habl|ya hable|he hablado|hablamos|hablo ayer|hablando|estuve hablando|me atendio|atendio|hable ayer|charle|contacte) (ya|ayer|antes)? {with}? ({person}|{someone}|{service}) (ayer|hoy|antes|la semana|y me|que me|muy)?',
		'{person} (fue|era|estuvo|me dijo|dijo|me atendio|me colgo|nunca|me ayudo|me prometio|me trato|ha sido|me aseguro|no me|que me atendio|llamo)',
		'(su|tu|vuestro|vuestra|sus|tus) (agente|agentes|asesor|servicio|servicio al cliente|atencion al cliente|soporte|equipo|representante|personal) (es|son|fue|esta|estan|eran|siempre)',
		'(mi|mis|nuestro|nuestra) (jefe|jefa|gerente|agente|asesor|supervisor|representante|equipo|encargado|persona|empleado|empleados|director)',
		'(agente|agentes) (inmobiliario|inmobiliaria|inmobiliarios|de viajes|de seguros|de aduanas|secreto|comercial|de bolsa|de policia|literario)',
		'(recursos|derechos|cuerpo|error|ser|genero|cerebro|capital|trato) (humanos|humano)',
		'(por|cada|segunda|primera|tercera|otra|misma|una sola|dos|tres|cuatro|2|3|4|5|6|para una|que|esa|esta) (persona|personas)',
		'(ser|hacerme|convertirme en|trabajar como|trabajar de|sueldo de|contratar|que es|que hace) {det}? (agente|representante|operador|asesor|gerente|supervisor|tecnico|especialista)',
		'(crear|construir|hacer|programar|desarrollar|haz|crea|creame|hazme) {det}? (chatbot|bot|agente|asistente)',
		'(horario|horarios|horas|a que hora|que hora|dias) (de|abre|cierra|atiende|del|es)? (la|el|los)? ({service}|atencion|servicio|soporte|apertura)',
		'{service} (es|fue|esta|ha sido|era|pesimo|excelente|malo|buena|muy|buenisimo|horrible)',
		'(excelente|pesimo|pesima|buen|buena|mal|mala|gran) {service}',
		'operador (turistico|logico|movil|de telefonia|telefonico|matematico|booleano)',
		'(a|para|de) {person} (fallecida|mayor|juridica|fisica)',
		'gerente de (proyecto|producto)|personas? (juridica|fisica|mayor|mayores)',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'{talk} (esto|este tema|mi caso|el tema)? {with}? ({person}|{service})',
				'{bring} {to}? ({person}|{service})',
				'{want} (a|que me (atienda|llame|ayude|contacte|atiendan|llamen))? {person}',
				'(que)? me (atienda|atendiera|llamara|ayudara|llame|ayude|contacte|conteste|responda|pase|pasen|comunique|comuniquen|pases|conecten|conectes|transfieran|transfiera|pongan|derive|deriven|pone|pasas|puede pasar|puedes pasar|podria pasar|puedes comunicar) {to}? ({person}|{service})',
				'(ayuda|atencion|asistencia|respuesta|servicio|soporte) (humana|humano|de (un|una)? {person}|manual|real|con {person})',
				'servicio al cliente manual|servicio humano|traspaso a humano|chat en vivo|agente en vivo|chat humano|agente humano|persona real|persona de verdad|humano real|persona de carne y hueso',
				'(puedo|podria|puede|se puede|podemos|como|quiero) (tener|ver|obtener|encontrar|conseguir|llamar a|pedir|acceder a|contactar a|ponerme con|ponerme en contacto con|llamar|contacto) {det}? ({person}|{service})',
				'(pasar|transferir|derivar|comunicar|escalar|conectar|poner) (me)? (la|mi|esta|el)? (llamada|conversacion|caso|chat)? {to} ({person}|{service})',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'{talk} {with} {someone}',
				'{bring} {to} {someone}',
				'{want} (a|que)? {someone} (real|de verdad|humano|me atienda|me ayude|me llame|que (me|no sea|sepa|entienda|pueda)|mas|de carne|del equipo)',
				'(puede|podria|que|pueden) (llamarme|atenderme|contactarme|me llame|me atienda|me contacte) ({someone}|{person})',
				'({someone}|{person}) (puede|podria|que me pueda|me puede|me podria|que me|que pueda) (llamar|llamarme|atender|atenderme|contactar|contactarme|atienda|llame)',
				'{someone} (real|humano|de verdad|de carne y hueso|del equipo|de soporte|de atencion|de su equipo)',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(hay|habra|existe|tienen|teneis|tienes) (ahi|aqui|algun|alguna)? {det}? {role} (real|humano|humana|de verdad|ahi|disponible|con (quien|la que|el que|quien)|que|para|al otro lado|$)',
				'(hay|habra) {someone} (real|humano|de verdad|con quien|con el que|para hablar|que me (atienda|ayude|pueda)|al otro lado)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(contactar|contacte|contactarme|contacto|llamar|comunicarme|localizar|escribir|comunico|contacto) (con|al|a|de|del)? {service}',
				'(telefono|numero|correo|email|contacto|mail) (de telefono|de contacto)? (de|del|para) (la|el|los)? {service}',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'no (me)? (quiero|gusta|quisiera|deseo|pienso|voy a|soporto) (seguir)? (hablar|hablando|chatear|tratar|conversar)? (con|a)? (un|una|el|la|este|esta|mas|ningun|ninguna)? {bot}',
				'(harto|harta|cansado|cansada|basta|odio|nada|dejar) (de)? (hablar|hablando)? (con|de)? (un|una|el|la|este|estos|esta|los)? ({bot}|bots|robots|maquinas)',
				'(que no sea|no sea|no con|y no|no) (un|una) {bot}',
				'(no mas|sin|fuera|para el|apaga el|quita el) (bot|bots|robot|robots|maquinas)',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(que)? me (llamen|llame|devuelvan la llamada|llamas|pueden llamar|puede llamar|puedes llamar|podrian llamar|podria llamar|vuelvan a llamar|devuelva la llamada)',
				'(llamenme|llameme|llamame|pueden llamarme|puede llamarme|podrian llamarme|podria llamarme|quiero una llamada|solicito una llamada|devuelvanme la llamada|necesito una llamada)',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', 'servicio al cliente|atencion al cliente|pasame|paseme|transfiereme|comunicame con {someone}', '{someone} (real|humano)', '(un|una)? {role} {fillers}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['hay {someone} (ahi|aqui|disponible)?', '{someone} (ahi|aqui|me puede atender|que me atienda)'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'no (me)? (ha|has|han|esta)? (ayuda|ayudas|ayudo|ayudado|ayudaste|ayudando|sirve|sirvio|servido|sirves|resuelve|resolvio|resuelto|soluciona|soluciono|solucionado|aclara|aporta)',
				'(sigue|siguen|aun|todavia|sigo|continua) (sin|no|igual|con el mismo|teniendo el mismo|dando el mismo|fallando) (funcionar|funciona|me funciona|resolver|solucion|solucionarse|poder|error|problema|va|se|puedo|esta|entender|saber)? ',
				'(no|nada) (me)? (funciona|funciono|ha funcionado|funcionado|funcionan|va|vale|es util|son utiles|fue util) (eso|esto|tampoco|nada|lo que|la solucion|todavia|aun|$)',
				'ya (lo|la|he|hice|intente|probe) (lo|he|eso|esto|intente|probe|hice|probado|intentado|todo)? ...2',
				'(es|eres|esto es|sos|esto no|no) (totalmente|completamente|muy)? (inutil|un inutil|sirve de nada|sirve para nada|sirves para nada|me sirve)',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'no (es|era|fue) (eso)? (lo que|eso lo que|la respuesta que|lo) (te|le|yo)? (pregunte|pregunto|pedi|pedia|pido|queria|quiero|quise|busco|buscaba|necesito|necesitaba|dije|preguntaba|estoy)',
				'(eso|esto) no (responde|contesta|es|era|tiene nada que ver|fue) (a)? (mi|lo|correcto|cierto|asi|verdad|la|con)? (pregunta|que|respuesta)?',
				'no (has|ha|me has|me ha|respondes|contestas|respondio|contesto|respondiste|contestaste) (respondido|contestado|a|mi)? (a)? (mi|lo)? (pregunta|que)?',
				'(pregunte|pedi|queria) (otra cosa|algo distinto|algo diferente)',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(eso|esto|esta|respuesta|informacion) (no)? (es|esta|era) (una)? (incorrecto|incorrecta|equivocado|equivocada|erroneo|erronea|falso|falsa|mal|correcto no) ',
				'(respuesta|informacion) (incorrecta|equivocada|erronea)',
				'(te|se) (has|ha) (equivocado|confundido)|te equivocas|se equivoca|te equivocaste|te confundiste|estas equivocado',
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'no (me|lo)? (entiendes|entiende|entendiste|has entendido|ha entendido|estas entendiendo|esta entendiendo|comprendes|comprende|escuchas|escucha|entendio|entienden)',
				'(ya)? (me)? (lo)? (dijiste|has dicho|ha dicho|habias dicho|respondiste) (eso|lo mismo|antes|ya)',
				'(repites|repite|repitiendo|respondes|dices|contestas) (siempre|todo el rato|una y otra vez)? lo mismo',
				'(siempre|otra vez|de nuevo) (lo mismo|la misma respuesta)',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(ya|ahora|eso|esto) (si|me|ya)? (me|ya)? (funciona|funciono|sirvio|ha funcionado|ayudo|ha ayudado|esta resuelto|quedo resuelto|esta solucionado|quedo solucionado|lo resolvi|lo solucione|va bien|pude|he podido|lo encontre|entendi|esta arreglado)',
				'(problema|duda|caso) (ya)? (esta|quedo|ha sido|fue)? (resuelto|solucionado|resuelta|aclarada|arreglado)',
				'(solucionado|resuelto|arreglado) $',
				'(era|es) (justo|exactamente|precisamente) (eso|lo que) ...2',
				'(responde|respondio|contesta|resuelve|aclara|resolvio|aclaro) (a)? (mi|mis|todas mis) (pregunta|duda|dudas|preguntas|problema)',
				'(me)? (ha sido|fue|has sido|ha) (muy|de mucha|de gran) (util|ayuda)',
			],
		},
		{
			id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message',
			phrases: ['(perfecto|genial|excelente|estupendo|gracias|muy amable|listo) (muchas)? (gracias)? (por (tu|su|la|vuestra) ayuda)?', 'eso (es|era) todo'],
		},
	],
	botDecoys: [
		'(si|cuando|en caso de que) (usted|tu|ud|el|la|aun|todavia)? no (lo|la|le|te)? (sabe|sabes|tiene|tienes|puede|puedes|encuentra|encuentras|recuerda|recuerdas|entiende|dispone|conoce|funciona) ...9',
		'no (encuentras|encuentra|encontraste|encontro) lo que (buscas|busca|buscabas|necesitas|necesita) ...5',
		'no (tengo|tenemos) (mas|ninguna|otra|otras|alguna) (pregunta|preguntas)',
		'no (estoy segur|se|sabemos|estoy seguro|estoy segura) (de)? (que|cual|cuales|si) ...7 , (pero|aunque)',
		'no (dude|dudes|duden|olvides|olvide|se preocupe|te preocupes) ...6',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'no (lo)? (tengo|tenemos|dispongo|disponemos|dispongo de|encuentro|encontre|he encontrado|hemos encontrado|cuento con|contamos con|hay|existe|poseo) (de|con|acceso a)? (la|esa|esta|una|ninguna|suficiente|mas|informacion|el|los|ningun|esos|datos|resultados|respuesta) ...2 (informacion|datos|respuesta|detalles|resultado|resultados|sobre|para|al respecto|acerca|$)',
				'no (encuentro|encontre|he encontrado|he podido encontrar|pude encontrar|logro encontrar) ...4',
				'(lo siento)? no (lo)? (se|sabria|conozco|sabemos) (la respuesta|como|que|decirte|decirle|responder|si|sobre|esa|$)',
				'no (estoy|estamos) (seguro|segura|seguros|familiarizado|familiarizada)',
				'(desconozco|no tengo conocimiento|no tengo idea|no tengo acceso|fuera de mi alcance|no esta en mi base|fuera de mis)',
				'(informacion|respuesta) no (esta|se encuentra|aparece) (disponible|incluida|en)',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'no (te|le|les|os)? (puedo|podemos|podre|podria|soy capaz de|me es posible|estoy capacitado para|es posible) (ayudar|ayudarte|ayudarle|ayudarlo|ayudarla|responder|responderte|responderle|contestar|darte|darle|ofrecerte|ofrecerle|proporcionar|proporcionarte|proporcionarle|asistir|asistirte|procesar|resolver|decirte|decirle|dar|acceder|brindar|brindarte|brindarle) ...3',
				'(soy|como) (solo|solamente|unicamente)? (un|una) (asistente virtual|bot|chatbot|ia|inteligencia artificial|asistente|modelo de lenguaje) ...3 (no puedo|no tengo)',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'no (te|le|lo|he|la|logre|pude)? (he)? (comprender|entender|entiendo|entendi|entendido|comprendo|comprendi|comprendido|logro entender|pude entender|podido entender)',
				'(reformular|reformula|reformule|reformularlo|reformularla|repetir|repetirlo|decirlo de otra manera|decirlo de otra forma|expresarlo de otra forma) (tu|su|la|lo|eso|$)',
			],
		},
		{
			id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true,
			phrases: [
				'(contacta|contacte|contactar|contactes|comunicate|comuniquese|ponte en contacto|pongase en contacto|llama|llame|escribe|dirigete|dirijase|consulta|consulte) (directamente)? (con|al|a)? (nuestro|nuestra|el|la|un|una)? ...1 ({service}|equipo|agente|asesor|representante|{person})',
			],
		},
	],
};
