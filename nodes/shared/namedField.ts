import type { IExecuteFunctions, INodeExecutionData, IWorkflowDataProxyData } from 'n8n-workflow';

/** `={{ … }}` and nothing around it, so that the value stays what it is. */
const EXPRESSION = /^=\{\{([^{}]*)\}\}$/;
const FIELD = /^(?:\$json|\$\((['"])([^'"\\]+)\1\)\.item\.json)((?:\??\.[A-Za-z_]\w*)+)$/;
const STEP = /(\??)\.(\w+)/g;
const NOTHING = [`""`, `''`];

/** What the names in an expression stand for, for one item. */
interface Surroundings {
	index: number;
	json(): unknown;
	/** @throws where n8n would: the node didn't run, or has no item that belongs to this one */
	jsonBefore(node: string): unknown;
}

const surroundings = new WeakMap<IExecuteFunctions, Surroundings>();

/**
 * What an expression stands for that does nothing but name fields: `$json.a?.b`
 * or `$('Some node').item.json.a`, several joined by `??`, at the end perhaps `""`.
 *
 * n8n evaluates every expression in an isolate of its own, which takes longer
 * than all the rest that our nodes do for a message, and the defaults of our
 * parameters are such expressions. Whatever isn't plain is left to n8n.
 * @returns undefined when n8n has to say
 */
export function namedField(node: IExecuteFunctions, expression: string, index: number): { value: unknown } | undefined {
	const inner = EXPRESSION.exec(expression)?.[1];
	const alternatives = inner?.split('??').map((alternative) => alternative.trim());
	if (!alternatives?.every((alternative) => NOTHING.includes(alternative) || FIELD.test(alternative))) return undefined;
	let found: { value: unknown } | undefined;
	for (const alternative of alternatives) {
		found = NOTHING.includes(alternative) ? { value: '' } : fieldOf(alternative, surroundingsOf(node, index));
		if (!found || (found.value !== undefined && found.value !== null)) return found;
	}
	return found;
}

/** Kept for the parameters that follow: finding the item of another node takes n8n a while, too. */
function surroundingsOf(node: IExecuteFunctions, index: number): Surroundings {
	const known = surroundings.get(node);
	if (known?.index === index) return known;
	const data = node.getWorkflowDataProxy(index);
	const before = new Map<string, unknown>();
	const found = {
		index,
		json: () => data.$json as unknown,
		jsonBefore: (name: string) => {
			if (!before.has(name)) before.set(name, (onlyItemOf(data, name) ?? data.$(name).item).json);
			return before.get(name);
		},
	};
	surroundings.set(node, found);
	return found;
}

/**
 * The item that a node has put out, where there is but one: no other can belong
 * to ours, so n8n needs not look for it through all the nodes in between, whose
 * outputs are expressions, too.
 */
function onlyItemOf(data: IWorkflowDataProxyData, name: string): INodeExecutionData | undefined {
	const items = (output: number, run: number): INodeExecutionData[] => {
		try {
			return data.$(name).all(output, run) as INodeExecutionData[];
		} catch {
			// There is no such output or run.
			return [];
		}
	};
	const [first, ...more] = items(0, 0);
	return first && more.length === 0 && items(1, 0).length === 0 && items(0, 1).length === 0 ? first : undefined;
}

function fieldOf(path: string, around: Surroundings): { value: unknown } | undefined {
	const [, , node, steps] = FIELD.exec(path) ?? [];
	try {
		let value = node === undefined ? around.json() : around.jsonBefore(node);
		for (const [, optional, name] of (steps ?? '').matchAll(STEP)) {
			if (value === undefined || value === null) return optional ? { value: undefined } : undefined;
			if (typeof value !== 'object' || Array.isArray(value) || name === undefined || name in Object.prototype) return undefined;
			value = (value as Record<string, unknown>)[name];
		}
		return typeof value === 'object' && value !== null ? undefined : { value };
	} catch {
		// n8n's own message is the one to show.
		return undefined;
	}
}
