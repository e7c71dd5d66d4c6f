import { LANGUAGE_FILES } from '../../handover/detection/builtIn/patterns';
import { FINAL_MESSAGES, finalMessagesIn } from '../../handover/finalMessages';
import { MESSAGE_KINDS } from '../../handover/finalMessages/types';
import { languageOfText, lengthInWords, opensInWords } from '../../handover/finalMessages/wording';
import { DEFAULT_FINAL_MESSAGE } from '../../handover/message';
import { missingIn, readTemplate, type Placeholder } from '../../handover/placeholders';
import { SCENARIOS } from '../../handover/scenario';
import { DAY, HOUR, NOW } from '../support/builders';

/** What a text of a kind may need to be said. */
const MAY_NEED: Record<string, Placeholder[]> = { urgent: ['wait'], afterHours: ['opens'] };

const placeholdersOf = (text: string) => missingIn(readTemplate(text, 'Message'), {});

it('there are texts in every language that is detected, and English is the default', () => {
	expect(FINAL_MESSAGES.map(({ language }) => language).sort()).toEqual(LANGUAGE_FILES.map(({ language }) => language).sort());
	expect(finalMessagesIn('en').texts.standard).toEqual(['Thank you! Someone from the team will get back to you.']);
	expect(DEFAULT_FINAL_MESSAGE).toBe('Thank you! Someone from the team will get back to you.');
});

describe.each(FINAL_MESSAGES.map((messages) => [messages.language, messages] as const))('in %s', (language, { texts, reasons, opens }) => {
	it('each kind ends with a text that needs nothing, and begins with one that says what is known', () => {
		for (const kind of MESSAGE_KINDS) {
			expect(placeholdersOf(texts[kind].at(-1) ?? '{{wait}}')).toEqual([]);
			expect(placeholdersOf(texts[kind][0] ?? '')).toEqual(MAY_NEED[kind] ?? []);
		}
	});

	it('all texts are thanks, and differ', () => {
		const all = MESSAGE_KINDS.flatMap((kind) => texts[kind]);
		expect(new Set(all).size).toBe(7);
		const [thanks] = texts.standard[0]?.split(/[!！。։]/) ?? [];
		expect(all.filter((text) => !text.startsWith(thanks ?? '?'))).toEqual([]);
		expect(all.filter((text) => text !== text.trim() || /\s{2}/.test(text))).toEqual([]);
	});

	it('no text promises a time of its own', () => {
		expect(MESSAGE_KINDS.flatMap((kind) => texts[kind]).filter((text) => /\p{Nd}/u.test(text))).toEqual([]);
	});

	it('every scenario has a reason that can stand in a sentence', () => {
		expect(Object.keys(reasons).sort()).toEqual([...SCENARIOS].sort());
		expect(new Set(Object.values(reasons)).size).toBe(SCENARIOS.length);
		expect(Object.values(reasons).filter((reason) => /[.!?。]$|\{/.test(reason))).toEqual([]);
	});

	it('a time is said with day and hour', () => {
		expect(opens.date).toContain('{date}');
		for (const part of ['{day}', '{time}']) expect(opens.at).toContain(part);
		const said = [HOUR, DAY, 3 * DAY, 10 * DAY].map((later) => opensInWords(NOW + later, NOW, 'UTC', language));
		expect(new Set(said).size).toBe(4);
		expect(said.join(' ')).not.toMatch(/[{}]|undefined|Invalid/);
	});

	it('is what its own texts are taken for', () => {
		expect(MESSAGE_KINDS.map((kind) => languageOfText(texts[kind][0] ?? '', 'en'))).toEqual(MESSAGE_KINDS.map(() => language));
	});
});

it.each([
	['en', 'on Monday at 9:00 AM'],
	['de', 'am Montag um 9:00 Uhr'],
	['es', 'el lunes a las 9:00'],
	['fr', 'lundi à 9:00'],
	['it', 'lunedì alle ore 9:00'],
	['nl', 'op maandag om 9:00 uur'],
	['pl', 'w poniedziałek o 9:00'],
	['pt', 'na segunda-feira às 9:00'],
	['ru', 'в понедельник в 9:00'],
	['tr', 'pazartesi günü saat 9:00 itibarıyla'],
	['vi', 'lúc 9:00 thứ Hai'],
	['zh', '星期一9:00'],
	['ja', '月曜日9:00'],
	['ko', '월요일 오전 9:00'],
	['ar', 'يوم الاثنين الساعة 9:00 ص'],
	['xx', 'on Monday at 9:00 AM'],
])('Monday in %s is %s', (language, words) => {
	expect(opensInWords(Date.UTC(2026, 2, 30, 9), NOW, 'UTC', language)).toBe(words);
});

it.each([
	['today', Date.UTC(2026, 2, 27, 21), 'UTC', 'today at 9:00 PM'],
	['today on the calendar of the place, tomorrow in UTC', Date.UTC(2026, 2, 28, 1), 'America/New_York', 'today at 9:00 PM'],
	['tomorrow, less than a day away', Date.UTC(2026, 2, 28, 9), 'UTC', 'tomorrow at 9:00 AM'],
	['over the change of clocks', Date.UTC(2026, 2, 30, 7), 'Europe/Berlin', 'on Monday at 9:00 AM'],
	['in six days', Date.UTC(2026, 3, 2, 9, 30), 'UTC', 'on Thursday at 9:30 AM'],
	['in a week', Date.UTC(2026, 3, 3, 9), 'UTC', 'on April 3 at 9:00 AM'],
])('%s is said so', (_what, opens, zone, words) => {
	expect(opensInWords(opens, NOW, zone, 'en')).toBe(words);
});

it.each([
	['de', '3 Tage'], ['ru', '3 дня'], ['pl', '3 dni'], ['ja', '3 日'], ['xx', '3 days'],
])('a length of time in %s', (language, words) => {
	expect(lengthInWords(3 * DAY, language)).toBe(words);
});

it.each([
	['Hola {{name}}, {{agent}} le responderá en {{wait}}.', 'es'],
	['Hi {{name}}, {{agent}} will be with you in {{wait}}.', 'en'],
	['Hallo {{name}}, wir sind {{opens}} wieder für Sie da.', 'de'],
	['Bonjour {{name}}, nous serons de retour {{opens}}.', 'fr'],
	['{{agent}} свяжется с вами', 'ru'],
	['{{agent}} – {{wait}}', 'pt'],
])('the language of “%s” is %s', (text, language) => {
	expect(languageOfText(text, 'pt')).toBe(language);
});
