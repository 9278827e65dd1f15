import { audit } from '../../../platform/audit.ts';
import { type FileAnswer, type Handlers, type Refusal, refuse } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import { evidenceName, evidenceOf } from '../queries/evidence.ts';
import { findViolation } from '../queries/violation-detail.ts';

type Input = Parameters<Handlers['appeal-evidence.file']>[0];

/** As with a paper: none is seen without a trace. */
export async function openEvidence(services: Services, { caller, requestId, params }: Input): Promise<FileAnswer | Refusal> {
  const secrets = await services.secrets.forMerchant(caller.merchantId);
  const blobs = await services.blobs.forMerchant(caller.merchantId);
  return services.database.withMerchant(caller.merchantId, async (tx) => {
    const found = await findViolation(tx, { caller, ...params });
    const file = found && (await evidenceOf(tx, params.violationId)).find(({ id }) => id === params.evidenceId);
    const bytes = file && (await blobs.get(tx, { objectId: file.id, version: 1 }));
    if (!file || !bytes) return refuse('not-found');
    const act = { objectKind: 'appeal-evidence', objectId: file.id, facts: { violation: params.violationId } };
    await audit(tx, { ...act, id: services.newId(), at: services.clock.now(), caller, requestId, action: 'appeal-evidence.view' });
    return { file: { name: evidenceName(file, secrets), mediaType: file.media_type, bytes } };
  });
}
