import type { IExecuteFunctions } from 'n8n-workflow';
import { readSchedule, type BusinessHours } from '../../handover/schedule';
import { textParameter } from './values';

/**
 * Reads the parameters of `businessHours()`.
 * @param zone the time zone when the node names none
 * @returns undefined when the node has no hours
 * @throws HandoverError when they can't be understood
 */
export function businessHoursOf(node: IExecuteFunctions, index: number, zone: string): BusinessHours | undefined {
	const weekly = textParameter(node, 'businessHours', index, 'Business Hours').trim();
	if (weekly === '') return undefined;
	const hours: BusinessHours = {
		weekly,
		holidays: textParameter(node, 'holidays', index, 'Holidays').trim(),
		zone: textParameter(node, 'timeZone', index, 'Time Zone').trim() || zone,
	};
	readSchedule(hours);
	return hours;
}
