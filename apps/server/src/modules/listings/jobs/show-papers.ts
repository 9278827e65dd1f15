/** Shows the papers of a publication to its platform: each version once per shop, and never one that is not in order at this moment. */
import type { ChannelFile, DraftCertificate } from '@tradewind/channels';
import { sql } from 'kysely';
import type { TenantTx } from '../../../platform/database/database.ts';
import { takePaper, type VaultPaper } from '../../onboarding/index.ts';
import type { JudgedCell } from '../queries/publication-cells.ts';
import type { Refuse, SendingCall } from './sending-call.ts';

/** As a file, or as a picture, which has no format. */
type Shown = Omit<ChannelFile, 'format'> & { format: string | null };

export async function showPapers(call: SendingCall, cell: JudgedCell, refuse: Refuse): Promise<DraftCertificate[]> {
  const certificates: DraftCertificate[] = [];
  for (const { channelCertificateId, name, state, paper } of cell.papers) {
    if (state !== 'ready' || !paper) continue;
    const shown = (await shownBefore(call, paper)) ?? (await show(call, paper));
    if (!shown) return refuse([{ code: 'certificate-withdrawn', weight: 'blocks', subjects: [name], message: null }]);
    const { channelFileId, format } = shown;
    certificates.push({
      channelCertificateId,
      channelImageIds: format === null ? [channelFileId] : [],
      files: format === null ? [] : [{ channelFileId, name: shown.name, format }],
      // The vault keeps the first instant at which it is no longer good; the platform asks for the last at which it is.
      expiresAt: paper.validUntil === null ? null : paper.validUntil - 1,
    });
  }
  return certificates;
}

/** Which papers a cell would show, to tell whether that is still so. */
export const papersShown = ({ papers }: JudgedCell): string =>
  papers
    .map(({ channelCertificateId, state, paper }) => `${channelCertificateId} ${state} ${paper?.documentId} ${paper?.version}`)
    .join('\n');

const shownBefore = ({ services, context, shop }: SendingCall, { documentId, version }: VaultPaper): Promise<Shown | undefined> =>
  services.database.withMerchant(context.merchantId, (tx) =>
    tx
      .selectFrom('shown_paper')
      .select(['channel_file_id as channelFileId', 'name', 'format'])
      .where('shop_id', '=', shop.shopId)
      .where('document_id', '=', documentId)
      .where('version', '=', version)
      .executeTakeFirst(),
  );

async function show(call: SendingCall, { documentId, version, type, mediaType }: VaultPaper): Promise<Shown | null> {
  const { services, context, shop } = call;
  const bytes = await takePaper(services, context, { documentId, version, shopId: shop.shopId });
  if (!bytes) return null;
  const shown = await upload(call, { bytes, mediaType, type });
  const facts = { shopId: shop.shopId, documentId, version, ...shown, at: new Date(context.now()) };
  await context.commit((tx) => remember(tx, facts), { finish: false });
  return shown;
}

/** Not of what was withdrawn while it was on its way. */
async function remember(tx: TenantTx, { shopId, documentId, version, channelFileId, name, format, at }: Remembered): Promise<void> {
  await sql`
    INSERT INTO shown_paper (merchant_id, shop_id, document_id, version, channel_file_id, name, format, shown_at)
    SELECT merchant_id, ${shopId}, id, ${version}, ${channelFileId}, ${name}, ${format}, ${at} FROM document WHERE id = ${documentId}
    ON CONFLICT DO NOTHING`.execute(tx);
}
type Remembered = Shown & { shopId: string; documentId: string; version: number; at: Date };

/** Named after what it is: people name files after people. */
async function upload({ publishing, access }: SendingCall, { bytes, mediaType, type }: { bytes: Buffer; mediaType: string; type: string }) {
  const fileName = `${type.toLowerCase().replaceAll('_', '-')}.${mediaType.split('/').at(-1)}`;
  if (mediaType === 'application/pdf') return publishing.uploadFile(access, { bytes, fileName });
  const { channelImageId } = await publishing.uploadImage(access, { bytes, fileName, use: 'certificate' });
  return { channelFileId: channelImageId, name: fileName, format: null };
}
