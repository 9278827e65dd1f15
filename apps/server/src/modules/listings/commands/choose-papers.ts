/** A person says which paper of the vault goes along for a certificate of the platform. */
import type { ParsedOf, Routes } from '@tradewind/contract';
import { documentTypeOf } from '@tradewind/rules/certificate-names';
import type { TenantTx } from '../../../platform/database/database.ts';
import type { Caller, Refusal } from '../../../platform/http/handler.ts';
import type { Services } from '../../../platform/services.ts';
import type { PublicationWish } from '../publication-wish.ts';
import { publicationCells } from '../queries/publication-cells.ts';
import { wantedPapers } from '../queries/wanted-papers.ts';

type Body = ParsedOf<Routes['publications.update']>['body'];
type Input = { services: Services; caller: Caller; publicationId: string; body: Body };
/** What a certificate of a leaf is, as the person's choice shows. */
type SaidType = { channel: string; channelCategoryId: string; channelCertificateId: string; documentType: string };
type Chosen = { errors: NonNullable<Refusal['errors']>; types: SaidType[] };

/** Whether the papers may be chosen: of the certificates of its category, and such as count for the product in the shop. */
export async function choosePapers(tx: TenantTx, { services, publicationId, body }: Input): Promise<Chosen> {
  const chosen: Chosen = { errors: [], types: [] };
  if (!body.papers?.length) return chosen;
  const [cell] = await publicationCells(tx, services, [publicationId]);
  const [wanted = []] = cell ? await wantedPapers(tx, [cell], services.clock.now()) : [];
  const isMoved = body.channelCategoryId !== undefined && body.channelCategoryId !== cell?.category?.id;
  for (const [at, { channelCertificateId, documentId }] of body.papers.entries()) {
    const certificate = isMoved ? undefined : wanted.find((one) => one.channelCertificateId === channelCertificateId);
    const found = certificate?.candidates.find(({ paper }) => paper.documentId === documentId);
    if (!certificate || !cell?.category)
      chosen.errors.push({
        path: `/papers/${at}/channelCertificateId`,
        code: 'unknown-certificate',
        message: 'the category asks for no such',
      });
    else if (documentId !== null && !found)
      chosen.errors.push({
        path: `/papers/${at}/documentId`,
        code: 'unknown-paper',
        message: 'is no paper that counts for the product here',
      });
    else if (found && documentTypeOf(certificate.name) === null)
      chosen.types.push({
        ...{ channel: cell.shop.channel, channelCategoryId: cell.category.id, channelCertificateId },
        documentType: found.paper.type,
      });
  }
  return chosen;
}

/** Where no table says what a certificate is, the next publication in the leaf need not ask again. */
export async function rememberTypes(
  tx: TenantTx,
  { services, caller, types }: { services: Services; caller: Caller; types: readonly SaidType[] },
): Promise<void> {
  const said = { chosen_by: caller.id, chosen_at: new Date(services.clock.now()) };
  for (const { channel, channelCategoryId, channelCertificateId, documentType } of types) {
    const leaf = { merchant_id: caller.merchantId, channel, channel_category_id: channelCategoryId };
    await tx
      .insertInto('certificate_choice')
      .values({ ...leaf, ...said, channel_certificate_id: channelCertificateId, document_type: documentType })
      .onConflict((conflict) =>
        conflict
          .columns(['merchant_id', 'channel', 'channel_category_id', 'channel_certificate_id'])
          .doUpdateSet({ document_type: documentType, ...said }),
      )
      .execute();
  }
}

/** Another category asks for other certificates. */
export function papersOf(
  before: PublicationWish['papers'],
  said: NonNullable<Body['papers']>,
  isOther: boolean,
): PublicationWish['papers'] {
  const papers = new Map(isOther ? [] : Object.entries(before));
  for (const { channelCertificateId, documentId } of said)
    if (documentId === null) papers.delete(channelCertificateId);
    else papers.set(channelCertificateId, documentId);
  return Object.fromEntries(papers);
}
