import fc from 'fast-check';
import { readAnswer, type Judgement } from '../../../handover/detection/ai/answer';
import { ModelFailure } from '../../../handover/detection/ai/model';
import { judgeRequest } from '../../../handover/detection/ai/request';
import type { DetectionFacts } from '../../../handover/detection/detector';
import { NO, answerTo, someFacts, yes } from '../../support/ai';

const MODEL = 'test-model';

function readText(content: string, facts: DetectionFacts = someFacts()): Judgement {
	return readAnswer(content, judgeRequest(facts).signals, facts, MODEL);
}

function read(over: Record<string, unknown>, texts: Partial<DetectionFacts> = {}): Judgement {
	const facts = someFacts(texts);
	return readText(JSON.stringify(answerTo(judgeRequest(facts), over)), facts);
}

function failureOf(act: () => unknown): ModelFailure {
	try {
		act();
	} catch (error) {
		if (error instanceof ModelFailure) return error;
		throw error;
	}
	throw new Error('Expected a failure');
}

it('reads a good answer', () => {
	expect(read({ human_requested: yes('talk to a human', 0.8) })).toEqual({
		findings: [
			{ kind: 'human_requested', confidence: 0.8, evidence: { text: 'talk to a human', start: 6, end: 21, rule: `ai: ${MODEL}` } },
		],
		summary: 'Wants a refund.',
		priority: 'high',
		language: 'en',
	});
});

it('gives custom findings the operator\'s names', () => {
	const { findings } = read({ custom_1: yes('human'), custom_2: yes('talk') });
	expect(findings.map(({ kind, name }) => [kind, name])).toEqual([['custom', 'Wholesale enquiry'], ['custom', 'Press']]);
});

it('finds evidence in the text that a signal is about', () => {
	const texts = { message: 'First, no help. I want help.', botReply: 'Sorry, no help.' };
	const { findings } = read({ attempt_failed: yes('I want'), lack_of_information: yes('Sorry'), upset_customer: yes('Sorry') }, texts);
	expect(findings.map(({ kind, evidence }) => [kind, evidence.text, evidence.start])).toEqual([
		['attempt_failed', 'I want', 16],
		['upset_customer', texts.message, 0],
		['lack_of_information', 'Sorry', 0],
	]);
});

describe('accepts', () => {
	const json = JSON.stringify(answerTo(judgeRequest(someFacts()), { resolved: yes('{human}', 0.7) }), null, 1);
	it.each([
		['JSON', json],
		['blanks around', `\n\t ${json} \n`],
		['a fence', `\`\`\`json\n${json}\n\`\`\``],
		['a fence without a language', `\`\`\`\n${json}\n\`\`\``],
		['words around', `Sure! Here is my verdict:\n${json}\nLet me know if you need more.`],
		['words around a fence', `Here:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
		['what a model thought before', `<think>The customer asks (politely) for a person.</think>\n${json}`],
	])('%s', (_name, content) => {
		expect(readText(content).findings.map(({ kind }) => kind)).toEqual(['resolved']);
	});

	it('more than was asked for, and ignores it', () => {
		const extra = { mood: 'angry', custom_3: yes('human'), lack_of_information: yes('human'), findings: [yes('x')], detector: 'built-in' };
		expect(read({ ...extra, human_requested: { ...yes('human'), why: '…', kind: 'custom' } })).toEqual(read({ human_requested: yes('human') }));
	});
});

describe('refuses, and thinks it worth a repeat', () => {
	const good = answerTo(judgeRequest(someFacts()));
	const { resolved: _resolved, ...withoutResolved } = good;
	const { summary: _summary, ...withoutSummary } = good;
	const json = JSON.stringify(good);

	it.each<[string, string, string]>([
		['nothing', '', 'was empty'],
		['blanks', ' \n', 'was empty'],
		['prose', 'Sure! The customer wants a human.', 'not a JSON object'],
		['null', 'null', 'not a JSON object'],
		['a list', '[]', 'not a JSON object'],
		['a list with the object', `[${json}]`, 'not a JSON object'],
		['words before such a list', `Here: [${json}]`, 'not a JSON object'],
		['text that holds the object', JSON.stringify(json), 'not a JSON object'],
		['two objects', `${json}\n${json}`, 'not a JSON object'],
		['an object and words in braces', `{note} ${json}`, 'not a JSON object'],
		['half an object', json.slice(0, json.length / 2), 'not a JSON object'],
		['braces the wrong way round', '} {', 'not a JSON object'],
		['a page', '<html><body>502</body></html>', 'not a JSON object'],
		['another object', '{"answer": "yes"}', 'human_requested was missing'],
		['no signal', JSON.stringify(withoutResolved), 'resolved was missing'],
		['no summary', JSON.stringify(withoutSummary), 'summary was missing'],
		['a summary that is a list', JSON.stringify({ ...good, summary: ['a'] }), 'summary was missing'],
		['a priority that is a number', JSON.stringify({ ...good, priority: 1 }), 'priority was missing'],
		['a language that is null', JSON.stringify({ ...good, language: null }), 'language was missing'],
		['a signal that is true', JSON.stringify({ ...good, resolved: true }), 'resolved was missing'],
		['a signal that is a list', JSON.stringify({ ...good, resolved: [true, 1, ''] }), 'resolved was missing'],
		['a confidence that is text', JSON.stringify({ ...good, resolved: { ...NO, confidence: '0.9' } }), 'resolved was incomplete'],
		['holds that is text', JSON.stringify({ ...good, resolved: { ...NO, holds: 'yes' } }), 'resolved was incomplete'],
		['a quote that is a number', JSON.stringify({ ...good, resolved: { ...NO, quote: 7 } }), 'resolved was incomplete'],
	])('%s', (_name, content, why) => {
		const failure = failureOf(() => readText(content));
		expect(failure.message).toContain(why);
		expect(failure.details.repeatAfter).toBe(0);
	});

	it('whatever else a server sends', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json()), (content) => {
				const failure = failureOf(() => readText(content));
				return failure.message.length < 100;
			}),
		);
	});
});

it.each([['-0.5', 0], ['0', 0], ['0.42', 0.42], ['1', 1], ['95', 1], ['1e999', 1], ['-1e999', 0]])(
	'keeps the confidence %s in 0…1',
	(given, confidence) => {
		const facts = someFacts();
		const json = JSON.stringify(answerTo(judgeRequest(facts), { human_requested: yes('human', 77) })).replace('77', given);
		expect(readText(json, facts).findings[0]?.confidence).toBe(confidence);
	},
);

it('drops a signal that does not hold, however sure', () => {
	expect(read({ human_requested: { ...yes('human', 1), holds: false } }).findings).toEqual([]);
});

it.each<[string, Partial<DetectionFacts>]>([
	['a reply', { message: 'x' }],
	['a message', { message: undefined, botReply: 'x' }],
])('finds nothing about %s that is not there', (_name, texts) => {
	const asked = judgeRequest(someFacts({ message: 'x', botReply: 'x' }));
	const all = Object.fromEntries(asked.signals.map(({ key }) => [key, yes('x', 1)]));
	const facts = someFacts(texts);
	// Even if it were asked about both.
	const { findings } = readAnswer(JSON.stringify(answerTo(asked, all)), asked.signals, facts, MODEL);
	const { findings: asAsked } = readText(JSON.stringify(answerTo(asked, all)), facts);
	expect(findings).toEqual(asAsked);
	expect(findings.some(({ kind }) => kind === 'lack_of_information')).toBe(texts.botReply !== undefined);
});

describe('evidence', () => {
	it.each([
		['is not in the text', 'speak to somebody'],
		['is empty', ''],
		['is blank', '  '],
		['has another case', 'TALK TO A HUMAN'],
		['is half a character', '\ud83d'],
	])('is the message when the quote %s', (_name, quote) => {
		const message = 'Can I talk to a human? 😀';
		const evidence = read({ human_requested: yes(quote) }, { message }).findings[0]?.evidence;
		expect(evidence).toEqual({ text: message, start: 0, end: message.length, rule: `ai: ${MODEL}` });
	});

	it('is the beginning of a long message, not cut inside a character', () => {
		const evidence = read({ human_requested: yes('nowhere') }, { message: `x${'😀'.repeat(400)}` }).findings[0]?.evidence;
		expect(evidence).toMatchObject({ text: `x${'😀'.repeat(249)}`, start: 0, end: 499 });
	});

	it('is short even when the model quotes everything', () => {
		const message = `a ${'b'.repeat(5000)}`;
		expect(read({ human_requested: yes(message.slice(2)) }, { message }).findings[0]?.evidence).toMatchObject({
			text: 'b'.repeat(500),
			start: 2,
			end: 502,
		});
	});

	it('forgives blanks around the quote', () => {
		expect(read({ human_requested: yes(' a human\n') }).findings[0]?.evidence).toMatchObject({ text: 'a human', start: 14 });
	});

	it('has offsets in UTF-16 units of the text as it came in, at the first place', () => {
		const message = '😀 é a human please, a human';
		const evidence = read({ human_requested: yes('a human') }, { message }).findings[0]?.evidence;
		expect(evidence).toMatchObject({ start: 5, end: 12 });
		expect(message.slice(evidence?.start, evidence?.end)).toBe('a human');
	});

	it('of an empty reply is empty', () => {
		const { findings } = read({ lack_of_information: yes('none') }, { message: undefined, botReply: '' });
		expect(findings[0]?.evidence).toEqual({ text: '', start: 0, end: 0, rule: `ai: ${MODEL}` });
	});
});

describe('for the task', () => {
	it.each<[string, Record<string, unknown>, Partial<Judgement>]>([
		['no priority from a word that is none', { priority: 'asap' }, { priority: undefined }],
		['a low priority', { priority: 'low' }, { priority: 'low' }],
		['no summary from blanks', { summary: '  ' }, { summary: undefined }],
		['one line', { summary: ' A.\n\nB\u2028C\u0000 ' }, { summary: 'A. B C' }],
		['nothing hidden or turned', { summary: 'A\u202eB\u200bC\u{e0041}' }, { summary: 'A B C' }],
		['joiners that spelling needs', { summary: 'می\u200cخواهم' }, { summary: 'می\u200cخواهم' }],
		['well-formed text', { summary: 'a\ud800' }, { summary: 'a\ufffd' }],
		['no language from nothing', { language: '' }, { language: undefined }],
	])('%s', (_name, over, expected) => {
		expect(read(over)).toMatchObject(expected);
	});

	it('a summary that never ends, cut short', () => {
		expect(read({ summary: '😀'.repeat(50_000) }).summary).toMatch(/^(😀){499}…$/u);
	});

	// "ge" is no language and would be shown as one.
	it.each(['German', 'e', '12', 'de, en', 'en<script>'])('no language made up from %j', (language) => {
		expect(read({ language }).language).toBeUndefined();
	});

	it.each([['de', 'de'], ['PT-br', 'pt'], [' zh_Hant ', 'zh']])('the language of %j', (language, code) => {
		expect(read({ language }).language).toBe(code);
	});
});
