import { clip } from './text';
import { KEPT_CHARACTERS } from './transcript';

/** The customer, as far as the flow or the desk knows them. */
export interface Contact {
	id: string;
	name?: string;
	phone?: string;
	email?: string;
	/** What the bot collected: order number, budget, preferred time … */
	fields?: Record<string, unknown>;
}

/** The contact as the store keeps it and the receipt shows it: each text well formed and not too long. */
export function keptContact(contact: Contact): Contact {
	const short = (_key: string, value: unknown) => (typeof value === 'string' ? clip(value, KEPT_CHARACTERS) : value);
	return JSON.parse(JSON.stringify(contact), short) as Contact;
}

/** The contact with what the desk knows besides; what the flow has said already stands. */
export function completedContact(contact: Contact, known: Partial<Contact>): Contact {
	const fields = { ...known.fields, ...contact.fields };
	return {
		...contact,
		name: contact.name || known.name,
		phone: contact.phone || known.phone,
		email: contact.email || known.email,
		...(Object.keys(fields).length > 0 && { fields }),
	};
}

/** What to call the customer in a task title. */
export function contactLabel(contact: Contact): string {
	return contact.name || contact.email || contact.phone || `Contact ${contact.id}`;
}
