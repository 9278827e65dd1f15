/** Files that speak against a violation. They lie in the vault like any paper; what they are about, and which appeals named them, stands here. */
import type { AppealEvidence } from '@tradewind/contract';
import { audit } from '../../../platform/audit.ts';
import { keepBytes, refuseLie, sealName, withRefusals } from '../../../platform/blobs/vault-file.ts';
import { type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { evidenceOf, evidenceView, sentEvidence } from '../queries/evidence.ts';
import { findViolation } from '../queries/violation-detail.ts';

type Input<K extends 'appeal-evidence.create' | 'appeal-evidence.remove'> = Parameters<Handlers[K]>[0];

/** As many as an appeal may name, and the files of a first one beside them. */
const FILES_MAX = 20;
const tooMany: Refusal = {
  refused: 'invalid-input',
  errors: [{ path: '', code: 'too-many-files', message: `A violation has at most ${FILES_MAX} files` }],
};

export async function keepEvidence(services: Services, input: Input<'appeal-evidence.create'>): Promise<AppealEvidence | Refusal> {
  const { caller, requestId, params, query, body } = input;
  const lie = refuseLie(body, query.fileName);
  if (lie) return lie;
  const now = services.clock.now();
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return withRefusals(() =>
    services.database.withMerchant(caller.merchantId, async (tx) => {
      // Two files at once are counted one after the other.
      await tx.selectFrom('violation').select('id').where('id', '=', params.violationId).forUpdate().execute();
      const found = await findViolation(tx, { caller, ...params });
      if (!found) return refuse('not-found');
      const held = await evidenceOf(tx, params.violationId);
      const same = held.find(({ sha256 }) => sha256 === body.sha256);
      if (same) return evidenceView(same, { secrets, sent: sentEvidence(found.appeals) });
      if (held.length >= FILES_MAX) return tooMany;
      const id = services.newId();
      const row = {
        ...{ merchant_id: caller.merchantId, id, violation_id: params.violationId },
        name: sealName(secrets, { documentId: id, version: 1 }, query.fileName),
        ...{ media_type: body.mediaType, bytes: body.bytes.length, sha256: body.sha256, uploaded_at: new Date(now) },
      };
      await tx.insertInto('appeal_evidence').values(row).execute();
      await keepBytes(tx, blobs, { objectId: id, version: 1, bytes: body.bytes });
      const act = { objectKind: 'appeal-evidence', objectId: id, facts: { violation: params.violationId, bytes: row.bytes } };
      await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'appeal-evidence.kept' });
      const hint = { type: 'violation.changed' as const, ids: [params.violationId], shopId: found.shop.id };
      await services.hints.publish(tx, caller.merchantId, [hint]);
      return evidenceView(row, { secrets, sent: new Set() });
    }),
  );
}

/** What an appeal has named stays: it is what the platform was told. */
export async function removeEvidence(services: Services, input: Input<'appeal-evidence.remove'>): Promise<undefined | Refusal> {
  const { caller, requestId, params } = input;
  const now = services.clock.now();
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    // An appeal that would name it at this moment waits for the violation too.
    await tx.selectFrom('violation').select('id').where('id', '=', params.violationId).forUpdate().execute();
    const found = await findViolation(tx, { caller, ...params });
    if (!found || sentEvidence(found.appeals).has(params.evidenceId)) return refuse('not-found');
    const removed = await tx
      .deleteFrom('appeal_evidence')
      .where('id', '=', params.evidenceId)
      .where('violation_id', '=', params.violationId)
      .returning('id')
      .executeTakeFirst();
    if (!removed) return refuse('not-found');
    await blobs.remove(tx, removed.id);
    const act = { objectKind: 'appeal-evidence', objectId: removed.id, facts: { violation: params.violationId } };
    await audit(tx, { ...act, id: services.newId(), at: now, caller, requestId, action: 'appeal-evidence.removed' });
    const hint = { type: 'violation.changed' as const, ids: [params.violationId], shopId: found.shop.id };
    await services.hints.publish(tx, caller.merchantId, [hint]);
    return undefined;
  });
}
