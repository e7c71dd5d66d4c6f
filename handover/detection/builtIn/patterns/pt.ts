import type { LanguagePatterns } from './types';

export const pt: LanguagePatterns = {
	language: 'pt',
	words: {
		talk: 'falar|conversar|bater papo|comunicar|tratar|falo|fale|teclar|contactar|contatar|me comunicar|dialogar|conversa|fala|reclamar|entro em contato|tratar disso|digitar|(falar|falo) (diretamente|pessoalmente|logo|agora)',
		with: 'com|com o|com a|a|ao|para|em contato com|em contacto com',
		want: 'quero|queria|gostaria (de|que)?|preciso (de|que)?|desejo|prefiro|exijo|necessito (de)?|quer|solicito|peco|procuro|busco|preferia|precisamos (de)?|queremos|gostava (de)?',
		bring: 'me passa|me passe|passe me|passa me|me transfere|me transfira|transfira me|me transferir|me conecta|me conecte|conecte me|me coloca|me coloque|coloque me|me poe|ponha me|me da|me de|de me|me encaminha|me encaminhe|encaminhe me|me liga|me ligue|ligue me|me arruma|me arranja|passar|transferir|me manda|chama|chame|me direciona|me direcione|me passar|me ligar|me encaminhar|me colocar|arranje me|transfere me|me ponha|transfere|transfira|coloque|coloca|manda|encaminha|me conectar',
		to: 'com|para|pra|pro|ao|a|em contato com|em contacto com|em linha com',
		det: 'um|uma|o|a|os|as|algum|alguma|outro|outra|seu|sua|de um|de uma|vosso|com um|qualquer|uns|num|numa|dum|duma|ao',
		kind: 'real|humano|humana|verdadeiro|verdadeira|de verdade|viva|vivo|ao vivo|outro|outra|qualificado|competente|disponivel|ser',
		role: 'pessoa|pessoas|humano|humanos|humana|ser humano|atendente*|agente*|operador*|representante|gerente|supervisor*|responsavel|funcionari*|assistente|tecnico|especialista|consultor*|colaborador|encarregad*|chefe|superior|gente de verdade|assessor|vendedor|colega|recepcionista|gestor|telefonista|membro da equipe|membro da equipa',
		person: '{det}? {kind}? {role} (humano|humana|real|reais|de verdade|de carne e osso|ao vivo|do suporte|do atendimento|da equipe|da equipa|da sua equipe|comercial|tecnico|de voces)?',
		someone: 'alguem',
		service: '{det}? (servico|atendimento|apoio|suporte|central|departamento|equipe|equipa|setor|linha) (de|ao|do|da|tecnico|a|humano)? (atendimento|apoio|suporte)? (ao|do|a)? (cliente|clientes|consumidor|humano|tecnico|suporte|atendimento|vendas|reclamacoes|usuario|apoio|cobranca|financeiro)|{det}? (suporte|sac|call center|helpdesk|financeiro|comercial|vendas|gerencia|central)|(a)? recepcao|atendimento humano',
		bot: 'bot|bots|robo|robos|robot|maquina|maquinas|chatbot|computador|gravacao|ia|inteligencia artificial|programa|assistente virtual|automatico',
		any: '{person}|{someone}|{service}',
		ps: '{person}|{service}',
		big: '50|100*|150*|200*|250*|300*|400*|500*|000|centenas|milhares',
		rotten: 'pessim*|horrivel|horroros*|terrivel|vergonhos*|ridicul*|lamentavel|nojent*|inutil*|incompetente*|porco|patetic*',
	},
	spellings: { vc: 'voce', vcs: 'voces', q: 'que', pq: 'porque', pfv: 'favor', pf: 'favor', pff: 'favor', cmg: 'comigo', tb: 'tambem', obg: 'obrigado', brigado: 'obrigado', vlw: 'obrigado', blz: 'beleza', n: 'nao', nn: 'nao', naum: 'nao', eh: 'e', p: 'para', pra: 'para', c: 'com', alguen: 'alguem', algem: 'alguem', kero: 'quero' },
	keyWords: 'pessoa humano humana atendente agente operador representante gerente supervisor alguem falar quero gostaria preciso cliente servico atendimento suporte obrigado obrigada funciona funcionou ajudou resposta responsavel conversar transferir contato informacao entende entendeu'.split(' '),
	notTypos: 'pessoal humanas faltar servicos funcionam respostas operar gostaram suportes falir contado contatos precioso transferi falhar'.split(' '),
	fillers: 'por favor ola oi agora sim nao ok obrigado obrigada bom boa dia tarde noite um uma quero e mas ja entao so muito perfeito otimo valeu ah bem imediatamente mesmo tudo certo beleza pela ate logo tchau'.split(' '),
	stopWords: 'o a os as um uma de do da dos das em no na nos nas com por para pra e ou que se me te meu minha seu sua eu voce voces ele ela esta estou foi ser sao isso isto este favor ola oi obrigado obrigada pode posso podia poderia quero queria gostaria como onde quando mais muito ja ao mas aqui tem ha'.split(' '),
	negators: ['nao', 'nunca', 'sem', 'nem'],
	suffixes: ['ando', 'endo', 'es', 's', 'a', 'o', 'e'],
	customerDecoys: [
		'bot e melhor|(como se diz|plugin de) ...6 {any}|(ainda|continuo|continua) (nao|sem) ...2 (cheg*|receb*|entreg*|apare*)|nao ,? (obrigado|obrigada)|(voce|vc|tu|isto|isso|estou|to|sera que) (e|es|esta|sao|falando|a falar|conversando|seria)? (mesmo|realmente|falando|a falar|so|apenas)? (com)? {det}? {kind}? ({role}|{bot}) (real|de verdade)? (ou {det}? ({role}|{bot}))?',
		'(es|e|^ falo|sou) (com)? (um|uma|o) {kind}? ({role}|{bot}) (ou {det}? ({role}|{bot}))?|({role}|{bot}) ou {det}? ({bot}|{role})',
		'(nao|nem|nunca|sem) (eu)? (quero|preciso|queria|desejo|necessito|gostaria|e preciso|precisa|pretendo|ha necessidade) (de|que)? (me)? (falar|transferir|transfira|passar|passe|contatar|contactar|ser transferido|conversar|encaminhar|ligar)? (me)? {with}? {any}',
		'nao (me)? (passe|passa|transfira|transfere|encaminhe|ligue|conecte|precisa|preciso) (me)? (transferir|passar|encaminhar|chamar)? (me)? {to}? {any}?|(sem|em vez de|ao inves de|evitar|odeio) (precisar|ter que|ter de)? {talk}? {with}? {any}',
		'(falei|ja falei|conversei|estava falando|tinha falado|fui atendido|fui atendida|contactei|contatei|liguei|atendeu) (ontem|ja|hoje|por|antes)? {with}? (por)? {any} (ontem|hoje|na semana)?|{person} (foi|era|estava|me disse|disse|me atendeu|desligou|nunca|prometeu|me tratou|falou|me ajudou|tinha|que me atendeu|e mal|e muito)',
		'(seu|sua|seus|suas|vosso|o|teu) (agente|agentes|atendente|atendentes|atendimento|atendimento ao cliente|servico|suporte|funcionario|funcionarios|equipe|equipa|gerente) (e|foi|sao|esta|estava|era|foram|demora|demorou)',
		'(meu|minha|meus|minhas|nosso|nossa) (chefe|gerente|agente|supervisor|representante|equipe|equipa|funcionario|colega|assessor|vendedor|pessoa)|(agente|agentes|corretor) (imobiliario|imobiliaria|de viagens|de viagem|de seguros|secreto|de turismo|de saude|comercial|literario)',
		'(recursos|direitos|corpo|erro|genero|cerebro|capital) (humanos|humano)|(por|cada|segunda|primeira|terceira|outra|mesma|uma so|duas|tres|quatro|2|3|4|5|6|para uma|que|essa|esta) (pessoa|pessoas)|pessoa (fisica|juridica)',
		'(ser|virar|tornar|me tornar|trabalhar como|salario de|contratar|o que e|o que faz) {det}? (agente|representante|operador|atendente|gerente|supervisor|tecnico|consultor|especialista)|(criar|construir|fazer|programar|desenvolver|cria|crie|faca) (me)? {det}? (chatbot|bot|agente|assistente)',
		'(horario|horarios|horas|que horas|a que horas|funcionamento) (de|do|da|abre|fecha|e|funciona)? (funcionamento|abertura)? (do|da|de|o)? ({service}|atendimento|suporte)|{service} (e|foi|esta|era|pessimo|excelente|otimo|ruim|bom|muito|nota|horrivel|maravilhoso)|(excelente|otimo|bom|melhor) {service}',
		'operador (turistico|logico|movel|de telefonia|booleano)|operadora de (telefonia|celular|saude|cartao)|gerente de (projeto|projetos|produto)|(vou|preciso|tenho que|devo) {talk} {with} {any} para|chat ao vivo (aos|no|nos|as|ate|funciona) ...2|nao me (liguem|ligue|telefonem|contactem)',
		'(do caralho|foda demais|muito foda)|(porra|caralho|puta que pariu|merda) ,? (que|muito)? (bom|boa|lindo|linda|legal|massa|incrivel|top)|(nao|sem|nem|nada) (e|estou|to|esta)? (tao|muito|nada)? (urgente|brav*|irritad*|chatead*|horrivel|urgencia)|(frete|entrega|envio) urgente',
	],
	customerRules: [
		{
			id: 'ask-for-person', kind: 'human_requested', confidence: 0.95,
			phrases: [
				'({want}|posso|deixa|deixem|pra) ...1 {talk} ...1 com (o|a|os|quem|essa)|(passa|transfer*|coloca|coloquem|liga|poe|chama) ...3 ({ps}|setor|financeiro|atendimento|chefe)|com atendente|ser atendid*|{talk} (diretamente)? {with}? {ps}|{bring} (a ligacao|a chamada|a conversa|o caso)? {to}? {ps}|{want} (um|ser atendido por|ser atendida por|atendimento de|ajuda de|ser transferido para|ser passado para|contato com|contacto com|atendimento por)? {person}',
				'{want} (contactar|contatar|ligar para|o contato do|acionar|o|do|contato com) {service}|(ajuda|atendimento|assistencia|suporte|resposta|apoio|servico) (humana|humano|de {person}|real|com {person}|por {person}|manual)',
				'(posso|podia|poderia|pode|como|consigo|da para|tem como) (eu)? (ter|obter|encontrar|conseguir|contactar|contatar|entrar em contato com|acionar|chamar|pedir|entrar em contacto com|acessar|consigo) {ps}',
				'(transferir|passar|encaminhar|escalar|transfira|passe|encaminhe) (me|a|o|minha|meu|esta|esse)? (ligacao|chamada|conversa|caso|chat)? {to} {ps}|(que)? {person} (me)? (ligue|ligasse|atenda|atendesse|contacte|entre em contato|ajude|responda)',
				'(pessoa|humano|atendente|agente) (real|de verdade|humano|de carne e osso)|chat ao vivo|agente ao vivo|atendente ao vivo',
				'(pode|podem|poderia) (me)? (atender|ajudar por telefone|telefonar|contactar) ({person}|{someone})|{want} que ({person}|{someone}) (veja|analise|olhe|resolva|me|leia|responda|verifique)|ser atendid* por|(chamado|chat|reuniao|reclamacao|queixa) (com|ao|para o|junto ao) {ps}|(escala|escale|escalar|escalem) (meu|minha|o|isso|esse|este)|{want} que escalem|{role} (online|disponivel)|na linha $',
			],
		},
		{
			id: 'ask-for-someone', kind: 'human_requested', confidence: 0.9,
			phrases: [
				'(mand*|contar|falar|preciso|queria|trabalha|com) ...1 (com|de|a)? ({someone}|outra pessoa)|um de voces|{someone} ...2 (vivo|ai|que (entend*|saiba|me|resolva)|da (loja|equipe|contabilidade)|com (cora*|cerebro)|me (socorre|ajude|ajudar|atender|atenda|lig*))|quem (manda|cuida|me atende|mais ha|e o responsavel)|(a|com) quem (posso|eu|falo|devo)|contactem me|{talk} {with} ({someone}|gente)|{bring} {to} {someone}|{want} {someone} (real|de verdade|que|humano|da equipe|do suporte|para me)|({someone}|{person}) (pode|poderia|podia|consegue|que possa) (me)? (ligar|atender|contactar|contatar|telefonar|retornar)',
				'que {someone} me (ligue|ligasse|atendesse|atenda|contacte|ajude|contate|responda)|{someone} (real|humano|de verdade|de carne e osso|da equipe|da equipa|do suporte|do atendimento)',
				'com quem (eu)? (posso|podia|devo|consigo|tenho que) (falar|tratar|conversar)|com quem (eu)? falo (para|sobre|por)|quem (pode|poderia) (me)? (atender|ligar|responder)|pedir (para|a) {someone}|^ (pode|podem)? (me)? (transfere|transfira|transferir) $',
			],
		},
		{
			id: 'is-there-person', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'tem gente (ou|ai|$)|(ouvir|escutar) uma voz|pessoalmente ...1 com|entre pessoas|(ha|tem|existe|voces tem|tem ai) {det}? {kind}? {role} (real|humano|humana|de verdade|ai|disponivel|com quem|com que|para falar|que possa|$)|(ha|tem|existe) {someone} (real|humano|de verdade|com quem|que possa|para falar|disponivel|que me|do outro lado|ai que)',
			],
		},
		{
			id: 'contact-service', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(contactar|contatar|contato|contacto|ligar|falar|entrar em contato|entrar em contacto|acionar|escrever) (com|para|ao|do|da|a)? {service}|(telefone|numero|email|contato|contacto|e mail) (de telefone|de contato)? (do|da|de|para) {service}',
			],
		},
		{
			id: 'no-bot', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'(nao|nunca|sem) ...3 (falar|falo|escrev*|trat*|contar|discut*|explicar|dou) ...6 (a|com) (um|uma|esse|essa)? {bot}|(tira|sair|pular|desliga*|fora|menos|aperto) ...6 (bot|chatbot|robo|ia|gravacao|atendimento automatico)|(com (voce|vc)|contigo|consigo) nao|nao voce|nao (quero|gosto|vou|pretendo|aguento|desejo) (de|mais)? (mais)? (falar|conversar|falando|tratar)? (mais)? (com)? (um|uma|o|a|este|esse|esta|essa|mais|nenhum)? {bot}|(cansad*|fart*|chega|sair|odeio|cansei|basta) (de|do|desse|deste|com)? (falar|conversar)? (com)? (um|uma|o|a|este|esse|esta|robos|estes|esses)? {bot}',
				'(nao|e nao|que nao seja|sem ser) (com)? (um|uma) {bot}',
			],
		},
		{
			id: 'call-me-back', kind: 'human_requested', confidence: 0.85,
			phrases: [
				'para onde possa|pede ...6 me chamar|(me)? (liguem|ligue|liga|telefonem|retornem|podem ligar|pode ligar|podem me ligar|pode me ligar|poderia me ligar|poderiam me ligar|ligar de volta|me ligar de volta) (me|para mim|pra mim|de volta|por favor|a ligacao|$)',
				'(me ligue|me liguem|me liga|ligue me|liguem me|liga me|telefonem me|pode me ligar|podem me ligar|retorne a ligacao|retornem minha ligacao)|(quero|prefiro|gostaria de|preciso de) (receber)? (uma)? (ligacao|chamada de volta|um retorno|chamada)',
				'(falar|falamos|prefiro|tratar|comigo|resolver) (isso)? por telefone|posso (ligar|telefonar) para voces|(qual|que) (o)? numero (eu|que|posso|devo)? ...1 (ligo|ligar)|(telefone|numero) (de voces|pra contato|de contato|para (contato|ligar|falar)|do sac)|(aguardo|espero) (a|o|uma)? (ligacao|retorno|contato)|me (ligassem|contactem|contatem|retornar|retornem|telefonem|telefonar)|entrem em contato comigo',
			],
		},
		{
			id: 'bare-person', kind: 'human_requested', confidence: 0.85, whole: 'sentence',
			phrases: ['{person}', '{service}', '(transfira|me transfere|me transfira|transfere)', '{someone} (real|humano|de verdade)', '{talk} (com)? {role}'],
		},
		{
			id: 'anybody-there', kind: 'human_requested', confidence: 0.65, whole: 'sentence',
			phrases: ['(tem|ha|esta ai)? {someone} (ai|aqui|disponivel|na linha|do outro lado|me responde|me le|le isso|lendo)', '{someone} (pode|poderia) (me)? (ajudar|atender|responder) (me)?'],
		},
		{
			id: 'answer-unhelpful', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(e|,) nada $|mesmo erro|(segui|fiz|tentei|reiniciei|reinstalei|limpei|troquei|desliguei|ja vi|ja tentei|atualizei) ...7 ,? ...4 (nada|igual|nao|continua|nem|tambem|ainda|mesmo)|piorou|nao (me)? (ajuda|ajudou|ajudas|ajudo|serve|serviu|resolve|resolveu|adianta|adiantou|funciona|funcionou|deu certo|esta ajudando|esta funcionando|esclarece|foi util|e util|ajudaram) ...2',
				'(ainda|continua) nao (funciona|consegui|consigo|resolveu|esta|deu|carrega|entend*|abre)|(continua|continuo|segue|ainda) (sem (funcionar|solucao|conseguir|resposta)|com (o|a) mesm*|do mesmo jeito|na mesma|igual|dando erro)|nada ,? continua igual|nao (abre|carrega|da em nada)',
				'ja (tentei|testei|experimentei) ...1|ja fiz (isso|isto|tudo|de tudo)|(e|isto e|isso e|voce e|es) (um|completamente|totalmente|muito)? (inutil|imprestavel)|nao serve (para|pra) nada',
			],
		},
		{
			id: 'not-what-i-asked', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'(tem|ter) a ver|(o contrario|meu problema|disco riscado)|repito|(isso|isso ai) e (do modelo|android|do antigo)|me fala de|pedido errado|nao (e|era|foi|e isso|era isso) (isso|bem)? (o que|que|disso que) (eu)? (perguntei|pedi|queria|quero|procuro|procurava|preciso|disse|pergunto|estou|estava|quis|falei)|nao (respondeu|responde|respondes|respondeste|respondeu a|esta respondendo) (a)? (minha|o que|nada)? (pergunta|perguntei)?',
				'(perguntei|pedi|queria|falei de) (outra coisa|algo diferente)|nao (e|era) (bem)? (isso|disso) (que)?|nao (me)? (respondeu|responde|respondem)|(nao|nada) (tem)? (nada)? a ver|(leia|le|releia) (de novo|direito|minha|a minha|bem)|andando em circulos|dando voltas|nao (perguntei|pedi) isso',
			],
		},
		{
			id: 'wrong-answer', kind: 'attempt_failed', confidence: 0.85,
			phrases: [
				'(mandou|deu|disse|indicou) ...5 (nao|erro|404|vencido|expirou|passaram)|(isso|isto|resposta|informacao) (nao)? (e|esta|era) (completamente|totalmente)? (errado|errada|incorreto|incorreta|falso|falsa|certo nao)|(isso|isto) nao (e|esta) (certo|correto|verdade)|(resposta|informacao) (errada|incorreta)|(voce|voces) (esta|se|estao) (errado|enganou|enganado|equivocado|confundiu|errados)',
				'^ (isso)? (esta|ta)? (errado|incorreto|errada) $|nao (esta|ta) certo|(deu|mandou|passou) (me)? (uma|a)? (informacao|resposta|link) (errad*|incorret*)',
			],
		},
		{
			id: 'not-understood', kind: 'attempt_failed', confidence: 0.9,
			phrases: [
				'nao (me|esta me|esta)? (me)? (entende|entendeu|entendes|entendeste|entendendo|compreende|compreendeu|percebeu|percebes|percebeste|escuta|entenderam) ...1|(voce|voces)? ja (me)? (disse|falou|disseste|respondeu|mandou|enviou) (isso|isto|antes|a mesma)',
				'(repetindo|repete|repetes|diz|fala|responde|repetir|sempre|de novo|outra vez) (sempre|de novo)? (a mesma coisa|o mesmo|a mesma resposta|as mesmas)',
			],
		},
		{
			id: 'abuse', kind: 'upset_customer', confidence: 0.85,
			phrases: [
				'merda*|porra|caralho|puta (que|merda|raiva)|foder|fodam|fuder|tomar no|cuzao|filh* da puta|fdp|vsf|vtnc|pqp|desgracad*|arrombad*|imbecil*|idiota*|babaca*|otari*|burro|burra|cala a boca|va a merda|vai se',
				'(e|sao|foi|isso|bando de|uns|umas|voces) (todos|tudo)? (um|uma|uns|umas)? (ladr*|golpe|golpista*|roubo|vergonha|palhacada|absurdo|lixo|mentiros*|incompetente*|safad*|pilantra*|estelionat*|abuso|descaso|bagunca)|que (nojo|vergonha|absurdo|porcaria|descaso|palhacada|lixo|raiva)|absurdo $|porcaria|lixo de|falta de respeito|inaceitavel|inadmissivel|revoltante|de brincadeira (comigo|com)',
				'(servico|atendimento|empresa|suporte|aplicativo|experiencia) ...1 {rotten}|{rotten} ...1 (servico|atendimento|empresa|suporte|aplicativo|experiencia)|pessimo|pessima|ridiculo $|pior (atendimento|servico|empresa|experiencia|app)',
				'(estou|to|estamos|fiquei|me sinto) (muito|super|tao|realmente|extremamente)? (furios*|irritad*|brav*|indignad*|revoltad*|puto|puta|possess*|enganad*|lesad*|decepcionad* com|fart*|cansad* de (esperar|voces|isso))|saco cheio|fart* de|cansei (de|disso)|perdi a paciencia|nunca mais (compro|volto|uso|peco)|vou (processar|denunciar|no procon|ao procon|acionar)|procon|reclame aqui|avaliacao (negativa|pessima)|meu advogado|(terceira|quarta|quinta|decima) vez que|quantas vezes (tenho|vou|mais)|tenho que repetir',
			],
		},
		{
			id: 'urgent', kind: 'urgent_or_high_value', confidence: 0.75,
			phrases: [
				'(e|muito|super|extremamente|bem) (muito)? (urgente|grave)|^ (urgente|emergencia)|uma emergencia|(ajuda|resposta|solucao|assunto) urgente|urgentemente|com urgencia|{want} ...4 (o mais rapido possivel|quanto antes|ainda hoje|para hoje|imediatamente|hoje mesmo)|(o mais rapido possivel|quanto antes) ,? por favor|(voo|casamento|prazo|evento) (sai|e|vence) (hoje|amanha|em ...2 hora*)|vence (hoje|amanha)',
				'cheiro de (gas|queimado)|vazamento de gas|incendio|pegou fogo|pegando fogo|saindo fumaca|curto circuito|choque eletrico|(sofri|tive|sofremos) um acidente|(roubaram|furtaram|hackearam|clonaram|invadiram) (o|a)? (meu|minha)|(conta|cartao) ...1 (hackead*|clonad*|roubad*|invadid*)|fui (roubad*|hackead*|assaltad*)|golpe do|(compra*|cobranca*|transac*) ...1 (nao autorizad*|fraudulent*|nao reconhec*)|fraude|{someone} (esta usando|usou|ta usando) ...1 (meu|minha)',
				'{big} ...1 (unidades|pecas|licencas|caixas|funcionarios|usuarios|camisetas)|(no|por|em) atacado|grande* quantidade*|(pedido|compra|cliente|plano|conta) (grande|corporativ*|empresarial|enterprise|vip)|(cancelar|rescindir|encerrar) ...1 contrato ...2 empresa|(site|sistema|loja|servidor|pagina) (esta|ta|caiu|saiu)? (fora do ar|caiu|do ar)|perdendo (dinheiro|vendas)',
			],
		},
		{
			id: 'complex', kind: 'complex_request', confidence: 0.8,
			phrases: [
				'lgpd|rgpd|gdpr|nda|dpa|rfp|licitacao|acordo de (nivel|tratamento|confidencialidade)|(orcamento|cotacao|proposta|oferta|plano|contrato|solucao) ...1 (personalizad*|sob medida|a medida|formal|corporativ*|para (minha|nossa) empresa)|(negociar|renegociar|alterar|revisar) ...3 (contrato*|clausula*|condicoes|acordo)|clausula*',
				'(departamento|setor|equipe|duvida|questao|assunto|assessoria) (juridic*|legal|legais|de compliance)|auditoria*|due diligence|(protecao|tratamento) de dados|compliance|migra* ...4 (lojas|sites|contas|usuarios|sistemas|base*)',
			],
		},
		{
			id: 'it-works', kind: 'resolved', confidence: 0.9,
			phrases: [
				'(agora|ja|isso|isto|finalmente|tudo|sim) (sim)? (ja|me|tudo|esta)? (funcionou|funciona|deu certo|resolveu|ajudou|esta funcionando|consegui|funcionando|esta resolvido|entendi|ajudou muito)|(problema|duvida|caso|questao) (ja|esta|foi|ficou)? (esta|foi)? (resolvido|resolvida|solucionado|esclarecida|esclarecido)',
				'(^|ja|agora|isso|tudo|e|sim) (deu certo|funcionou) (obrigado|obrigada|agora|valeu|perfeitamente|$)|(^|voce|isso|ja|e|sim) (respondeu|responde|esclareceu|tirou|resolveu) (a|o|as)? (minha|minhas|meu) (pergunta|duvida|duvidas|problema|questao)',
				'(^|isso|sim) era (exatamente|justamente|mesmo)? (isso|o que) (que)? (eu)? (queria|precisava|procurava|mesmo)|(^|isso|me|voce) foi (muito|super|bastante) (util|prestativo)',
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
		'(pode|podem|voce pode) (tambien)? (entrar em contato|contatar|ligar|contactar|falar) ...6 (de segunda|24|das 8|das 9|pelo telefone|por telefone|pelo whatsapp)',
	],
	botRules: [
		{
			id: 'does-not-know', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'(nao|nenhum*|sem|tampouco) ...3 (mencao|abordam|informa|consta|descreve|disponho|compreender|descobrir|verificar)|nenhum resultado|nao ...1 (sei|sabe*|consigo) (nada|achar|descobrir|se|consultar)|nao (tenho|temos|disponho|dispomos|encontrei|encontro|encontramos|possuo|possuimos|ha|existem|localizei|consegui encontrar|consegui localizar|achei|existe) (de|acesso a|acesso|a)? (essa|esta|a|nenhuma|mais|informacoes|informacao|o|nenhum|esses|dados|uma|resultados|resposta|suficientes|nada|detalhes|acesso|qualquer|os) ...3',
				'nao (o|a)? (sei|sabemos|saberia|conheco) (a resposta|como|o que|responder|dizer|informar|te|lhe|se|sobre|essa|$)|nao (tenho|temos|estou|estamos) (a)? (certeza|seguro|segura|certo|familiarizado)|(desconheco|nao tenho conhecimento|nao faco ideia|nao tenho ideia|fora do meu|fora da minha|alem do meu) ...2',
				'(informacao|resposta) nao (esta|se encontra|consta) (disponivel|incluida|na|no)',
				'nao (disponho|reconheco|consegui|foi possivel|localizei) (dessa|desta|essa|esta|seu|sua|processar|encontrar|acessar|obter|localizar|concluir) ...2|(contexto|documento*|base) ...4 nao (contem|inclui|menciona*)|nao (e|foi|esta|consta) (mencionad*|inclu*|especificad*|descrit*)? ...1 (nos|no|na|em) ...1 (documento*|contexto|base|informac*)|fora (do|da|das|dos) (minha*|meu*)',
			],
		},
		{
			id: 'cannot-help', kind: 'lack_of_information', confidence: 0.9,
			phrases: [
				'nao (te|lhe|o)? (posso|consigo|podemos|conseguimos|poderei|sou capaz de|e possivel|estou apto a|estou autorizado a|poderia) (te|lhe|o|a)? (ajudar|responder|fornecer|dar|informar|auxiliar|dizer|atender|processar|resolver|acessar|oferecer|ajuda|ajudar te|encontrar|localizar|confirmar|verificar) ...3',
				'(sou|como) (apenas|so|somente)? (um|uma) (assistente virtual|bot|chatbot|ia|robo|inteligencia artificial|assistente|modelo de linguagem) ...3 (nao posso|nao tenho|nao consigo)',
				'(so|apenas|somente) (consigo|posso|sei|respondo) (responder|ajudar|falar|sobre) ...2|ocorreu um (erro|problema)|(receio|lamento|infelizmente) ...1 nao (poder|poderei) (ajudar|responder) ...1',
			],
		},
		{
			id: 'did-not-understand', kind: 'lack_of_information', confidence: 0.85,
			phrases: [
				'nao (te|o|a|consegui|estou|consigo|lhe)? (entendi|entendo|compreendi|compreendo|entender|compreender|percebi|entendendo|a entender)|(reformular|reformule|reformula|repetir|dizer de outra forma|escrever de outra forma) (a|sua|o|isso|por|$)',
				'(dizer|escrever|perguntar|explicar|falar) (isso|sua pergunta)? de (outra|outro) (forma|maneira|jeito|modo)',
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
