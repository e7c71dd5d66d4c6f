import { ar } from './ar';
import { cs } from './cs';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fa } from './fa';
import { fr } from './fr';
import { hi } from './hi';
import { hy } from './hy';
import { id } from './id';
import { it } from './it';
import { ja } from './ja';
import { ko } from './ko';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';
import { ru } from './ru';
import { sv } from './sv';
import { tr } from './tr';
import { uk } from './uk';
import { vi } from './vi';
import { zh } from './zh';
import type { FinalMessages } from './types';

export type { FinalMessages, MessageKind } from './types';

/** Every language that a customer can be told in, English first. */
export const FINAL_MESSAGES: readonly FinalMessages[] = [
	en, es, pt, fr, de, it, nl, sv, pl, cs, uk, ru, hy, tr, ar, fa, hi, id, vi, zh, ja, ko,
];

/** @returns English for a language we have no texts in */
export function finalMessagesIn(language: string | undefined): FinalMessages {
	return FINAL_MESSAGES.find((messages) => messages.language === language) ?? en;
}
