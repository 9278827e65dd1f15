import { z } from 'zod';
import type { TenantTx } from '../platform/database/database.ts';
import type { Services } from '../platform/services.ts';

const planSchema = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.unknown() })) }));
const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    Plans: z.array(nodeSchema).optional(),
  }),
);
type Node = { 'Node Type': string; 'Relation Name'?: string | undefined; 'Index Name'?: string | undefined; Plans?: Node[] | undefined };

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/**
 * Under row security only leakproof operators reach an index: what reads well as the owner can be a full scan as the app role. Runs `work` with every statement of its transactions explained before it is executed; answers what the plans scan and by which indexes.
 * Statements whose plans connections keep are explained without their values too: that plan must serve them all.
 */
export async function explained(
  services: Services,
  filled: readonly string[],
  work: (services: Services) => Promise<unknown>,
): Promise<{ scans: string[]; indexes: string[] }> {
  const nodes: Node[] = [];
  const { database: real } = services;
  const explaining =
    <T>(run: (tx: TenantTx) => Promise<T>, isKept: boolean) =>
    (tx: TenantTx): Promise<T> => {
      const execute = tx.getExecutor().executeQuery.bind(tx.getExecutor());
      const executor = tx.getExecutor();
      executor.executeQuery = async (query, ...rest) => {
        if (/^\s*(select|with)/i.test(query.sql)) {
          const explained = [await execute<unknown>({ ...query, sql: `EXPLAIN (FORMAT JSON) ${query.sql}` }, ...rest)];
          const valueless = { ...query, sql: `EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${query.sql}`, parameters: [] };
          if (isKept) explained.push(await execute<unknown>(valueless, ...rest));
          for (const row of explained.flatMap(({ rows }) => planSchema.parse(rows)))
            for (const { Plan } of row['QUERY PLAN']) nodes.push(...nodesOf(nodeSchema.parse(Plan)));
        }
        return execute(query, ...rest);
      };
      return run(tx);
    };
  const watched: typeof real = {
    ...real,
    withMerchant: (merchantId, run) => real.withMerchant(merchantId, explaining(run, false)),
    // Unkept, because a kept statement cannot be sent without its values.
    writeMerchant: (merchantId, run) => real.withMerchant(merchantId, explaining(run, false)),
    readMerchant: (merchantId, run) => real.withMerchant(merchantId, explaining(run, true)),
  };
  await work({ ...services, database: watched });
  const full = nodes.filter((node) => node['Node Type'] === 'Seq Scan' && filled.includes(node['Relation Name'] ?? ''));
  return { scans: full.map((node) => node['Relation Name'] ?? ''), indexes: nodes.flatMap((node) => node['Index Name'] ?? []) };
}
