import { EditOutlined } from '@ant-design/icons';
import type { MexicoOverview } from '@tradewind/contract/types';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { useDocumentNames } from '../../shared/document-names.ts';
import { formatCount } from '../../shared/money.ts';
import { MarketChip } from '../../shared/widgets/chips.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SellerDialog } from './seller-dialog.tsx';
import { usePolicyWords } from './use-reason-words.ts';

/** What the answer rests on, and who said it. */
export function SellerFacts({ overview }: { overview: MexicoOverview }) {
  const { t, i18n } = useTranslation();
  const { categoryName, typeName } = useDocumentNames();
  const { field, option } = usePolicyWords('us-to-mexico');
  const mayWrite = useCan('programmes:write');
  const [isOpen, setOpen] = useState(false);
  const { seller, known } = overview;
  const days = (count: number) => t('programmes.days', { count, days: formatCount(count, i18n.language) });
  return (
    <section className="panel programme-card" aria-label={t('programmes.seller.title')} data-testid="seller-facts">
      <header className="programme-card-head">
        <h2>{t('programmes.seller.title')}</h2>
        {mayWrite && (
          <Button size="small" icon={<EditOutlined />} onClick={() => setOpen(true)} data-testid="edit-seller">
            {t('programmes.edit')}
          </Button>
        )}
      </header>
      <dl className="facts">
        <Fact name={field('seller.origin')}>{option(`seller.origin.${seller.origin}`)}</Fact>
        <Fact name={field('seller.shopPerformanceScore')}>{seller.shopPerformanceScore ?? t('programmes.unknown')}</Fact>
        <Fact name={field('dispatchDays')}>{days(seller.dispatchDays)}</Fact>
        <Fact name={t('programmes.seller.leadTime')}>{days(seller.leadTimeDays)}</Fact>
        <Fact name={field('items.shipFromCountry')}>
          <MarketChip market={seller.shipFrom} isNamed />
        </Fact>
        <Fact name={field('invitedCategories')}>
          <Names
            said={seller.invitedCategories}
            known={known.invitedCategories}
            by={t('programmes.seller.byPlatform')}
            name={categoryName}
          />
        </Fact>
        <Fact name={field('qualifications')}>
          <Names said={seller.qualifications} known={known.qualifications} by={t('programmes.seller.fromVault')} name={typeName} />
        </Fact>
      </dl>
      <p className={seller.savedAt ? 'muted' : 'tone-soon'}>
        {seller.savedAt ? (
          <>
            {t('programmes.savedAt')} <Instant at={seller.savedAt} hasYear />
          </>
        ) : (
          t('programmes.seller.unsaved')
        )}
      </p>
      {isOpen && <SellerDialog overview={overview} close={() => setOpen(false)} />}
    </section>
  );
}

type NamesProps = { said: readonly string[]; known: readonly string[]; by: string; name: (code: string) => string };

function Names({ said, known, by, name }: NamesProps) {
  const { t } = useTranslation();
  const own = said.filter((code) => !known.includes(code));
  const words = [...known.map((code) => `${name(code)} (${by})`), ...own.map(name)];
  return <>{words.length > 0 ? words.join(', ') : t('programmes.none')}</>;
}
