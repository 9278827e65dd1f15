import { z } from 'zod';
import type { JobHandler } from '../../../platform/lanes/lanes.ts';
import type { Services } from '../../../platform/services.ts';
import { applyImport } from '../imports/apply-import.ts';
import { checkImport } from '../imports/check-import.ts';
import { readImport } from '../imports/import-record.ts';
import { undoImport } from '../imports/undo-import.ts';
import { runImportKind } from '../jobs.ts';

const payload = z.strictObject({ importId: z.uuid() });
const steps = { checking: checkImport, applying: applyImport, undoing: undoImport };

/** Does what the file waits for, by its state; a file that waits for nothing (somebody cancelled) is left alone. */
export function runImportJobHandler(services: Services): JobHandler<z.output<typeof payload>> {
  return {
    kind: runImportKind,
    payload,
    batchMax: 1,
    maxAttempts: 20,
    async run(jobs, context) {
      const importId = jobs[0]?.payload.importId ?? '';
      const record = await services.database.withMerchant(context.merchantId, (tx) => readImport(tx, importId));
      if (record?.state === 'checking' || record?.state === 'applying' || record?.state === 'undoing')
        await steps[record.state](services, context, record);
    },
  };
}
