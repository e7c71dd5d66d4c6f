import type { ReportSummary } from './summary';
import { counted, quoted } from './words';

type Figures = Pick<
	ReportSummary,
	'handovers' | 'waiting' | 'neverAnswered' | 'inTime' | 'tasks' | 'gaps' | 'phrases' | 'outcomes' | 'conversion' | 'conversionByPeople' | 'agents'
>;

/** A question asked this often is worth an answer, a phrase that fired so often worth a look. */
const OFTEN = 3;
const MOSTLY = 0.5;

/** What somebody who reviews the week should look at, most pressing first. Nothing when all is well. */
export function review(figures: Figures): string[] {
	return [...stillWaiting(figures), ...unanswered(figures), ...overdueTasks(figures), ...gaps(figures), ...falseAlarms(figures), ...unrecorded(figures)];
}

function stillWaiting({ waiting }: Figures): string[] {
	return waiting === 0 ? [] : [`${counted(waiting, 'customer is', 'customers are')} still waiting for a first answer. Assign them, or escalate.`];
}

function unanswered({ neverAnswered }: Figures): string[] {
	if (neverAnswered === 0) return [];
	return [`${counted(neverAnswered, 'handover')} ended without an answer from a person. Escalate sooner, or let more people take conversations.`];
}

function overdueTasks({ tasks: { overdue } }: Figures): string[] {
	if (overdue === 0) return [];
	return [`${counted(overdue, 'task is', 'tasks are')} overdue. Complete what is done, and escalate the rest.`];
}

/** The questions that come back most. */
function gaps({ gaps: all }: Figures): string[] {
	return all
		.filter((gap) => gap.handovers >= OFTEN)
		.slice(0, 2)
		.map((gap) => `The bot was asked ${gap.handovers} times and had no answer: “${gap.question}” Add it to what the bot knows.`);
}

/** The phrase that calls people in vain most often. */
function falseAlarms({ phrases }: Figures): string[] {
	const worst = phrases
		.filter(({ falseAlarms: { of, share = 0 } }) => of >= OFTEN && share >= MOSTLY)
		.sort((a, b) => b.falseAlarms.count - a.falseAlarms.count)[0];
	if (!worst) return [];
	const { words, rule, scenario, falseAlarms: alarms } = worst;
	return [`${quoted(words)} (${rule}) called a person ${alarms.of} times, ${alarms.count} of them for nothing. Try a lower sensitivity of ${scenario}.`];
}

/** Where nobody says what came of it, the conversion says little. */
function unrecorded({ outcomes, conversion }: Figures): string[] {
	const returned = outcomes.find(({ outcome }) => outcome === 'bot_returned')?.handovers ?? 0;
	if (returned < OFTEN || returned < MOSTLY * conversion.of) return [];
	return [`Of ${conversion.of} closed handovers nobody said what came of ${returned}. Close them with an outcome, so that the conversion means something.`];
}
