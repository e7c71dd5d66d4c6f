import { HandoverError } from '../errors';
import { BUILT_IN } from './builtIn/builtInDesk';
import { CHATWOOT } from './chatwoot/chatwootDesk';
import { HIGH_LEVEL } from './highLevel/highLevelDesk';
import type { DeskKind } from './kind';

/** All kinds of desks there are. */
export const DESKS: readonly DeskKind[] = [BUILT_IN, HIGH_LEVEL, CHATWOOT];

/** @throws HandoverError for a name that no desk has */
export function deskKind(name: string): DeskKind {
	const kind = DESKS.find((desk) => desk.name === name);
	if (kind) return kind;
	throw new HandoverError(`There is no desk called ${name.slice(0, 40)}`, `Choose one of: ${DESKS.map(({ title }) => title).join(', ')}.`);
}
