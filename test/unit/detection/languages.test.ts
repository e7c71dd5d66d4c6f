import fs from 'node:fs';
import path from 'node:path';
import { readBotReply, readCustomerMessage } from '../../../handover/detection/builtIn/engine';

const FOLDER = path.join(__dirname, 'languages');
/** What is sure enough at medium sensitivity. */
const ENOUGH = 0.5;

const found = (findings: { kind: string; confidence: number }[]) =>
	findings.filter(({ confidence }) => confidence >= ENOUGH).map(({ kind }) => kind);

/** One file a language: for each kind of finding, texts that show it; `none` and `bot_none` show nothing to act on. */
const files = fs.readdirSync(FOLDER).map((name) => ({
	language: path.basename(name, '.json'),
	texts: JSON.parse(fs.readFileSync(path.join(FOLDER, name), 'utf8')) as Record<string, string[]>,
}));

describe.each(files)('$language', ({ texts: { none, bot_none, lack_of_information, ...shown } }) => {
	it.each(Object.entries(shown).flatMap(([kind, examples]) => examples.map((text) => [kind, text])))('%s: %s', (kind, text) => {
		expect(found(readCustomerMessage(text, []))).toContain(kind);
	});

	it.each(none)('nothing to act on: %s', (text) => {
		expect(found(readCustomerMessage(text, [])).filter((kind) => kind !== 'resolved')).toEqual([]);
	});

	it.each(lack_of_information)('no answer: %s', (text) => {
		expect(found(readBotReply(text))).toEqual(['lack_of_information']);
	});

	it.each(bot_none)('an answer: %s', (text) => {
		expect(found(readBotReply(text))).toEqual([]);
	});
});
