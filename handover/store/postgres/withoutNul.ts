import {
	OperationNodeTransformer,
	type KyselyPlugin,
	type PluginTransformQueryArgs,
	type PluginTransformResultArgs,
	type PrimitiveValueListNode,
	type QueryResult,
	type RootOperationNode,
	type UnknownRow,
	type ValueNode,
} from 'kysely';

/** PostgreSQL can't store the character with the number zero, which has no meaning in a text. */
const NUL = /\u0000/g;

/** Leaves out of every value what PostgreSQL would refuse the whole row for. */
export class WithoutNul implements KyselyPlugin {
	private readonly transformer = new NulRemover();

	transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
		return this.transformer.transformNode(node, queryId);
	}

	async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
		return result;
	}
}

class NulRemover extends OperationNodeTransformer {
	protected override transformValue(node: ValueNode): ValueNode {
		return { ...node, value: withoutNul(node.value) };
	}

	protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
		return { ...node, values: node.values.map(withoutNul) };
	}
}

function withoutNul(value: unknown): unknown {
	return typeof value === 'string' ? value.replace(NUL, '') : value;
}
