import type { ServerDatabase } from '../../store/database.ts';

export interface Statements {
  /** How many rows it changed. */
  run(sql: string, ...values: readonly unknown[]): number;
  all<Row>(sql: string, ...values: readonly unknown[]): Row[];
}

export function createStatements(database: ServerDatabase): Statements {
  return {
    run: (sql, ...values) => database.prepare(sql).run(...values).changes,
    all: <Row>(sql: string, ...values: readonly unknown[]) =>
      database.prepare(sql).all(...values) as Row[],
  };
}
