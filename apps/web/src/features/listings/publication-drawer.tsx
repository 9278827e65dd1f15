import { SendOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PublicationDetail } from '@tradewind/contract/types';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { apiQuery, call } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { useProblemWords } from './problem-words.tsx';
import { PublicationForm } from './publication-form.tsx';
import { FilePaper, isLacking, PublicationPapers } from './publication-papers.tsx';
import { PublicationState } from './publication-state.tsx';
import { isPublishing } from './use-act.ts';

/** One product in one shop: how far it is, what keeps it back and where to mend that, and what this shop gets. */
export function PublicationDrawer({ publicationId, close }: { publicationId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const mayWrite = useCan('listings:write');
  const { data, error, refetch } = useQuery(apiQuery('publications.get', { params: { publicationId } }));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 620} title={data?.title ?? t('common.loading')}>
      <div className="drawer-body" data-testid="publication-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && (
          <>
            <dl className="facts">
              <Fact name={t('listings.columns.shop')}>
                <ShopChip shop={data.shop} />
              </Fact>
              <Fact name={t('listings.columns.state')}>
                <PublicationState state={data.state} />
                {data.isGlobal && <span className="cell-second">{t('listings.global.isGlobal')}</span>}
                {data.notGlobal && (
                  <span className="cell-second">
                    {t('listings.global.own', { reason: t(`listings.global.reasons.${data.notGlobal}`) })}
                  </span>
                )}
              </Fact>
              <Fact name={t('listings.columns.category')}>{data.category?.name ?? '–'}</Fact>
            </dl>
            <DriftPanel publicationId={data.id} />
            <Reasons publication={data} />
            {mayWrite && data.state !== 'sending' ? (
              <>
                <PublicationForm key={data.id} publication={data} />
                <SendOne publication={data} />
              </>
            ) : (
              <PublicationPapers publication={data} />
            )}
          </>
        )}
      </div>
    </Drawer>
  );
}

/** What the gate misses, except for what stands among the papers of the category anyway. */
function gateTypes({ problems, papers }: PublicationDetail): string[] {
  const asked = papers.filter(isLacking).map(({ documentType }) => documentType);
  const types = problems.flatMap(({ code, subjects }) => (code === 'paper-missing' || code === 'paper-expired' ? subjects : []));
  return types.filter((type) => !asked.includes(type));
}

function Reasons({ publication }: { publication: PublicationDetail }) {
  const { t } = useTranslation();
  const words = useProblemWords();
  const { problems, product, shop } = publication;
  if (problems.length === 0) return null;
  const isOfPapers = problems.some(({ code }) => /^(paper|certificate)-/.test(code) || code === 'prohibited' || code === 'gate-refused');
  const isOfShop = problems.some(({ code }) => code === 'no-consent' || code === 'shop-not-active');
  const isOfPrices = problems.some(({ code }) => code === 'price-missing' || code === 'price-unruled');
  const isOfMexico = problems.some(({ code }) => code.startsWith('mexico-'));
  return (
    <section aria-label={t('listings.columns.problems')}>
      <h3>{t('listings.columns.problems')}</h3>
      <ul className="publication-reasons">
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.message}`} data-code={problem.code}>
            {words(problem)}
            {problem.message && words(problem) !== problem.message && (
              <span className="cell-second">
                {t('listings.drawer.platformSays')}: {problem.message}
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="publication-ways">
        {gateTypes(publication).map((type) => (
          <FilePaper key={type} type={type} publication={publication} isNamed />
        ))}
        <Link to="/products/$productId" params={{ productId: product.id }}>
          {t('listings.drawer.product')}
        </Link>
        {problems.some(({ code }) => code.startsWith('text-')) && (
          <Link to="/products/$productId/texts" params={{ productId: product.id }} search={{ at: shop.market }}>
            {t('listings.drawer.texts')}
          </Link>
        )}
        {isOfPapers && <Link to="/compliance">{t('listings.drawer.papers')}</Link>}
        {isOfPrices && <Link to="/money/prices">{t('listings.offer.toPrices')}</Link>}
        {isOfMexico && <Link to="/openings/programmes">{t('listings.drawer.programmes')}</Link>}
        {isOfShop && <Link to="/shops">{t('listings.drawer.shops')}</Link>}
      </p>
    </section>
  );
}

function SendOne({ publication: { id, state, problems } }: { publication: PublicationDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => call('publications.submit', { body: { publicationIds: [id] } }),
    onSuccess: () => client.invalidateQueries({ predicate: isPublishing }),
  });
  if (state === 'under-review') return null;
  const isFirst = state === 'draft' || state === 'incomplete';
  const isBlocked = isFirst && problems.some(({ code, weight }) => weight === 'blocks' && code === 'preparing');
  return (
    <>
      {send.isError && <ErrorPanel error={send.error} />}
      <Button icon={<SendOutlined />} disabled={isBlocked} loading={send.isPending} onClick={() => send.mutate()} data-testid="send-one">
        {isFirst ? t('listings.drawer.send') : t('listings.drawer.sendAgain')}
      </Button>
    </>
  );
}
