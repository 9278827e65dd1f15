import { CheckOutlined, ClockCircleOutlined, ExclamationOutlined, UploadOutlined } from '@ant-design/icons';
import type { Opening, OpeningVerdict } from '@tradewind/contract/types';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatDay } from '../../shared/time.ts';
import type { Tone } from '../../shared/widgets/status-tag.tsx';
import { DocumentDialog } from '../compliance/document-dialog.tsx';

type Paper = OpeningVerdict['papers'][number];

const looks: Record<Paper['state'], [Tone, ReactNode]> = {
  reused: ['done', <CheckOutlined key="i" />],
  ready: ['done', <CheckOutlined key="i" />],
  missing: ['soon', <ExclamationOutlined key="i" />],
  expired: ['soon', <ClockCircleOutlined key="i" />],
};

/** What the opening needs; what lacks is filed from here, with its facts filled in. */
export function PaperList({ papers, legalEntity }: { papers: readonly Paper[]; legalEntity: Opening['legalEntity'] }) {
  const { t } = useTranslation();
  const mayFile = useCan('documents:write');
  const { typeName } = useDocumentNames();
  const [filing, setFiling] = useState<string | null>(null);
  return (
    <ul className="opening-papers">
      {papers.map(({ type, state, validUntil }) => {
        const [tone, icon] = looks[state];
        const lacks = state === 'missing' || state === 'expired';
        return (
          <li key={type} data-testid="opening-paper" data-type={type} data-state={state}>
            <span className={`paper-mark tag-${tone}`} aria-hidden="true">
              {icon}
            </span>
            <span className="opening-stack">
              <span>{typeName(type)}</span>
              <span className="cell-second">
                {t(`openings.papers.${state}`)}
                <Until at={validUntil} />
              </span>
            </span>
            {lacks && mayFile && (
              <Button size="small" icon={<UploadOutlined />} onClick={() => setFiling(type)} data-testid="upload-paper">
                {t('openings.papers.upload')}
              </Button>
            )}
          </li>
        );
      })}
      {filing && (
        <DocumentDialog
          close={() => setFiling(null)}
          wanted={{ type: filing, country: legalEntity.jurisdiction, legalEntityId: legalEntity.id }}
        />
      )}
    </ul>
  );
}

function Until({ at }: { at: string | null }) {
  const { t, i18n } = useTranslation();
  if (!at) return null;
  return ` · ${t('openings.papers.until', { at: formatDay(at, i18n.language, { year: 'numeric', month: 'short', day: 'numeric' }) })}`;
}
