import type { LanguagePatterns } from './types';

export const es: LanguagePatterns = {
	language: 'es',
	words: {
		talk: 'hablar|hablo|hable|chatear|conversar|platicar|comunicarme|comunicarnos|contactar|contactarme|charlar|tratar|hablarle|comunicar|contacto|tratarlo|hablarlo|(hablar|hablo) (directamente|personalmente|ya|ahora)|escribirle|contestarme',
		with: 'con|a|al|en contacto con',
		want: '(me)? (gustaria|encantaria)|quiero|quisiera|queria|querria|necesito|necesitaria|prefiero|preferiria|exijo|deseo|solicito|pido|dame|deme|denme|quieren|queremos|necesitamos|requiero|ocupo|me urge|urge',
		bring: 'paseme|pasame|pasarme|pasenme|pase|comuniqueme|comunicame|comunicarme|comuniquenme|conectame|conecteme|conectarme|conectenme|transfiereme|transfierame|transfieranme|transferirme|deriveme|derivame|derivarme|ponme|pongame|ponganme|ponerme|dame|deme|darme|denme|consigueme|consigame|traeme|redirigeme|redirigirme|mandame|enviame|llamen|enlazame|escalame|poneme|comunicas|pasas|pasan|transfieres|conectas|me (podeis|puedes|puede|pueden) (pasar|comunicar|transferir|poner)',
		to: 'con|a|al|en contacto con|en comunicacion con|hacia',
		det: 'un|una|el|la|los|las|algun|alguna|algunos|otro|otra|vuestro|su|tu|unos|de un|de una|de sus|uno de sus',
		kind: 'real|humano|humana|verdadero|verdadera|de verdad|autentico|viva|vivo|en vivo|fisica|de carne y hueso|disponible|cualificado|competente|otro|otra',
		role: 'persona|personas|humano|humanos|humana|ser humano|agente*|asesor|asesora|asesores|operador*|representante|representantes|ejecutiv*|encargad*|gerente|supervisor*|responsable|jefe|jefa|director|emplead*|tecnico|especialista|persona encargada|recepcionista|comercial|coordinador|superior|teleoperador*|gestor|miembro del equipo|companero|trabajador|telefonista|vendedor',
		person: '{det}? {kind}? {role} (humano|humana|real|reales|de verdad|de carne y hueso|en vivo|fisica|viva|de soporte|de atencion al cliente|de servicio al cliente|de su equipo|del equipo|comercial|tecnico)?',
		someone: 'alguien|alguno|algun companero',
		service: '{det}? (servicio|atencion|departamento|equipo|area|centro|soporte|asistencia|personal|linea) (de|al|del|tecnico|tecnica)? (atencion)? (al|a)? (cliente|clientes|cliente|tecnico|tecnica|soporte|atencion|humano|humana|ventas|facturacion|usuario|consumidor|reclamaciones)|(el|al|vuestro|su)? (soporte|call center|ventas|facturacion)|(la|con)? recepcion',
		bot: 'bot|robot|maquina|chatbot|ordenador|computadora|contestadora|grabacion|inteligencia artificial|ia|asistente virtual|programa',
		fillers: 'por favor|porfavor|ya|ahora',
		any: '{person}|{someone}|{service}',
		ps: '{person}|{service}',
		big: '50|100*|150*|200*|250*|300*|400*|500*|000|cientos|miles',
		rotten: 'pesim*|nefast*|patetic*|asqueros*|vergonzos*|horrible|terrible|inutil*|incompetente*',
	},
	spellings: { q: 'que', xq: 'porque', pq: 'porque', x: 'por', k: 'que', porfa: 'porfavor', xfa: 'porfavor', pf: 'porfavor', ablar: 'hablar', kiero: 'quiero', qiero: 'quiero', tb: 'tambien', grax: 'gracias', alguin: 'alguien', alguen: 'alguien', algien: 'alguien', kon: 'con', nesesito: 'necesito' },
	keyWords: 'persona humano humana agente asesor operador operadora representante supervisor gerente alguien hablar quiero quisiera necesito cliente servicio atencion soporte comunicar contactar conectar gracias ayuda funciona respuesta entiendes encargado responsable informacion pasame paseme'.split(' '),
	notTypos: 'humanas argente hablas hablan servicios operar necesitan quiere soportes pasaje gracia respuestas supervision hallar habla'.split(' '),
	fillers: 'por favor porfavor hola ya ahora si no gracias buenas buenos dias tardes ok vale bueno un una quiero oye pues muchas muy y entonces perfecto mismo todo noches genial adios hasta luego chao mil'.split(' '),
	stopWords: 'el la los las un una unos de del al a en con por para y o que se me te mi tu su es esta son lo le les yo ha he hay como pero mas muy ya puede puedo puedes podria favor porfavor hola gracias si este esto eso sus mis donde cuando quiero ser'.split(' '),
	negators: ['no', 'nunca', 'sin', 'tampoco'],
	suffixes: ['ando', 'iendo', 'es', 's', 'a', 'o', 'e'],
	customerDecoys: [
		'(todavia|aun|sigo|sigue) (no|sin) ...2 (lleg*|recib*|entreg*|apare*)|(como se dice|permite) ...5 {any}|no ,? gracias|(eres|es|sos|seras|esto es|^ hablo|estoy|estoy hablando|estas|converso|chateo) (realmente|de verdad|acaso|tu|usted|un|hablando|chateando|con)? (con)? {det}? ({kind}? {role} {kind}?|{bot}) (o {det}? ({role} {kind}?|{bot}))?|({bot}|{role} {kind}?) o {det}? ({bot}|{role} {kind}?)|como {det}? {role} $',
		'(no|sin|nunca|tampoco) (me)? (quiero|quisiera|necesito|deseo|hace falta|es necesario|hay necesidad de|prefiero|tengo que|pido|busco|gustaria) (que)? (me)? (hablar|pases|pase|pasen|transfieras|transfiera|transfieran|contactar|chatear|llamar|comuniquen|comuniques|comunicarme|conectes|deriven|derives)? {with}? {any}',
		'no (me)? (pases|pase|pasen|transfieras|transfiera|transfieran|comuniques|conectes|derives|llamen|llames|hace falta|hagas) ...2 {any}?|(sin|en lugar de|en vez de|evitar|odio) (tener que)? {talk}? {with}? {any}',
		'(hable|habl|ya hable|he hablado|hablamos|hablo ayer|hablando|estuve hablando|me atendio|atendio|hable ayer|charle|ya contacte|ayer contacte) (ya|ayer|antes)? {with}? {any} (ayer|hoy|antes|la semana|y me|que me|muy)?',
		'{person} (fue|era|estuvo|me dijo|dijo|me atendio|me colgo|nunca|me ayudo|me prometio|me trato|ha sido|me aseguro|no me|que me atendio|llamo)|(su|tu|vuestro|vuestra|sus|tus) (agente*|asesor|servicio|servicio al cliente|atencion al cliente|soporte|equipo|representante|personal) (es|son|fue|esta|estan|eran|siempre)',
		'(mi|mis|nuestro|nuestra) (jefe|jefa|gerente|agente|asesor|supervisor|representante|equipo|encargado|persona|empleado|empleados|director)|(agente|agentes) (inmobiliari*|de viajes|de seguros|de aduanas|secreto|comercial|de bolsa|de policia|literario)|(recursos|derechos|cuerpo|error|genero|cerebro|capital|trato) (humanos|humano)',
		'(por|cada|segunda|primera|tercera|otra|misma|una sola|dos|tres|cuatro|2|3|4|5|6|para una|que|esa|esta) (persona|personas)|(ser|hacerme|convertirme en|trabajar como|trabajar de|sueldo de|contratar|que es|que hace) {det}? (agente|representante|operador|asesor|gerente|supervisor|tecnico|especialista)',
		'(crear|construir|hacer|programar|desarrollar|haz|crea|creame|hazme) {det}? (chatbot|bot|agente|asistente)|(horario|horarios|horas|a que hora|que hora|dias) (de|abre|cierra|atiende|del|es)? (la|el|los)? ({service}|atencion|servicio|soporte|apertura)',
		'{service} (es|fue|esta|ha sido|era|pesimo|excelente|malo|buena|muy|buenisimo|horrible)|(excelente|buen|buena|mal|mala|gran) {service}|operador (turistico|logico|movil|de telefonia|telefonico|matematico|booleano)|(a|para|de) {person} (fallecida|mayor|juridica|fisica)',
		'gerente de (proyecto|producto)|(persona|personas) (juridica|fisica|mayor|mayores)|tengo que {talk} {with} {any} para|chat en vivo (los|el|en|hasta|abre|disponible) ...2|(de puta madre|puto amo|puta pasada|la hostia)|(joder|mierda|puta madre|puta que pariu) ,? (que|muy)? (bueno|bien|rico|lindo|genial)',
		'(no|sin|nada) (es|estoy)? (tan|muy|nada)? (urgente|enojad*|enfadad*|molest*|horrible|terrible|urgencia)|(envio|entrega|tarifa) urgente',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'({want}|me) ...3 (al|con el|con la) (area|dueno|departamento|seccion) ...3|(que se ponga|que venga|traeme a|apagate) ...2|{role} (pls|plis|por favor|ya) $|{talk} (esto|este tema|mi caso|el tema)? {with}? {ps}|{bring} {to}? {ps}|{want} (a|que me (atienda|llame|ayude|contacte|atiendan|llamen))? {person}',
				'(que)? me (atienda|atendiera|llamara|ayudara|llame|ayude|contacte|conteste|responda|pase|pasen|comunique|comuniquen|pases|conecten|conectes|transfieran|transfiera|pongan|derive|deriven|pone|pasas|puede pasar|puedes pasar|podria pasar|puedes comunicar) {to}? {ps}',
				'(ayuda|atencion|asistencia|respuesta|servicio|soporte) (humana|humano|de (un|una)? {person}|manual|real|con {person})|servicio al cliente manual|servicio humano|traspaso a humano|chat en vivo|agente en vivo|chat humano|agente humano|persona real|persona de verdad|humano real|persona de carne y hueso',
				'(puedo|podria|puede|se puede|podemos|como|quiero) (tener|ver|obtener|encontrar|conseguir|llamar a|pedir|acceder a|contactar a|ponerme con|ponerme en contacto con|llamar|contacto) {det}? {ps}|(pasar|transferir|derivar|comunicar|escalar|conectar|poner) (me)? (la|mi|esta|el)? (llamada|conversacion|caso|chat)? {to} {ps}',
				'(me)? (puede|podria|pueden|puedes) (atender|atenderme|ayudarme|llamarme|contactarme) ({person}|{someone})|{want} que ({person}|{someone}) (revise|vea|mire|me|lo|se|resuelva|intervenga|lea|conteste|atienda)|ser atendid* por ({person}|{someone})|^ con {person}|(reclamar|quejarme) (a|al|ante) {person}|pon* a {person}|que venga {person}',
				'(queja|reclamo|reclamacion|elevar) ...2 (con|a|al|ante) {person}|(escala|escale|escalen|escalar) (mi|el|este|esto|la)|(chat|llamada|cita|contacto) con ({person}|{someone})|{role} en linea|(atencion|asistencia|trato) (personalizad*|humano|de persona*)',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'(venir|venga|mand*|necesit*|explic*|hablar|contacto de|comunicarme) ...1 (a|con)? ({someone}|otra persona)|(alguien|muchacha|cualquiera) ...2 (hable|ayude|atienda|marque)|{talk} {with} {someone}|{bring} {to} {someone}|{want} (a|que)? {someone} (real|de verdad|humano|me atienda|me ayude|me llame|que (me|no sea|sepa|entienda|pueda)|mas|de carne|del equipo)|(puede|podria|que|pueden) (llamarme|atenderme|contactarme|me llame|me atienda|me contacte) ({someone}|{person})',
				'({someone}|{person}) (puede|podria|que me pueda|me puede|me podria|que me|que pueda) (llamar|llamarme|atender|atenderme|contactar|contactarme|atienda|llame)|{someone} (real|humano|de verdad|de carne y hueso|del equipo|de soporte|de atencion|de su equipo)',
				'{someone} que (me|nos|lo|sepa) (conteste|atienda|responda|ayude|lea|llame|entienda|resuelva)|con quien (puedo|podria|debo|tengo que) (hablar|comunicarme|contactar)|con quien (hablo|me comunico) (para|por|sobre)|quien (me)? (puede|podria) (atender|atenderme|llamar|llamarme)',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(hay|queda*|trabaja*|tienen|ahi) ...2 (ser humano|humanos|alguien (vivo|ahi|real|o|que me)|gente (real|ahi|trabajando|$))|(oir|escuchar) una voz|cara a cara|(hay|habra|existe|tienen|teneis|tienes) (ahi|aqui|algun|alguna)? {det}? {role} (real|humano|humana|de verdad|ahi|disponible|con (quien|la que|el que|quien)|que|para|al otro lado|$)|(hay|habra) {someone} (real|humano|de verdad|con quien|con el que|para hablar|que me (atienda|ayude|pueda)|al otro lado)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(contactar|contacte|contactarme|contacto|llamar|comunicarme|localizar|escribir|comunico|contacto) (con|al|a|de|del)? {service}|(telefono|numero|correo|email|contacto|mail) (de telefono|de contacto)? (de|del|para) (la|el|los)? {service}',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(quiten|saca*|salir|salto|apaga*|menos) ...3 (bot|chatbot|robot|contestador|ia)|robots no hablo|(contigo|con usted) no|no (me)? (quiero|gusta|quisiera|deseo|pienso|voy a|soporto) (seguir)? (hablar|hablando|chatear|tratar|conversar)? (con|a)? (un|una|el|la|este|esta|mas|ningun|ninguna)? {bot}|(harto|harta|cansado|cansada|basta|odio|nada|dejar) (de)? (hablar|hablando)? (con|de)? (un|una|el|la|este|estos|esta|los)? ({bot}|bots|robots|maquinas)',
				'(que no sea|no sea|no con|y no|no) (un|una) {bot}|(no mas|sin|fuera|para el|apaga el|quita el) (bot|bots|robot|robots|maquinas)',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(fono|telefono) (de contacto|para llamar)|linea gratuita|(ver|hablar*|arregl*|resolv*|cuento|explic*) ...2 por telefono|me contacte|llamenla|(que)? me (llamen|llame|devuelvan la llamada|llamas|pueden llamar|puede llamar|puedes llamar|podrian llamar|podria llamar|vuelvan a llamar|devuelva la llamada)',
				'(llamenme|llameme|llamame|pueden llamarme|puede llamarme|podrian llamarme|podria llamarme|quiero una llamada|solicito una llamada|devuelvanme la llamada|necesito una llamada)',
				'(hablar|hablarlo|tratarlo|contactar con ustedes|ayudar) ...2 por telefono|(les|los|os|te) (puedo|podria) llamar|(numero|telefono) (al que|donde|para|de|puedo) ...1 (llamar|hablar|atencion)|(espero|prefiero) (su|tu|una|la) llamada|me podeis llamar|atiendan por telefono|hableme',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', 'servicio al cliente|atencion al cliente|pasame|paseme|transfiereme|comunicame con {someone}', '{someone} (real|humano)', '(un|una)? {role} {fillers}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(hay)? {someone} (ahi|aqui|disponible|del otro lado|detras|me lee|me responde|leyendo)?', '{someone} (ahi|aqui|me puede atender|que me atienda)'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(sigue|siguen|sigo|todavia|aun) ...2 (igual|parpade*|gotea*|caido|mismo|falla*|error|dando)|ahora (ni|esta peor)|(y|,) (lo mismo|nada) $|mismo error|(no|nada) (cambio|cambia nada|ayudo|sirvio|coincide)|ese link no|no (me)? (ha|has|han|esta)? (ayuda|ayudas|ayudo|ayudado|ayudaste|ayudando|sirve|sirvio|servido|sirves|resuelve|resolvio|resuelto|soluciona|soluciono|solucionado|aclara|aporta)',
				'(sigue|siguen|aun|todavia|sigo|continua) (sin|no|igual|con el mismo|teniendo el mismo|dando el mismo|fallando) (funcionar|funciona|me funciona|resolver|solucion|solucionarse|poder|error|problema|va|se|puedo|esta|entender|saber)? ',
				'(no|nada) (me)? (funciona|funciono|ha funcionado|funcionado|funcionan|va|vale|es util|son utiles|fue util) (eso|esto|tampoco|nada|lo que|la solucion|todavia|aun|$)|ya (lo|la)? (he)? (intente|probe|probado|intentado) ...2|ya (lo)? (he)? (hice|hecho) (eso|esto|todo|lo|$)',
				'(es|eres|esto es|sos|esto no|no) (totalmente|completamente|muy)? (inutil|un inutil|sirve de nada|sirve para nada|sirves para nada|me sirve)',
				'no (se|me|lo)? (ha|has)? (soluciono|solucionaste|resolviste|resolvio|arreglo|arregla|arreglaste|solucionado|resuelto|arreglado|ayudaste)|no hay (manera|forma)|(de)? nada ,? sigue (igual|sin)|sigo (igual|en las mismas)',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(que tiene|tiene) que ver|nada que ver|(lo contrario|mi propio problema)|repito|(eso|ese) (es de android|no es el|es para el (modelo|viejo))|lo que pregunto|te repites|no (es|era|fue) (eso)? (lo que|eso lo que|la respuesta que|lo) (te|le|yo)? (pregunte|pregunto|pedi|pedia|pido|queria|quiero|quise|busco|buscaba|necesito|necesitaba|dije|preguntaba|estoy)|(eso|esto) no (responde|contesta|es|era|tiene nada que ver|fue) (a)? (mi|lo|correcto|cierto|asi|verdad|la|con)? (pregunta|que|respuesta)?',
				'no (me)? (has respondido|ha respondido|has contestado|ha contestado|estas respondiendo|esta respondiendo|respondes|responde|contestas|respondio|contesto|respondiste|contestaste) (nada)? (a)? (mi|lo)? (pregunta|que)?|no (te)? (pedi|pregunte|dije) (eso|esto)|no tiene (nada que ver|sentido)|no (era|es) eso',
				'(pregunte|pedi|queria) (por)? (otra cosa|algo distinto|algo diferente)',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'no existe (ese|esa|el|la)|(mandaste|diste|dijiste|indicaste) ...5 (no|error|404|vencido|expirado|van)|(eso|esto|esta|respuesta|informacion) (no)? (es|esta|era) (una)? (incorrecto|incorrecta|equivocado|equivocada|erroneo|erronea|falso|falsa|mal|correcto no) |(respuesta|informacion) (incorrecta|equivocada|erronea)|(te|se) (has|ha) (equivocado|confundido)|te equivocas|se equivoca|te equivocaste|te confundiste|estas equivocado',
				'^ (eso|esto)? (esta|es) (mal|incorrecto) $|no es (correcto|cierto|asi|verdad) $|(diste|has dado|dando|dio) (la|una)? (informacion|respuesta|datos) (mal|equivocad*|incorrect*|falsa)',
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'no (me|lo)? (entiendes|entiende|entendiste|has entendido|ha entendido|estas entendiendo|esta entendiendo|comprendes|comprende|escuchas|escucha|entendio|entienden)|(ya)? (me)? (lo)? (dijiste|has dicho|ha dicho|habias dicho|respondiste) (eso|lo mismo|antes|ya)',
				'(repites|repite|repitiendo|respondes|dices|contestas) (siempre|todo el rato|una y otra vez)? lo mismo|(siempre|otra vez|de nuevo) (lo mismo|la misma respuesta)|(dando|das|damos|da) vueltas|(vuelve a|vuelva a|lee|lea|relee) (leer|bien|otra vez) ...3|no (estas|esta) (entendiendo|leyendo|escuchando)',
			],
		},
		{
			id: 'abuse', kind: 'upset_customer', confidence: 0.85,
			phrases: [
				'mierda*|puta|puto|putos|cabron*|gilipoll*|imbecil*|idiota*|estupid*|pendej*|joder|carajo|chinga*|verga|culero*|pelotud*|me cago|no me jodas|callate|vete a la',
				'(es|son|sois|eres|esto) (todo)? (un|una|unos|unas|puro|puros|todos)? (ladron*|estafa*|sinverguenza*|mentiros*|inutil*|basura|verguenza|robo|burla|abuso|falta de respeto)|que (asco|verguenza|desastre|estafa|abuso|robo)|(da|dan) asco|porqueria|(tomando|tomadura) ...2 pelo',
				'inaceptable|indignante|inadmisible|incompetentes|ladrones|estafadores|{rotten} ...1 (servicio|atencion|empresa|experiencia|app|soporte)|(servicio|atencion|empresa|app|esto es) ...1 {rotten}|pesimo|pesima|ridiculo $|peor ...2 (servicio|atencion|empresa|experiencia|que he)',
				'(estoy|estamos|me siento|ya|me tienen|me tiene) (muy|super|tan|realmente|mas que)? (hart*|furios*|enojad*|enfadad*|indignad*|cabread*|molest*|estafad*|decepcionad*|cansad* de (esperar|esto|ustedes|que))|hart* de|me canse de|ya basta|hasta (los|las|la) (huev*|cojones|narices|coronilla|madre)|la paciencia',
				'(voy|vamos) a (demandar*|denunciar*)|(poner|pondre|presentare|dejare) (una)? (denuncia|demanda|mala|resena)|mi abogado|profeco|(nunca|no) (mas)? (vuelvo|volvere) a (comprar|pedir|confiar)|(tercera|cuarta|quinta|enesima) vez que|cuantas veces (tengo que|mas)|increible lo mal',
			],
		},
		{
			id: 'urgent', kind: 'urgent_or_high_value', confidence: 0.75,
			phrases: [
				'(es|muy|super|sumamente|demasiado) (muy|algo|bastante)? (urgente|grave)|^ (urgente|emergencia)|una emergencia|(ayuda|asunto) urgente|urgentemente|con urgencia|({want}|por favor) ...4 (lo antes posible|cuanto antes|hoy mismo|para hoy|inmediatamente)|(lo antes posible|cuanto antes) ,? por favor|(vuelo|plazo) (sale|vence) (hoy|manana|en ...2 hora*)|(vence|caduca|expira) (hoy|manana)',
				'(huele|olor) a (gas|quemado)|fuga de gas|incendio|saliendo humo|(sale|echa) (humo|chispas)|(tuve|tuvimos|sufri) un accidente|me (han)? (robaron|robado|hackea*|clona*|estafa*)|(cuenta|tarjeta) ...1 (robada|hackeada|clonada)|(cargo*|compra*|movimiento*) (no autorizad*|fraudulent*|que no (reconozco|hice))|fraude|{someone} (esta usando|uso|usa) ...1 mi',
				'{big} ...1 (unidades|piezas|licencias|cajas|empleados|usuarios|camisetas)|(al)? por mayor|gran* cantidad*|(pedido|compra|cliente|plan|cuenta) (grande|corporativ*|empresarial|masiv*|enterprise|vip)|(cancelar|rescindir) (el|nuestro) contrato ...2 empresa|(web|pagina|sitio|sistema|servidor) (esta|se)? (caid*|cayo)|perdiendo (dinero|ventas)',
			],
		},
		{
			id: 'complex', kind: 'complex_request', confidence: 0.8,
			phrases: [
				'rgpd|nda|rfp|licitacion*|acuerdo de (nivel|tratamiento|confidencialidad)|(presupuesto|cotizacion|oferta|propuesta|plan|contrato|desarrollo|solucion) ...1 (personalizad*|a medida|a la medida|formal|para (mi|nuestra|una) empresa)|(negociar|renegociar|modificar|revisar) ...3 (contrato*|clausula*|condiciones|acuerdo)|clausula*',
				'(departamento|equipo|duda|consulta|tema|asesoria) (legal*|juridic*)|auditoria*|due diligence|(proteccion|tratamiento) de datos|migra* ...4 (tiendas|sitios|webs|cuentas|usuarios|base*)',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(ya|ahora|eso|esto) (si|me|ya)? (me|ya)? (funciona|funciono|sirvio|ha funcionado|ayudo|ha ayudado|esta resuelto|quedo resuelto|esta solucionado|quedo solucionado|lo resolvi|lo solucione|va bien|pude|he podido|lo encontre|entendi|esta arreglado)',
				'(problema|duda|caso) (ya)? (esta|quedo|ha sido|fue)? (resuelto|solucionado|resuelta|aclarada|arreglado)|^ (ya)? (solucionado|resuelto|arreglado) $|(^|eso|si) (era|es) (justo|exactamente|precisamente) (eso|lo que) ...2',
				'(^|eso|esto|ya|si|me|y) (responde|respondio|resuelve|aclara|resolvio|aclaro) (a)? (mi|mis|todas mis) (pregunta|duda|dudas|preguntas|problema)|(^|me|eso|esto) (ha sido|fue|has sido) (muy|de mucha|de gran) (util|ayuda)',
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
		'(puede|puedes|pueden|podras) (tambien)? (contactar|llamar|escribir) ...6 (de lunes|24|de 9|desde las|por telefono)',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(no|ningun*|ninguna|sin|tampoco) ...3 (menciona*|cubren|indica*|consta|describe|dispongo|manejo|confirmar|comprender|averiguar|decirle)|no tengo (forma de|lo que)|(ni idea|se me escapa|en blanco|sin ideas|me rindo|me perdi)|no (lo)? (tengo|tenemos|dispongo|disponemos|dispongo de|encuentro|encontre|he encontrado|hemos encontrado|cuento con|contamos con|hay|existe|poseo) (de|con|acceso a)? (la|esa|esta|una|ninguna|suficiente|mas|informacion|el|los|ningun|esos|datos|resultados|respuesta) ...2 (informacion|datos|respuesta|detalles|resultado|resultados|sobre|para|al respecto|acerca|$)',
				'no (encuentro|encontre|he encontrado|he podido encontrar|pude encontrar|logro encontrar) ...4|(lo siento)? no (lo)? (se|sabria|conozco|sabemos) (la respuesta|como|que|decirte|decirle|responder|si|sobre|esa|$)|no (estoy|estamos) (seguro|segura|seguros|familiarizado|familiarizada)',
				'(desconozco|no tengo conocimiento|no tengo idea|no tengo acceso|fuera de mi alcance|no esta en mi base|fuera de mis)|(informacion|respuesta) no (esta|se encuentra|aparece) (disponible|incluida|en)',
				'no (logre|logro|pude|consegui|he logrado|he podido|fue posible|reconozco) (encontrar|procesar|localizar|acceder|obtener|completar|determinar|esa|ese|esta|tu|su) ...3|(contexto|documento*|base|fuente*) ...4 no (contiene*|incluye*|menciona*)|no (se menciona|aparece|figura|consta|esta incluid*|se especifica) ...2 (en|dentro)',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(fuera|limite) de (mi|lo)|solo (puedo|se) (contestar|responder|de)|no (te|le|les|os)? (puedo|podemos|podre|podria|soy capaz de|me es posible|estoy capacitado para|es posible) (ayudar|ayudarte|ayudarle|ayudarlo|ayudarla|responder|responderte|responderle|contestar|darte|darle|ofrecerte|ofrecerle|proporcionar|proporcionarte|proporcionarle|asistir|asistirte|procesar|resolver|decirte|decirle|dar|acceder|brindar|brindarte|brindarle) ...3',
				'(soy|como) (solo|solamente|unicamente)? (un|una) (asistente virtual|bot|chatbot|ia|inteligencia artificial|asistente|modelo de lenguaje) ...3 (no puedo|no tengo)|(solo|solamente|unicamente) (puedo|se|estoy) (responder|ayudar*|capacitado|entrenado|sobre) ...2|(hubo|ocurrio) un (error|problema) (al|y|$)',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'no (te|le|lo|he|la|logre|pude)? (he)? (comprender|entender|entiendo|entendi|entendido|comprendo|comprendi|comprendido|logro entender|pude entender|podido entender)|(reformular|reformula|reformule|reformularlo|reformularla|repetir|repetirlo|decirlo de otra manera|decirlo de otra forma|expresarlo de otra forma) (tu|su|la|lo|eso|$)',
				'(decirlo|formularlo|explicarlo|escribirlo) de otra ...1',
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
