/**
 * Lets Kysely speak over one connection that already is inside a transaction. Kysely's own transactions hand the connection back to
 * the pool and leave the handle working, so a query that was not awaited could run under the next merchant; here it fails.
 */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';

/** The name under which a connection keeps a statement; undefined = it is not kept. */
export type StatementNames = (text: string) => string | undefined;

/**
 * Names for the texts that come again and again. Bounded, because each connection keeps the plan of each name: texts beyond the
 * bound are planned each time, as all were before.
 */
export function statementNames(atMost: number): StatementNames {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= atMost) return known;
    const name = `tw_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}

export class TransactionDriver implements Driver {
  readonly #connection: TransactionConnection;

  constructor(client: pg.PoolClient, nameOf: StatementNames | null) {
    this.#connection = new TransactionConnection(client, nameOf);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    throw new Error('this is a transaction already');
  }

  async commitTransaction(): Promise<void> {
    throw new Error('withMerchant commits');
  }

  async rollbackTransaction(): Promise<void> {
    throw new Error('throw an error to roll back');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}

  /** From here on every query is refused; those already sent are waited for, lest they end up behind COMMIT. */
  async finish(): Promise<void> {
    await this.#connection.finish();
  }
}

class TransactionConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #nameOf: StatementNames | null;
  readonly #running = new Set<Promise<unknown>>();
  #finished = false;
  /** Settles with the statement sent last; the next one waits for it here, since the client's own queue is to go. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: pg.PoolClient, nameOf: StatementNames | null) {
    this.#client = client;
    this.#nameOf = nameOf;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#finished) throw new Error('the transaction has ended: a query was not awaited, or its handle was kept');
    const name = this.#nameOf?.(sql);
    const statement = { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) };
    // The cast: the caller's type R describes the selected columns, which only the SQL knows.
    const sent = this.#last.then(() => this.#client.query(statement)) as Promise<pg.QueryResult & { rows: R[] }>;
    this.#last = sent.catch(() => undefined);
    this.#running.add(sent);
    try {
      const { command, rowCount, rows } = await sent;
      if (command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE') {
        return { numAffectedRows: BigInt(rowCount ?? 0), rows };
      }
      return { rows };
    } finally {
      this.#running.delete(sent);
    }
  }

  // biome-ignore lint/correctness/useYield: the interface wants a generator, and this one only refuses
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are read in pages, not streamed');
  }

  async finish(): Promise<void> {
    this.#finished = true;
    await Promise.allSettled(this.#running);
  }
}
