import { CompiledQuery, PostgresDialect, PostgresDriver, type DatabaseConnection, type Driver, type PostgresDialectConfig } from 'kysely';

/**
 * Kysely's PostgreSQL, but for one thing: whoever has waited for a scope must
 * see what the one before wrote. With a stricter isolation, which a server may
 * have as its default, a transaction would see how things stood before it waited.
 */
export class ReadCommittedDialect extends PostgresDialect {
	constructor(private readonly config: PostgresDialectConfig) {
		super(config);
	}

	override createDriver(): Driver {
		return new ReadCommittedDriver(this.config);
	}
}

class ReadCommittedDriver extends PostgresDriver {
	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw('begin isolation level read committed'));
	}
}
