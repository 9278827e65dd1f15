import { LinkOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, call } from '../../shared/api/call.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import type { Column } from '../../shared/widgets/data-table.tsx';
import { EmptyState } from '../../shared/widgets/empty-state.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { KeysetTable } from '../../shared/widgets/keyset-table.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { PreviewDrawer } from './preview-drawer.tsx';
import { StateTag } from './state-tag.tsx';

type ReviewLink = Answer<'review-links.list'>['items'][number];

/** Which listings are one product, and whether the target shows it. A row opens what buyers see. */
export function Links() {
  const { t } = useTranslation();
  const mayLink = useCan('listings:write');
  const [isLinking, setLinking] = useState(false);
  const [open, setOpen] = useState<ReviewLink | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['review-links.list'],
    queryFn: ({ pageParam, signal }) => call('review-links.list', { query: { limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const add = (
    <Button type="primary" icon={<LinkOutlined />} onClick={() => setLinking(true)} data-testid="sync-link">
      {t('review-sync.link')}
    </Button>
  );
  return (
    <section className="panel" aria-label={t('review-sync.views.links')}>
      <div className="panel-head">
        <p className="muted">{t('review-sync.text')}</p>
        {mayLink && add}
      </div>
      <KeysetTable
        caption={t('review-sync.views.links')}
        columns={useColumns()}
        query={query}
        rowKey={({ id }) => id}
        rowData={({ state }) => ({ 'data-testid': 'sync-row', 'data-state': state })}
        onOpen={setOpen}
        empty={<EmptyState kind="first-use" title={t('review-sync.none')} text={t('review-sync.noneText')} />}
      />
      {isLinking && <LinkDialog close={() => setLinking(false)} />}
      {open && <PreviewDrawer link={open} close={() => setOpen(null)} />}
    </section>
  );
}

function Listing({ listing: { shop, title, channelProductId } }: { listing: ReviewLink['source'] }) {
  return (
    <span className="sync-listing">
      <ShopChip shop={shop} />
      <span className="sync-name" title={title}>
        {title || channelProductId}
      </span>
    </span>
  );
}

function useColumns(): Column<ReviewLink>[] {
  const { t } = useTranslation();
  return [
    { key: 'source', title: t('review-sync.source'), render: ({ source }) => <Listing listing={source} /> },
    { key: 'target', title: t('review-sync.target'), render: ({ target }) => <Listing listing={target} /> },
    {
      key: 'basis',
      title: t('review-sync.basis'),
      render: ({ basis, gtin }) => (basis === 'gtin' ? <span className="num">GTIN {gtin}</span> : t('review-sync.byPerson')),
    },
    { key: 'state', title: t('review-sync.state'), render: ({ state }) => <StateTag state={state} /> },
    {
      key: 'by',
      title: t('review-sync.by'),
      render: ({ linkedBy, linkedAt }) => (
        <>
          {linkedBy} <Instant at={linkedAt} />
        </>
      ),
    },
  ];
}
