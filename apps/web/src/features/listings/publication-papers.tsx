import { UploadOutlined } from '@ant-design/icons';
import type { PublicationDetail } from '@tradewind/contract/types';
import { zoneOfPaper } from '@tradewind/rules/document-types';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { Tag, type Tone } from '../../shared/widgets/status-tag.tsx';
import { DocumentDialog } from '../compliance/document-dialog.tsx';
import type { FormProps } from './publication-variants.tsx';

type Wanted = PublicationDetail['papers'][number];
type Row = { wanted: Wanted; market: string };
type Fields = Pick<FormProps, 'change' | 'set'>;

const tones: Record<Wanted['state'], Tone> = {
  ...{ ready: 'done', optional: 'quiet', pending: 'soon' },
  ...{ unmatched: 'losing', missing: 'losing', withdrawn: 'losing', expired: 'losing', undated: 'losing' },
};

export const isLacking = ({ state }: Wanted): boolean => state !== 'ready' && state !== 'optional' && state !== 'pending';

/** What the category asks for, and which paper of the vault goes along. Another category asks for others, once it is saved. */
export function PublicationPapers({ publication, fields }: { publication: PublicationDetail; fields?: Fields }) {
  const { t } = useTranslation();
  const { papers, shop } = publication;
  if (papers.length === 0 || fields?.change.channelCategoryId !== undefined) return null;
  return (
    <section aria-label={t('listings.papers.title')}>
      <h3>{t('listings.papers.title')}</h3>
      <ul className="publication-papers">
        {papers.map((wanted) => (
          <li
            key={wanted.channelCertificateId}
            data-testid="wanted-paper"
            data-certificate={wanted.channelCertificateId}
            data-state={wanted.state}
          >
            <WantedPaper wanted={wanted} market={shop.market} />
            {fields && wanted.candidates.length > 0 && <Choice wanted={wanted} fields={fields} />}
            {isLacking(wanted) && <FilePaper type={wanted.documentType} publication={publication} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function WantedPaper({ wanted: { name, isRequired, state, paper, details, sampleUrl }, market }: Row) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  return (
    <>
      <span className="wanted-paper">
        <strong>
          {name}
          {isRequired && ' *'}
        </strong>
        <Tag tone={tones[state]}>{t(`listings.papers.states.${state}`)}</Tag>
      </span>
      {paper && (
        <span>
          {typeName(paper.type)}
          {paper.validUntil && (
            <>
              {' · '}
              {t('listings.papers.until')} <Instant at={paper.validUntil} hasYear shopZone={zoneOfPaper(market)} />
            </>
          )}
        </span>
      )}
      <span className="cell-second">
        {details}{' '}
        {sampleUrl?.startsWith('https://') && (
          <a href={sampleUrl} target="_blank" rel="noreferrer">
            {t('listings.papers.sample')}
          </a>
        )}
      </span>
    </>
  );
}

/** Stands for no choice of a person's: what is required goes as it fits, the rest not at all. */
const UNCHOSEN = '';

function Choice({ wanted, fields: { change, set } }: { wanted: Wanted; fields: Fields }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  const { channelCertificateId, name, isRequired, isChosen, paper, candidates } = wanted;
  const touched = change.papers ?? [];
  const own = touched.find((one) => one.channelCertificateId === channelCertificateId);
  const kept = isChosen ? (paper?.documentId ?? null) : UNCHOSEN;
  const choose = (documentId: string | null) =>
    set({ papers: [...touched.filter((one) => one !== own), { channelCertificateId, documentId }] });
  return (
    <Select
      aria-label={t('listings.papers.choose', { name })}
      placeholder={t('listings.papers.states.withdrawn')}
      value={own ? (own.documentId ?? UNCHOSEN) : kept}
      options={[
        { value: UNCHOSEN, label: t(isRequired ? 'listings.papers.fits' : 'listings.papers.nothing') },
        ...candidates.map(({ documentId, type, state, brand, fileName }) => ({
          value: documentId,
          label: [typeName(type), fileName, brand, state === 'ready' ? null : t(`listings.papers.states.${state}`)]
            .filter((part) => part !== null)
            .join(' · '),
        })),
      ]}
      onChange={(documentId: string) => choose(documentId === UNCHOSEN ? null : documentId)}
      data-testid="choose-paper"
    />
  );
}

type Filing = { type: string | null; publication: Pick<PublicationDetail, 'shop' | 'productCategory'>; isNamed?: boolean };

/** Files what is missing from here, with what it is wanted for filled in. `isNamed`: where nothing beside it says which. */
export function FilePaper({ type, publication: { shop, productCategory }, isNamed = false }: Filing) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  const mayFile = useCan('documents:write');
  const [isFiling, setFiling] = useState(false);
  if (!mayFile) return null;
  const wanted = {
    ...(type === null ? {} : { type }),
    ...(productCategory === null ? {} : { category: productCategory }),
    ...{ country: shop.market, markets: [shop.market] },
  };
  return (
    <>
      <Button size="small" icon={<UploadOutlined />} onClick={() => setFiling(true)} data-testid="file-paper" data-type={type}>
        {isNamed && type !== null ? t('listings.papers.fileType', { type: typeName(type) }) : t('listings.papers.file')}
      </Button>
      {isFiling && <DocumentDialog close={() => setFiling(false)} wanted={wanted} />}
    </>
  );
}
