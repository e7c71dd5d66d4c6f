/** The customer, as far as the flow or the desk knows them. */
export interface Contact {
	id: string;
	name?: string;
	phone?: string;
	email?: string;
	/** What the bot collected: order number, budget, preferred time … */
	fields?: Record<string, unknown>;
}

/** What to call the customer in a task title. */
export function contactLabel(contact: Contact): string {
	return contact.name || contact.email || contact.phone || `Contact ${contact.id}`;
}
