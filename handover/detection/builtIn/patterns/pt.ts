import type { LanguagePatterns } from './types';

export const pt: LanguagePatterns = {
	language: 'pt',
	words: {
		talk: 'falar|conversar|bater papo|comunicar|tratar|falo|fale|teclar|contactar|contatar|me comunicar|dialogar|conversa',
		with: 'com|com o|com a|a|ao|para|em contato com|em contacto com',
		want: 'quero|queria|gostaria (de|que)?|preciso (de|que)?|desejo|prefiro|exijo|necessito (de)?|quer|solicito|peco|procuro|busco|preferia|precisamos (de)?|queremos',
		bring: 'me passa|me passe|passe me|passa me|me transfere|me transfira|transfira me|me transferir|me conecta|me conecte|conecte me|me coloca|me coloque|coloque me|me poe|ponha me|me da|me de|de me|me encaminha|me encaminhe|encaminhe me|me liga|me ligue|ligue me|me arruma|me arranja|passar|transferir|me manda|chama|chame|me direciona|me direcione|me passar|me ligar|me encaminhar|me colocar|arranje me|transfere me|me ponha',
		to: 'com|para|pra|pro|ao|a|em contato com|em contacto com|em linha com',
		det: 'um|uma|o|a|os|as|algum|alguma|outro|outra|seu|sua|de um|de uma|vosso|com um|qualquer|uns|num|numa|dum|duma|ao',
		kind: 'real|humano|humana|verdadeiro|verdadeira|de verdade|viva|vivo|ao vivo|outro|outra|qualificado|competente|disponivel|ser',
		role: 'pessoa|pessoas|humano|humanos|humana|ser humano|atendente|atendentes|agente|agentes|operador|operadora|representante|gerente|supervisor|supervisora|responsavel|funcionario|funcionaria|assistente humano|tecnico|especialista|consultor|consultora|colaborador|encarregado|chefe|assessor|vendedor|colega|recepcionista|gestor|telefonista|membro da equipe|membro da equipa',
		person: '{det}? {kind}? {role} (humano|humana|real|reais|de verdade|de carne e osso|ao vivo|do suporte|do atendimento|da equipe|da equipa|da sua equipe|comercial|tecnico|de voces)?',
		someone: 'alguem',
		service: '{det}? (servico|atendimento|apoio|suporte|central|departamento|equipe|equipa|setor|linha) (de|ao|do|da|tecnico|a|humano)? (atendimento|apoio|suporte)? (ao|do|a)? (cliente|clientes|consumidor|humano|tecnico|suporte|atendimento|vendas|reclamacoes|usuario|apoio)|{det}? (suporte|sac|call center|helpdesk)|(a)? recepcao|atendimento humano',
		bot: 'bot|bots|robo|robos|robot|maquina|maquinas|chatbot|computador|gravacao|ia|inteligencia artificial|programa|assistente virtual|automatico',
	},
	spellings: { vc: 'voce', vcs: 'voces', q: 'que', pq: 'porque', pfv: 'favor', pf: 'favor', pff: 'favor', cmg: 'comigo', tb: 'tambem', obg: 'obrigado', brigado: 'obrigado', vlw: 'obrigado', blz: 'beleza', n: 'nao', nn: 'nao', naum: 'nao', eh: 'e', p: 'para', pra: 'para', c: 'com', alguen: 'alguem', algem: 'alguem', kero: 'quero' },
	keyWords: ['pessoa', 'humano', 'humana', 'atendente', 'agente', 'operador', 'representante', 'gerente', 'supervisor', 'alguem', 'falar', 'quero', 'gostaria', 'preciso', 'cliente', 'servico', 'atendimento', 'suporte', 'obrigado', 'obrigada', 'funciona', 'funcionou', 'ajudou', 'resposta', 'responsavel', 'conversar', 'transferir', 'contato', 'informacao', 'entende', 'entendeu'],
	notTypos: ['pessoal', 'pessoas', 'pessoais', 'humanos', 'humanas', 'gente', 'agencia', 'agenda', 'agentes', 'atende', 'atender', 'atendem', 'atendentes', 'falta', 'faltar', 'fala', 'falei', 'clientes', 'servicos', 'funcionar', 'funcionam', 'ajudo', 'ajudar', 'ajuda', 'respostas', 'entendi', 'entendem', 'entender', 'operar', 'operacao', 'quer', 'queria', 'precisa', 'precisam', 'gosto', 'gostaram', 'suportes', 'alguma', 'algum', 'falir', 'fazer', 'gerencia', 'contas', 'contar', 'contrato', 'contado', 'conta', 'contatos', 'obrigada', 'obrigatorio', 'precioso', 'urgente', 'informacoes', 'transferi', 'transferencia', 'pesca', 'falhar'],
	fillers: ['por', 'favor', 'ola', 'oi', 'agora', 'sim', 'nao', 'ok', 'obrigado', 'obrigada', 'bom', 'boa', 'dia', 'tarde', 'noite', 'um', 'uma', 'quero', 'e', 'mas', 'ja', 'entao', 'so', 'muito', 'perfeito', 'otimo', 'valeu', 'ah', 'bem', 'imediatamente', 'mesmo', 'tudo', 'certo', 'beleza', 'pela', 'ate', 'logo', 'tchau'],
	stopWords: ['o', 'a', 'os', 'as', 'um', 'uma', 'de', 'do', 'da', 'dos', 'das', 'em', 'no', 'na', 'nos', 'nas', 'com', 'por', 'para', 'pra', 'e', 'ou', 'que', 'se', 'me', 'te', 'meu', 'minha', 'seu', 'sua', 'eu', 'voce', 'voces', 'ele', 'ela', 'esta', 'estou', 'foi', 'ser', 'sao', 'isso', 'isto', 'este', 'favor', 'ola', 'oi', 'obrigado', 'obrigada', 'pode', 'posso', 'podia', 'poderia', 'quero', 'queria', 'gostaria', 'como', 'onde', 'quando', 'mais', 'muito', 'ja', 'ao', 'mas', 'aqui', 'tem', 'ha'],
	negators: ['nao', 'nunca', 'sem', 'nem'],
	suffixes: ['ando', 'endo', 'es', 's', 'a', 'o', 'e'],
	customerDecoys: [
		'nao ,? (obrigado|obrigada)',
		'(voce|vc|tu|isto|isso|estou|to|sera que) (e|es|esta|sao|falando|a falar|conversando|seria)? (mesmo|realmente|falando|a falar|so|apenas)? (com)? {det}? {kind}? ({role}|{bot}) (real|de verdade)? (ou {det}? ({role}|{bot}))?',
		'(es|e|^ falo|sou|fala) (com)? (um|uma|o) {kind}? ({role}|{bot}) (ou {det}? ({role}|{bot}))?',
		'({role}|{bot}) ou {det}? ({bot}|{role})',
		'(nao|nem|nunca|sem) (eu)? (quero|preciso|queria|desejo|necessito|gostaria|e preciso|precisa|pretendo|ha necessidade) (de|que)? (me)? (falar|transferir|transfira|passar|passe|contatar|contactar|ser transferido|conversar|encaminhar|ligar)? (me)? {with}? ({person}|{someone}|{service})',
		'nao (me)? (passe|passa|transfira|transfere|encaminhe|ligue|conecte|precisa|preciso) (me)? (transferir|passar|encaminhar|chamar)? (me)? {to}? ({person}|{someone}|{service})?',
		'(sem|em vez de|ao inves de|evitar|odeio) (precisar|ter que|ter de)? {talk}? {with}? ({person}|{someone}|{service})',
		'(falei|ja falei|conversei|estava falando|tinha falado|fui atendido|fui atendida|contactei|contatei|liguei|atendeu) (ontem|ja|hoje|por|antes)? {with}? (por)? ({person}|{someone}|{service}) (ontem|hoje|na semana)?',
		'{person} (foi|era|estava|me disse|disse|me atendeu|desligou|nunca|prometeu|me tratou|falou|me ajudou|tinha|que me atendeu|e mal|e muito)',
		'(seu|sua|seus|suas|vosso|o|teu) (agente|agentes|atendente|atendentes|atendimento|atendimento ao cliente|servico|suporte|funcionario|funcionarios|equipe|equipa|gerente) (e|foi|sao|esta|estava|era|foram|demora|demorou)',
		'(meu|minha|meus|minhas|nosso|nossa) (chefe|gerente|agente|supervisor|representante|equipe|equipa|funcionario|colega|assessor|vendedor|pessoa)',
		'(agente|agentes|corretor) (imobiliario|imobiliaria|de viagens|de viagem|de seguros|secreto|de turismo|de saude|comercial|literario)',
		'(recursos|direitos|corpo|erro|ser|genero|cerebro|capital) (humanos|humano)',
		'(por|cada|segunda|primeira|terceira|outra|mesma|uma so|duas|tres|quatro|2|3|4|5|6|para uma|que|essa|esta) (pessoa|pessoas)|pessoa (fisica|juridica)',
		'(ser|virar|tornar|me tornar|trabalhar como|salario de|contratar|o que e|o que faz) {det}? (agente|representante|operador|atendente|gerente|supervisor|tecnico|consultor|especialista)',
		'(criar|construir|fazer|programar|desenvolver|cria|crie|faca) (me)? {det}? (chatbot|bot|agente|assistente)',
		'(horario|horarios|horas|que horas|a que horas|funcionamento) (de|do|da|abre|fecha|e|funciona)? (funcionamento|abertura)? (do|da|de|o)? ({service}|atendimento|suporte)',
		'{service} (e|foi|esta|era|pessimo|excelente|otimo|ruim|bom|muito|nota|horrivel|maravilhoso)',
		'(excelente|pessimo|otimo|bom|mau|melhor|pior) {service}',
		'operador (turistico|logico|movel|de telefonia|booleano)|operadora de (telefonia|celular|saude|cartao)',
		'gerente de (projeto|projetos|produto)',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'{talk} (diretamente)? {with}? ({person}|{service})',
				'{bring} (a ligacao|a chamada|a conversa|o caso)? {to}? ({person}|{service})',
				'{want} (um|ser atendido por|ser atendida por|atendimento de|ajuda de|ser transferido para|ser passado para|contato com|contacto com|atendimento por)? {person}',
				'{want} (contactar|contatar|ligar para|o contato do|acionar|o|do|contato com) {service}',
				'(ajuda|atendimento|assistencia|suporte|resposta|apoio|servico) (humana|humano|de {person}|real|com {person}|por {person}|manual)',
				'(posso|podia|poderia|pode|como|consigo|da para|tem como) (eu)? (ter|obter|encontrar|conseguir|contactar|contatar|entrar em contato com|acionar|chamar|pedir|entrar em contacto com|acessar|consigo) ({person}|{service})',
				'(transferir|passar|encaminhar|escalar|transfira|passe|encaminhe) (me|a|o|minha|meu|esta|esse)? (ligacao|chamada|conversa|caso|chat)? {to} ({person}|{service})',
				'(que)? {person} (me)? (ligue|ligasse|atenda|atendesse|contacte|entre em contato|ajude|responda)',
				'(pessoa|humano|atendente|agente) (real|de verdade|humano|de carne e osso)|chat ao vivo|agente ao vivo|atendente ao vivo',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'{talk} {with} ({someone}|gente)',
				'{bring} {to} {someone}',
				'{want} {someone} (real|de verdade|que|humano|da equipe|do suporte|para me)',
				'({someone}|{person}) (pode|poderia|podia|consegue|que possa) (me)? (ligar|atender|contactar|contatar|telefonar|retornar)',
				'que {someone} me (ligue|ligasse|atendesse|atenda|contacte|ajude|contate|responda)',
				'{someone} (real|humano|de verdade|de carne e osso|da equipe|da equipa|do suporte|do atendimento)',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(ha|tem|existe|voces tem|tem ai) {det}? {kind}? {role} (real|humano|humana|de verdade|ai|disponivel|com quem|com que|para falar|que possa|$)',
				'(ha|tem|existe) {someone} (real|humano|de verdade|com quem|que possa|para falar|disponivel|que me|do outro lado|ai que)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(contactar|contatar|contato|contacto|ligar|falar|entrar em contato|entrar em contacto|acionar|escrever) (com|para|ao|do|da|a)? {service}',
				'(telefone|numero|email|contato|contacto|e mail) (de telefone|de contato)? (do|da|de|para) {service}',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'nao (quero|gosto|vou|pretendo|aguento|desejo) (de|mais)? (mais)? (falar|conversar|falando|tratar)? (mais)? (com)? (um|uma|o|a|este|esse|esta|essa|mais|nenhum)? {bot}',
				'(cansado|cansada|farto|farta|chega|odeio|cansei|basta) (de|desse|deste|com)? (falar|conversar)? (com)? (um|uma|o|a|este|esse|esta|robos|estes|esses)? {bot}',
				'(nao|e nao|que nao seja|sem ser) (com)? (um|uma) {bot}',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(me)? (liguem|ligue|liga|telefonem|retornem|podem ligar|pode ligar|podem me ligar|pode me ligar|poderia me ligar|poderiam me ligar|ligar de volta|me ligar de volta) (me|para mim|pra mim|de volta|por favor|a ligacao|$)',
				'(me ligue|me liguem|me liga|ligue me|liguem me|liga me|telefonem me|pode me ligar|podem me ligar|retorne a ligacao|retornem minha ligacao)',
				'(quero|gostaria de|preciso de) (receber)? (uma)? (ligacao|chamada de volta|um retorno|chamada)',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', '(transfira|me transfere|me transfira|transfere)', '{someone} (real|humano|de verdade)', '{talk} (com)? {role}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(tem|ha|esta ai)? {someone} (ai|aqui|disponivel|na linha)', '{someone} (pode|poderia) (me)? (ajudar|atender|responder) (me)?'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'nao (me)? (ajuda|ajudou|ajudas|ajudo|serve|serviu|resolve|resolveu|adianta|adiantou|funciona|funcionou|deu certo|esta ajudando|esta funcionando|esclarece|foi util|e util|ajudaram) ...2',
				'(ainda|continua|continuo|segue) (nao|sem|com o mesmo|na mesma|dando o mesmo|o mesmo|com a mesma|igual|dando erro) (funciona|consegui|consigo|resolveu|funcionar|resolver|esta|problema|erro|deu|solucao)?',
				'ja (tentei|fiz|testei|experimentei) (isso|isto|tudo|de tudo|varias vezes|essa|esse)? ...1',
				'(e|isto e|isso e|voce e|es) (um|completamente|totalmente|muito)? (inutil|imprestavel)|nao serve (para|pra) nada',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'nao (e|era|foi|e isso|era isso) (isso|bem)? (o que|que|disso que) (eu)? (perguntei|pedi|queria|quero|procuro|procurava|preciso|disse|pergunto|estou|estava|quis|falei)',
				'nao (respondeu|responde|respondes|respondeste|respondeu a|esta respondendo) (a)? (minha|o que|nada)? (pergunta|perguntei)?',
				'(perguntei|pedi|queria|falei de) (outra coisa|algo diferente)',
				'nao (perguntei|pedi) isso',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(isso|isto|resposta|informacao) (nao)? (e|esta|era) (completamente|totalmente)? (errado|errada|incorreto|incorreta|falso|falsa|certo nao)',
				'(isso|isto) nao (e|esta) (certo|correto|verdade)',
				'(resposta|informacao) (errada|incorreta)',
				'(voce|voces) (esta|se|estao) (errado|enganou|enganado|equivocado|confundiu|errados)',
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'nao (me|esta me|esta)? (me)? (entende|entendeu|entendes|entendeste|entendendo|compreende|compreendeu|percebeu|percebes|percebeste|escuta|entenderam) ...1',
				'(voce|voces)? ja (me)? (disse|falou|disseste|respondeu|mandou|enviou) (isso|isto|antes|a mesma)',
				'(repetindo|repete|repetes|diz|fala|responde|repetir|sempre|de novo|outra vez) (sempre|de novo)? (a mesma coisa|o mesmo|a mesma resposta|as mesmas)',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(agora|ja|isso|isto|finalmente|tudo|sim) (sim)? (ja|me|tudo|esta)? (funcionou|funciona|deu certo|resolveu|ajudou|esta funcionando|consegui|funcionando|esta resolvido|entendi|ajudou muito)',
				'(problema|duvida|caso|questao) (ja|esta|foi|ficou)? (esta|foi)? (resolvido|resolvida|solucionado|esclarecida|esclarecido)',
				'(deu certo|funcionou) (obrigado|obrigada|agora|valeu|perfeitamente|$)',
				'(respondeu|responde|esclareceu|tirou|resolveu) (a|o|as)? (minha|minhas|meu) (pergunta|duvida|duvidas|problema|questao)',
				'era (exatamente|justamente|mesmo)? (isso|o que) (que)? (eu)? (queria|precisava|procurava|mesmo)',
				'(foi|me foi|voce foi) (muito|super|bastante) (util|prestativo)',
			],
		},
		{
			id: 'courtesy', kind: 'resolved', confidence: 0.55, whole: 'message',
			phrases: ['(perfeito|obrigado|obrigada|otimo|excelente|valeu|show|maravilha) (muito)? (obrigado|obrigada)? (pela (ajuda|atencao)|por tudo)?', '(era|e) (so|tudo) (isso)?'],
		},
	],
	botDecoys: [
		'(se|caso|quando) (voce|o cliente|ainda|tu|voces)? nao (o|a|se)? (sabe|souber|saiba|tem|tiver|tenha|pode|puder|encontra|encontrar|encontre|lembra|lembrar|receber|funcionar|recebeu|conseguir|consegue) ...8',
		'nao (encontrou|achou|encontraste) o que (procura|procurava|precisa|queria|buscava) ...5',
		'nao (tenho|temos) (mais|outras|outra|nenhuma)? (perguntas|pergunta|duvidas)',
		'nao (tenho certeza|sei|tenho a certeza) (de)? (qual|quais|se|que) ...7 , (mas|porem|no entanto)',
		'nao (hesite|deixe|se preocupe|esqueca|se esqueca) ...6',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'nao (tenho|temos|disponho|dispomos|encontrei|encontro|encontramos|possuo|possuimos|ha|existem|localizei|consegui encontrar|consegui localizar|achei|existe) (de|acesso a|acesso|a)? (essa|esta|a|nenhuma|mais|informacoes|informacao|o|nenhum|esses|dados|uma|resultados|resposta|suficientes|nada|detalhes|acesso|qualquer|os) ...3',
				'nao (o|a)? (sei|sabemos|saberia|conheco) (a resposta|como|o que|responder|dizer|informar|te|lhe|se|sobre|essa|$)',
				'nao (tenho|temos|estou|estamos) (a)? (certeza|seguro|segura|certo|familiarizado)',
				'(desconheco|nao tenho conhecimento|nao faco ideia|nao tenho ideia|fora do meu|fora da minha|alem do meu) ...2',
				'(informacao|resposta) nao (esta|se encontra|consta) (disponivel|incluida|na|no)',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'nao (te|lhe|o)? (posso|consigo|podemos|conseguimos|poderei|sou capaz de|e possivel|estou apto a|estou autorizado a|poderia) (te|lhe|o|a)? (ajudar|responder|fornecer|dar|informar|auxiliar|dizer|atender|processar|resolver|acessar|oferecer|ajuda|ajudar te|encontrar|localizar|confirmar|verificar) ...3',
				'(sou|como) (apenas|so|somente)? (um|uma) (assistente virtual|bot|chatbot|ia|robo|inteligencia artificial|assistente|modelo de linguagem) ...3 (nao posso|nao tenho|nao consigo)',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'nao (te|o|a|consegui|estou|consigo|lhe)? (entendi|entendo|compreendi|compreendo|entender|compreender|percebi|entendendo|a entender)',
				'(reformular|reformule|reformula|repetir|dizer de outra forma|escrever de outra forma) (a|sua|o|isso|por|$)',
			],
		},
		{
			id: 'refers-to-support', kind: 'lack_of_information', confidence: 0.7, notBehindAnAnswer: true,
			phrases: [
				'(contate|contacte|contatar|contactar|entre em contato|entrar em contato|entre em contacto|entrar em contacto|ligue|fale|procure|consulte|dirija se) (diretamente)? (com|para|ao|a|o)? (nosso|nossa|o|a|um|uma)? ...1 ({service}|equipe|equipa|atendente|{role})',
			],
		},
	],
};
