import { HandoverError } from '../../errors';
import { idOf, textOf } from '../../inbound/values';
import { apiAddress } from '../address';
import type { Credentials, DeskTools } from '../kind';
import { caller, type Call, type DeskRequest } from '../transport';

export const TITLE = 'Chatwoot';
export const CREDENTIAL = { type: 'humanHandoverChatwootApi', title: 'Human Handover Chatwoot API' };
const DEFAULT_ADDRESS = 'https://app.chatwoot.com';

const FIXES = {
	401: `Check the credential "${CREDENTIAL.title}": the tokens, that the access token's user belongs to the account and may do this, and that the agent bot, if there is one, is connected to this inbox. A proxy in front of Chatwoot must let the header api_access_token through (nginx: underscores_in_headers on).`,
};

/** @throws HandoverError when the credential doesn't say */
export function accountOf({ accountId }: Credentials): string {
	const account = idOf(accountId) ?? '';
	if (isNumber(account)) return account;
	throw new HandoverError(
		account === '' ? 'The account ID of Chatwoot is missing' : `"${account.slice(0, 40)}" is not an account ID of Chatwoot`,
		`Enter the number after /accounts/ in Chatwoot's address into the credential "${CREDENTIAL.title}", for example 1.`,
	);
}

/** @throws HandoverError when the credential's URL is none */
export function addressOf({ url }: Credentials): string {
	return apiAddress(url, CREDENTIAL.title, DEFAULT_ADDRESS, `Enter the address of your Chatwoot, for example ${DEFAULT_ADDRESS}.`);
}

/** All ids of Chatwoot are numbers. */
export function isNumber(id: string): boolean {
	return /^\d{1,15}$/.test(id);
}

/** One account's API. */
export interface ChatwootApi {
	account: string;
	/** Where people open Chatwoot. */
	address: string;
	call: Call;
	/** Where everything in the account is. */
	base: string;
	/**
	 * Chatwoot counts what a bot's token does as the bot's, so that reports and
	 * other flows don't take it for a person's. Nothing without such a token.
	 */
	asBot: Pick<DeskRequest, 'as'>;
}

export function chatwootApi({ credentials, exchange, clock, limiter }: DeskTools): ChatwootApi {
	const account = accountOf(credentials);
	const secrets = [credentials.apiAccessToken, credentials.botAccessToken].map((token) => textOf(token).trim());
	return {
		account,
		address: addressOf(credentials),
		call: caller(exchange, { title: TITLE, credential: CREDENTIAL.title, secrets, fixes: FIXES }, clock, limiter),
		base: `/api/v1/accounts/${account}`,
		asBot: secrets[1] ? { as: 'bot' } : {},
	};
}
