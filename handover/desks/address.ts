import { HandoverError } from '../errors';
import { textOf } from '../inbound/values';
import { clip } from '../text';

/**
 * The address of a desk's API as a credential has it, without a slash at the end.
 * @param usual where it is when the credential leaves it empty
 * @throws HandoverError when it is not an address
 */
export function apiAddress(url: unknown, credential: string, usual: string, fix: string): string {
	const address = textOf(url).trim().replace(/\/+$/, '') || usual;
	if (/^https?:\/\//i.test(address) && URL.canParse(address)) return address;
	throw new HandoverError(`The address in the credential "${credential}" is not one: ${clip(address, 80)}`, fix);
}
