import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { addTags, removeTags } from '../../handover/actions/tagContact';
import { readTags } from '../../handover/tags';
import { receiptData, subjectOf } from '../shared/items';
import { deskCredentials } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { textParameter } from '../shared/values';
import { tagContactProperties } from './description';

export class TagContact implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Tag Contact',
		name: 'tagContact',
		icon: { light: 'file:tagContact.svg', dark: 'file:tagContact.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter["operation"] === "add" ? "Add " : "Remove ") + $parameter["tags"] }}',
		description: 'Mark the customer, so that handed-over contacts can be found and counted',
		defaults: { name: 'Tag Contact' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: deskCredentials,
		usableAsTool: true,
		properties: tagContactProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return runItems(this, async (ctx, item, index) => {
			const subject = subjectOf(ctx, this, item, index);
			const contactId = textParameter(this, 'contactId', index, 'Contact ID').trim();
			const about = { ...subject, contact: { ...subject.contact, id: contactId || subject.contact.id } };
			const tags = readTags(this.getNodeParameter('tags', index));
			const { receipt, tags: all } =
				this.getNodeParameter('operation', index) === 'remove'
					? await removeTags(ctx, about, tags)
					: await addTags(ctx, about, tags, this.getNodeParameter('addReason', index) as boolean);
			return { fields: { tags: all, ...(receipt ? { handover: receiptData(receipt) } : {}) } };
		}, { step: 'tag' });
	}
}
