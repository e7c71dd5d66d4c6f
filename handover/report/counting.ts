import { html, type Content } from './markup';
import type { ReportSummary } from './summary';
import { counted, minutesInWords, number, percent } from './words';

/** What each figure means, so that two people who read it mean the same. */
export function howItIsCounted(summary: ReportSummary): Content {
	const { conversionByPeople, outcomes, claim, firstReply, slaMinutes, businessHours, neverAnswered, tasks, falseAlarms, before } = summary;
	const ended = (outcome: 'lost' | 'spam') => number(outcomes.find((one) => one.outcome === outcome)?.handovers ?? 0);
	const meanings: [string, string][] = [
		['Handovers', `Those that began in the period, with all that came of them until now.${before ? ' “Before” is the equally long period before it.' : ''}`],
		[
			'Conversion',
			`Booked, sold or resolved, of all that are closed. Lost (${ended('lost')}), given back and returned by itself count as not converted; spam (${ended('spam')}) doesn't count at all. Of those that a person closed: ${percent(conversionByPeople.share)} (${number(conversionByPeople.count)} of ${number(conversionByPeople.of)}).`,
		],
		[
			'Answered in time',
			`The first message of a person within ${minutesInWords(slaMinutes.normal)}, for urgent handovers ${minutesInWords(slaMinutes.urgent)}. Whoever still waits after that, or was never answered (${number(neverAnswered)}), counts as not in time; whoever waits and still has time doesn't count yet, nor does a handover that a person closed in time without writing.`,
		],
		[
			'Times',
			`Median and 9 of 10 by the Kaplan-Meier estimate: those who still wait count for as long as they have waited, and those who were never answered for ever, so leaving customers waiting can't make a team look fast. A dash means that fewer were answered than the figure needs. ${businessHours ? 'Only time within business hours counts, where the flow has set them.' : 'Nights and weekends count, since no business hours were set.'}`,
		],
		['Claimed', `Until a person first acted: median ${minutesInWords(claim.medianMinutes)}, 9 of 10 within ${minutesInWords(claim.p90Minutes)}. First message on average after ${minutesInWords(firstReply.averageMinutes)}, of the ${number(firstReply.happened)} that had one.`],
		['Tasks completed', `${number(tasks.count - tasks.late)} in time, ${number(tasks.late)} late, ${number(tasks.open)} open, ${number(tasks.overdue)} overdue.`],
		['False alarms', `Closed as spam, or given back to the bot by a person without a message: ${counted(falseAlarms.count, 'handover')}, ${percent(falseAlarms.share)} of those closed.`],
	];
	return html`<section class="counting small"><h2>How this is counted</h2><dl>${meanings.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}</dl></section>`;
}
