import type { IExecuteFunctions } from 'n8n-workflow';
import type { MessageKind } from '../../handover/finalMessages';
import { DEFAULT_TEXTS, LABELS } from '../../handover/message';
import { readExpression, readTemplate, type Template } from '../../handover/placeholders';
import { textFrom } from '../shared/values';

/**
 * Reads a text with placeholders. The editor takes the braces of {{agent}} for
 * an expression, which would come out empty: so the text is read as it was
 * typed, and only what is not ours is evaluated.
 */
export function templateParameter(node: IExecuteFunctions, name: string, index: number, kind: MessageKind): Template {
	const label = LABELS[kind];
	const typed = node.getNodeParameter(name, index, DEFAULT_TEXTS[kind], { rawExpressions: true });
	const text = textFrom(typed, label);
	if (!text.startsWith('=')) return readTemplate(text, label);
	return readExpression(text.slice(1), label, (expression) => textFrom(node.evaluateExpression(expression, index), label));
}
