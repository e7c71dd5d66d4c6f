import { DateTime } from 'luxon';
import { FINAL_MESSAGES, finalMessagesIn } from './index';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * When somebody is in again, as it stands in a sentence: “tomorrow at 9:00 AM”, “am Montag um 9:00 Uhr”.
 * @param opens milliseconds since 1970, as `now`
 * @param zone where the hours hold
 * @param language ISO 639-1; English when we don't have it
 */
export function opensInWords(opens: number, now: number, zone: string, language: string | undefined): string {
	const { language: locale, opens: words } = finalMessagesIn(language);
	const at = DateTime.fromMillis(opens, { zone, locale });
	const days = Math.round(at.startOf('day').diff(DateTime.fromMillis(now, { zone }).startOf('day'), 'days').days);
	const onDate = () => words.date.replace('{date}', at.toLocaleString({ day: 'numeric', month: 'long' }));
	const day = [words.today, words.tomorrow][days] ?? (days < 7 ? words.weekdays[at.weekday - 1] : undefined) ?? onDate();
	return withPlainSpaces(words.at.replace('{day}', day).replace('{time}', at.toLocaleString({ hour: 'numeric', minute: '2-digit' })));
}

/** A length of time for people: “45 minutes”, “2 hours”, “3 days”, rounded up. */
export function lengthInWords(milliseconds: number, language: string | undefined): string {
	const minutes = Math.ceil(milliseconds / (5 * MINUTE_MS)) * 5;
	const hours = Math.ceil(milliseconds / HOUR_MS);
	const [count, unit] =
		minutes < 120 && minutes !== 60 ? [minutes, 'minute'] : hours <= 48 ? [hours, 'hour'] : [Math.ceil(milliseconds / DAY_MS), 'day'];
	return withPlainSpaces(new Intl.NumberFormat(finalMessagesIn(language).language, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
}

/** Times are written with spaces that don't break, which text messages and older phones show as boxes. */
function withPlainSpaces(text: string): string {
	return text.replace(/[\u00a0\u202f]/g, ' ');
}

/**
 * The language that a text is in, as far as we can tell by the words it shares
 * with our own: what is filled into an operator's text must not be in another.
 * @param otherwise when nothing or several fit equally well
 */
export function languageOfText(text: string, otherwise: string): string {
	const inText = wordsOf(text);
	let best = { language: otherwise, shared: 0 };
	for (const [language, vocabulary] of vocabularies()) {
		const shared = [...inText].filter((word) => vocabulary.has(word)).length;
		if (shared > best.shared || (shared === best.shared && language === otherwise)) best = { language, shared };
	}
	return best.language;
}

let readVocabularies: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The words of our own texts by language, read when first needed. */
function vocabularies(): ReadonlyMap<string, ReadonlySet<string>> {
	readVocabularies ??= new Map(
		FINAL_MESSAGES.map(({ language, texts, reasons, opens }) => [
			language,
			wordsOf([...Object.values(texts).flat(), ...Object.values(reasons), ...opens.weekdays, opens.today, opens.tomorrow].join(' ')),
		]),
	);
	return readVocabularies;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function wordsOf(text: string): Set<string> {
	const plain = text.replace(/\{\{\w+\}\}/g, ' ').toLowerCase();
	return new Set([...segmenter.segment(plain)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment));
}
