import { z } from 'zod';
import { createOwner } from '../platform/auth/people.ts';
import { realClock } from '../platform/clock/real-clock.ts';
import { realRandom } from '../platform/clock/real-random.ts';
import type { Database } from '../platform/database/database.ts';
import { uuidv7 } from '../platform/ids.ts';

type Given = { merchant?: string | undefined; name?: string | undefined; email?: string | undefined };

const PASSWORD_BYTES = 15;

/**
 * `tradewind merchant create`: a merchant with its first owner, for whoever has the machine. The password is made here and printed
 * once: one given as an argument could be read in the list of processes. An owner who is known already keeps theirs.
 */
export async function createMerchantCommand(database: Database, given: Given, say: (line: string) => void): Promise<void> {
  const email = z.email().safeParse(given.email);
  if (!given.merchant || !given.name || !email.success)
    throw new Error('merchant create needs --merchant NAME, --name PERSON and --email ADDRESS');
  const password = Buffer.from(realRandom.bytes(PASSWORD_BYTES)).toString('base64url');
  const tools = { database, newId: () => uuidv7({ clock: realClock, random: realRandom }), now: () => realClock.now() };
  const known = await database.system
    .selectFrom('system.auth_user')
    .select('id')
    .where('email', '=', email.data.toLowerCase())
    .executeTakeFirst();
  await createOwner(tools, { merchantName: given.merchant, name: given.name, email: email.data, password });
  say(known ? 'the owner keeps the password they have' : password);
}
