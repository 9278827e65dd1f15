import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiQuery } from '../../../shared/api/call.ts';
import { formatCount } from '../../../shared/money.ts';
import { ErrorPanel } from '../../../shared/widgets/error-panel.tsx';
import { Instant } from '../../../shared/widgets/instant.tsx';
import { SkeletonRows } from '../../../shared/widgets/skeleton.tsx';
import { WrittenText } from '../../../shared/widgets/written-text.tsx';

const counted = ['offered', 'used', 'changed', 'dismissed', 'nothing'] as const;

/** What became of the drafts, and what to write down next. */
export function AssistReport({ write }: { write: ((question: string) => void) | null }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(apiQuery('assist-report.get', {}));
  if (error && !data) return <ErrorPanel error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} label={t('common.loading')} />;
  return (
    <section className="panel" aria-label={t('assist.report.title')}>
      <header className="panel-head">
        <h2>{t('assist.report.title')}</h2>
      </header>
      <dl className="knowledge-counts">
        {counted.map((key) => (
          <div key={key}>
            <dt>{t(`assist.report.${key}`)}</dt>
            <dd className="num">{formatCount(data[key], i18n.language)}</dd>
          </div>
        ))}
      </dl>
      {data.unanswered.length > 0 && (
        <>
          <header className="panel-head">
            <h2>{t('assist.report.unanswered')}</h2>
          </header>
          <ul className="knowledge-asked">
            {data.unanswered.map(({ conversationId, text, askedAt }) => (
              <li key={conversationId} data-testid="unanswered">
                <span>
                  <Link to="/inbox" search={{ open: conversationId, view: 'all' }}>
                    <WrittenText text={text} />
                  </Link>{' '}
                  <span className="muted">
                    <Instant at={askedAt} />
                  </span>
                </span>
                {write && (
                  <Button size="small" onClick={() => write(text.slice(0, 200))}>
                    {t('assist.write')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
