import { HandoverError } from '../errors';
import { SCENARIOS, scenarioTitle, type Scenario } from '../scenario';
import type { FindingKind } from './detector';

/** The scenarios that can be detected: all. `custom` may be listed many times, under different names. */
export const DETECTABLE = SCENARIOS;

/**
 * From which confidence on a finding counts. What share of ordinary messages
 * each lets through is measured in docs/detection.md.
 */
export const SENSITIVITIES = { low: 0.7, medium: 0.5, high: 0.35 } as const;
export type Sensitivity = keyof typeof SENSITIVITIES;

/** The product being modelled hands over after 2 unsuccessful attempts. */
export const DEFAULT_ATTEMPTS = 2;

/** A scenario that is switched on, as the operator set it. */
export interface ScenarioRule {
	scenario: Scenario;
	/** As people read it; for custom scenarios the operator's name. Unique among the rules. */
	name: string;
	sensitivity: Sensitivity;
	/** The operator's own wordings for it. */
	examplePhrases: readonly string[];
	/** Custom: what it is about, for a language model. */
	description?: string;
	/** Failed to resolve: after how many failed attempts. */
	attempts: number;
}

/** Which finding makes a scenario hold. */
export function findingKindOf(scenario: Scenario): FindingKind {
	return scenario === 'failed_to_resolve' ? 'attempt_failed' : scenario;
}

/** A row of the node's table of scenarios. */
export interface ScenarioRow {
	scenario?: unknown;
	enabled?: unknown;
	/** Custom: what the operator calls it. */
	name?: unknown;
	description?: unknown;
	sensitivity?: unknown;
	/** One phrase a line. */
	examplePhrases?: unknown;
	attempts?: unknown;
}

/**
 * Reads the table of scenarios; rows that are switched off are left out.
 * @throws HandoverError for an unknown scenario or sensitivity, one listed
 *   twice, a custom one without name or a number
 *   of attempts that is not a whole number from 1 up
 */
export function readRules(rows: readonly ScenarioRow[]): ScenarioRule[] {
	const rules = rows.filter(isEnabled).map(readRule);
	const twice = rules.find((rule, index) => rules.findIndex((r) => sameName(r, rule)) < index);
	if (!twice) return rules;
	throw new HandoverError(
		`"Scenarios" lists ${twice.name} twice`,
		'Keep one row per scenario; example phrases of one scenario go into one row, one per line. Custom scenarios need different names.',
	);
}

/** An expression may give the answer as text. */
export function isEnabled({ enabled }: ScenarioRow): boolean {
	return enabled !== false && enabled !== 'false';
}

function sameName(a: ScenarioRule, b: ScenarioRule): boolean {
	return a.name.toLowerCase() === b.name.toLowerCase();
}

function readRule({ scenario, name, description, sensitivity, examplePhrases, attempts }: ScenarioRow): ScenarioRule {
	const known = DETECTABLE.find((s) => s === scenario);
	if (!known) {
		throw new HandoverError(
			`"Scenarios" has an unknown scenario: ${String(scenario)}`,
			`Use one of ${DETECTABLE.join(', ')}.`,
		);
	}
	return {
		scenario: known,
		name: known === 'custom' ? readName(name) : scenarioTitle(known),
		sensitivity: readSensitivity(sensitivity),
		examplePhrases: readLines(examplePhrases),
		description: readText(description) || undefined,
		attempts: known === 'failed_to_resolve' ? readAttempts(attempts) : DEFAULT_ATTEMPTS,
	};
}

const readText = (value: unknown) => String(value ?? '').trim();

function readLines(value: unknown): string[] {
	return (Array.isArray(value) ? value.map(readText).join('\n') : readText(value)).split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function readName(value: unknown): string {
	const name = readText(value);
	if (name !== '') return name;
	throw new HandoverError(
		'"Scenarios" has a custom scenario without a name',
		'Give it a name that your agents understand, for example Wholesale enquiry.',
	);
}

function readSensitivity(value: unknown): Sensitivity {
	const sensitivity = value ?? 'medium';
	if (typeof sensitivity === 'string' && Object.hasOwn(SENSITIVITIES, sensitivity)) return sensitivity as Sensitivity;
	throw new HandoverError(
		`"Sensitivity" is ${String(value)}`,
		`Use one of ${Object.keys(SENSITIVITIES).join(', ')}.`,
	);
}

function readAttempts(value: unknown): number {
	const attempts = value === undefined ? DEFAULT_ATTEMPTS : Number(value);
	if (Number.isInteger(attempts) && attempts >= 1) return attempts;
	throw new HandoverError(
		`"After Failed Attempts" must be a whole number from 1 up, but is ${String(value)}`,
		`Enter after how many failed attempts a person takes over, for example ${DEFAULT_ATTEMPTS}.`,
	);
}
