import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { type Answer, apiQuery } from '../../shared/api/call.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { ShopChip } from '../../shared/widgets/chips.tsx';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { Fact } from '../../shared/widgets/fact.tsx';
import { Instant } from '../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../shared/widgets/skeleton.tsx';
import { Tag } from '../../shared/widgets/status-tag.tsx';
import { useReviewTranslations } from '../translation/use-review-translations.ts';
import { ReplyForm } from './reply-form.tsx';
import { AnswerTag, ReviewWords, Themes } from './review-words.tsx';
import { Stars } from './stars.tsx';

type Detail = Answer<'reviews.get'>;

/** One review: what was said, of what, by whom as far as that is shown, and what the shop answers. */
export function ReviewDrawer({ reviewId, close }: { reviewId: string; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { data, error, refetch } = useQuery(apiQuery('reviews.get', { params: { reviewId } }));
  const translationOf = useReviewTranslations(data ? [data] : []);
  return (
    <Drawer open onClose={close} size={isPhone ? '100%' : 560} title={t('reputation.review')}>
      <div className="drawer-body" data-testid="review-drawer">
        {error && !data && <ErrorPanel error={error} retry={() => void refetch()} />}
        {!error && !data && <SkeletonRows rows={8} label={t('common.loading')} />}
        {data && (
          <>
            <div className="reputation-said">
              <Stars rating={data.rating} />
              <ReviewWords review={data} translation={translationOf(data)} />
            </div>
            <Marks review={data} />
            <Facts review={data} />
            <Reply review={data} />
          </>
        )}
      </div>
    </Drawer>
  );
}

function Marks({ review: { orderId, isIncentivised, isWithdrawn, source } }: { review: Detail }) {
  const { t } = useTranslation();
  return (
    <p className="reputation-themes">
      {orderId && <Tag tone="done">{t('reputation.marks.verified')}</Tag>}
      {isIncentivised && <Tag tone="soon">{t('reputation.marks.incentivised')}</Tag>}
      {isWithdrawn && <Tag tone="quiet">{t('reputation.states.withdrawn')}</Tag>}
      {source === 'file' && <Tag tone="quiet">{t('reputation.marks.file')}</Tag>}
    </p>
  );
}

function Facts({ review }: { review: Detail }) {
  const { t } = useTranslation();
  const { author, shop, product, orderId, channelOrderId, themes, writtenAt, updatedAt, channelReviewId } = review;
  return (
    <dl className="facts">
      <Fact name={t('reputation.columns.shop')}>
        <ShopChip shop={shop} />
      </Fact>
      <Fact name={t('reputation.columns.product')}>
        {product ? (
          <Link to="/reputation" search={(previous) => ({ ...previous, open: undefined, product: product.channelProductId })}>
            {product.title ?? product.channelProductId}
          </Link>
        ) : (
          t('reputation.ofShop')
        )}
      </Fact>
      <Fact name={t('reputation.order')}>
        {orderId ? (
          <Link to="/orders/$orderId" params={{ orderId }} className="num" data-testid="review-order">
            {channelOrderId}
          </Link>
        ) : (
          <>
            <span className="num">{channelOrderId}</span> <span className="muted">{t('reputation.orderUnknown')}</span>
          </>
        )}
      </Fact>
      <Fact name={t('reputation.author')}>{author || '–'}</Fact>
      <Fact name={t('reputation.columns.themes')}>
        <Themes themes={themes} />
      </Fact>
      <Fact name={t('reputation.columns.written')}>
        <Instant at={writtenAt} hasYear />
      </Fact>
      {updatedAt !== writtenAt && (
        <Fact name={t('reputation.updated')}>
          <Instant at={updatedAt} hasYear />
        </Fact>
      )}
      <Fact name={t('reputation.number')}>
        <span className="num">{channelReviewId}</span>
      </Fact>
    </dl>
  );
}

function Reply({ review }: { review: Detail }) {
  const { t } = useTranslation();
  const mayReply = useCan('returns:write');
  const { reply, wish, replying } = review;
  // What is there already shows itself.
  const whyNot = replying.whyNot === 'answered' || replying.whyNot === 'on-its-way' ? null : replying.whyNot;
  return (
    <section
      className="reputation-reply"
      aria-label={t('reputation.answer.title')}
      data-testid="review-reply"
      data-why-not={replying.whyNot ?? ''}
    >
      <h2>
        {t('reputation.answer.title')} {(reply || wish) && <AnswerTag review={review} />}
      </h2>
      {reply && (
        <blockquote dir="auto">
          {reply.text || <span className="muted">{t('reputation.silent.erased')}</span>}
          <footer className="muted">
            <Instant at={reply.repliedAt} hasYear />
          </footer>
        </blockquote>
      )}
      {!reply && wish && wish.state !== 'discarded' && (
        <blockquote dir="auto">
          {wish.text}
          <footer className="muted">
            {t('reputation.answer.askedBy', { name: wish.askedBy })} · <Instant at={wish.plannedAt} hasYear />
            {wish.failureCode && ` · ${wish.failureCode}`}
          </footer>
        </blockquote>
      )}
      {whyNot && <p className="muted">{t(`reputation.whyNot.${whyNot}`)}</p>}
      {!replying.whyNot &&
        (mayReply ? <ReplyForm key={review.id} review={review} /> : <p className="muted">{t('reputation.whyNot.no-right')}</p>)}
    </section>
  );
}
