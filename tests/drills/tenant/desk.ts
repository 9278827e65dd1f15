/** What a party said of one of its orders at the order desk, and the bodies of the desk's routes. */
import { z } from 'zod';
import { withClient } from '../../../apps/server/src/platform/database/roles.ts';
import type { Client } from '../stage/client.ts';
import type { Stage } from '../stage/stage.ts';

type Ids = Readonly<Record<string, string>>;
const made = z.object({ id: z.string() });

/** Held, tagged, noted and in trouble; and to be reviewed, as only a rule says. */
export async function deskOf({ ledger }: Stage, session: Client, { name, orderId }: { name: string; orderId: string }) {
  const act = (action: Record<string, string>) => session.call(made, '/desk-tasks', { body: { action, orderIds: [orderId] } });
  await act({ kind: 'raise-exception', reason: `Trouble of ${name}` });
  await act({ kind: 'add-tag', tag: `Tag of ${name}` });
  const { id } = await act({ kind: 'note', text: `Note of ${name}` });
  await withClient(ledger.superuser(), (client) =>
    client.query(
      `INSERT INTO tenant.desk_review SELECT merchant_id, id, $2, $2, NULL, 'epoch', 'epoch', $2 FROM tenant.orders WHERE id = $1`,
      [orderId, `Review of ${name}`],
    ),
  );
  return { taskId: id };
}

export const deskBodies = (ids: Ids, label: string): Record<string, unknown> => ({
  'desk-tasks.create': { action: { kind: 'note', text: label }, orderIds: [ids.orderId] },
});
