import { type Scope, scopes } from '@tradewind/contract';
import { issueApiKey } from '../modules/developer/index.ts';
import { realClock } from '../platform/clock/real-clock.ts';
import { realRandom } from '../platform/clock/real-random.ts';
import type { Database } from '../platform/database/database.ts';
import { uuidv7 } from '../platform/ids.ts';

type Given = { merchant?: string | undefined; name?: string | undefined; scopes?: string | undefined };

/** `tradewind api-key create`: for whoever has the machine; prints the key once. */
export async function createApiKeyCommand(database: Database, given: Given, say: (line: string) => void): Promise<void> {
  if (!given.merchant || !given.name) throw new Error('api-key create needs --merchant NAME and --name NAME');
  const found = await database.system.selectFrom('system.merchant').select('id').where('name', '=', given.merchant).execute();
  const [merchant] = found;
  if (!merchant || found.length > 1)
    throw new Error(found.length > 1 ? 'several merchants have this name' : `no merchant is called ${given.merchant}`);
  const wanted = given.scopes?.split(',') ?? [...scopes];
  const known = wanted.filter((scope): scope is Scope => scopes.some((one) => one === scope));
  if (known.length !== wanted.length) throw new Error(`--scopes may hold ${scopes.join(', ')}`);
  const ports = { newId: () => uuidv7({ clock: realClock, random: realRandom }), random: realRandom, clock: realClock };
  const { key } = await issueApiKey(ports, database.system, {
    merchantId: merchant.id,
    name: given.name,
    scopes: known,
    shopIds: null,
    createdBy: 'command-line',
  });
  say(key);
}
