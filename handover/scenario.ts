/** Why a handover starts. The names are the ones the receipt, the tags and the reports use. */
export const SCENARIOS = [
	'human_requested',
	'lack_of_information',
	'failed_to_resolve',
	'upset_customer',
	'urgent_or_high_value',
	'complex_request',
	'custom',
] as const;

export type Scenario = (typeof SCENARIOS)[number];

/** How soon a human should look at it. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

export type Priority = (typeof PRIORITIES)[number];

const PRIORITY_BY_SCENARIO: Record<Scenario, Priority> = {
	human_requested: 'normal',
	lack_of_information: 'normal',
	failed_to_resolve: 'high',
	upset_customer: 'high',
	urgent_or_high_value: 'urgent',
	complex_request: 'high',
	custom: 'normal',
};

/** The priority a handover gets when nobody chose one. */
export function priorityOf(scenario: Scenario): Priority {
	return PRIORITY_BY_SCENARIO[scenario];
}

const SCENARIO_TITLES: Record<Scenario, string> = {
	human_requested: 'Human requested',
	lack_of_information: 'Lack of information',
	failed_to_resolve: 'Failed to resolve',
	upset_customer: 'Upset customer',
	urgent_or_high_value: 'Urgent or high value',
	complex_request: 'Complex request',
	custom: 'Handed over by the flow',
};

/**
 * The scenario as an agent reads it in a task title.
 * @param name what the operator calls it, when the scenario is custom
 */
export function scenarioTitle(scenario: Scenario, name?: string): string {
	return name ?? SCENARIO_TITLES[scenario];
}
