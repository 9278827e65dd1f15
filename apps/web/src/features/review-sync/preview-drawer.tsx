import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Popconfirm, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { useLanguageName } from '../reputation/review-words.tsx';
import { GateNote } from './gate-note.tsx';
import { Seen } from './seen.tsx';
import { StateTag } from './state-tag.tsx';

type ReviewLink = Answer<'review-links.list'>['items'][number];
type Preview = Answer<'review-displays.preview'>;

/** What buyers of the target see, before and after; and what may be done about it. */
export function PreviewDrawer({ link, close }: { link: ReviewLink; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const key = { shopId: link.target.shop.id, channelProductId: link.target.channelProductId };
  const { data, error, refetch } = useQuery(apiQuery('review-displays.preview', { query: key }));
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 860} title={link.target.title || link.target.channelProductId}>
      {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
      {data && (
        <div className="sync-preview" data-testid="sync-preview" data-state={data.state}>
          <p className="sync-pair">
            <ShopChip shop={link.source.shop} /> → <ShopChip shop={link.target.shop} /> <StateTag state={data.state} />
          </p>
          {data.failureCode && <p role="alert">{t('review-sync.refusedText', { code: data.failureCode })}</p>}
          {data.unavailable && <p role="alert">{t(`review-sync.unavailable.${data.unavailable}`)}</p>}
          {data.refused.length > 0 && <p role="alert">{t('review-sync.notSame')}</p>}
          <GateNote gate={data.gate} />
          <Acts data={data} linkId={link.id} target={key} close={close} />
          <div className="sync-sides">
            <Seen title={t('review-sync.before')} figures={data.before} elsewhere={null} />
            <Seen title={t('review-sync.after')} figures={data.after} elsewhere={data.after} />
          </div>
          {data.publicPath && <Snippet path={data.publicPath} />}
        </div>
      )}
    </Drawer>
  );
}

function useActs(target: { shopId: string; channelProductId: string }) {
  const client = useQueryClient();
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: ['review-displays.preview'] });
    await client.invalidateQueries({ queryKey: ['review-links.list'] });
  };
  return {
    publish: useMutation({ mutationFn: () => call('review-displays.publish', { body: target }), onSuccess }),
    withdraw: useMutation({
      mutationFn: (reviewDisplayId: string) => call('review-displays.withdraw', { params: { reviewDisplayId } }),
      onSuccess,
    }),
    translate: useMutation({ mutationFn: () => call('review-displays.translate', { body: target }), onSuccess }),
    unlink: useMutation({ mutationFn: (reviewLinkId: string) => call('review-links.remove', { params: { reviewLinkId } }), onSuccess }),
  };
}

type ActsProps = { data: Preview; linkId: string; target: { shopId: string; channelProductId: string }; close: () => void };

function Acts({ data, linkId, target, close }: ActsProps) {
  const { t } = useTranslation();
  const { publish, withdraw, unlink, translate } = useActs(target);
  const { i18n } = useTranslation();
  const nameOf = useLanguageName();
  if (!useCan('listings:write')) return null;
  const failed = publish.error ?? withdraw.error ?? unlink.error ?? translate.error;
  const mayPublish = data.gate.isOpen && data.unavailable === null && data.after.soldElsewhere.length > 0;
  return (
    <div className="sync-acts">
      {failed && <ErrorPanel error={failed} />}
      {data.publicPath === null ? (
        <Button
          type="primary"
          disabled={!mayPublish}
          loading={publish.isPending}
          onClick={() => publish.mutate()}
          data-testid="sync-publish"
        >
          {t('review-sync.publish')}
        </Button>
      ) : (
        <Button danger loading={withdraw.isPending} onClick={() => data.id && withdraw.mutate(data.id)} data-testid="sync-withdraw">
          {t('review-sync.withdraw')}
        </Button>
      )}
      {data.after.untranslated > 0 && (
        <Button loading={translate.isPending} onClick={() => translate.mutate()} data-testid="sync-translate">
          {t('review-sync.translate', {
            shown: formatCount(data.after.untranslated, i18n.language),
            language: nameOf(data.after.language),
          })}
        </Button>
      )}
      {translate.data && translate.data.after.untranslated >= data.after.untranslated && data.after.untranslated > 0 && (
        <span className="tone-soon" role="status">
          {t('review-sync.notTranslated')}
        </span>
      )}
      <Popconfirm
        title={t('review-sync.unlinkText')}
        okText={t('review-sync.unlink')}
        cancelText={t('settings.cancel')}
        onConfirm={() => unlink.mutate(linkId, { onSuccess: close })}
      >
        <Button loading={unlink.isPending} data-testid="sync-unlink">
          {t('review-sync.unlink')}
        </Button>
      </Popconfirm>
    </div>
  );
}

/** For the merchant's own site. */
function Snippet({ path }: { path: string }) {
  const { t } = useTranslation();
  const { origin } = window.location;
  const html = `<div data-tradewind-reviews="${origin}${path}"></div>\n<script src="${origin}/public/review-widget.js" async></script>`;
  return (
    <section className="sync-snippet">
      <h3>{t('review-sync.widget')}</h3>
      <p className="muted">{t('review-sync.widgetText')}</p>
      <Typography.Paragraph copyable={{ text: html }}>
        <code data-testid="sync-snippet">{html}</code>
      </Typography.Paragraph>
      <a href={path} target="_blank" rel="noreferrer" data-testid="sync-json">
        {t('review-sync.json')}
      </a>
    </section>
  );
}
